#include <array>
#include <charconv>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {
namespace {

void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == ':')
      out += "\\c";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
}

}  // namespace

FrameWriter::FrameWriter(std::string& out, std::string_view command) : out_(out), escapes_(command != "CONNECTED") {
  out_.append(command) += '\n';
}

FrameWriter& FrameWriter::header(std::string_view name, std::string_view value) {
  out_.append(name) += ':';
  if (escapes_ && value.find_first_of("\n\r:\\") != std::string_view::npos)
    append_escaped(out_, value);
  else
    out_ += value;
  out_ += '\n';
  return *this;
}

FrameWriter& FrameWriter::header(std::string_view name, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return header(name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void FrameWriter::end() {
  out_ += '\n';
  out_ += '\0';
}

void FrameWriter::body(std::string_view bytes) {
  header("content-length", bytes.size());
  out_ += '\n';
  out_ += bytes;
  out_ += '\0';
}

}  // namespace cocotalk::stomp
