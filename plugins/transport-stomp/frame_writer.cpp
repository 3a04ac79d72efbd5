#include <array>
#include <charconv>

#include "transport-stomp/escaping.hpp"
#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {

FrameWriter::FrameWriter(std::string& out, std::string_view command, Version version)
    : out_(out), version_(is_escaped(command) ? version : Version::v1_0) {
  out_.append(command) += '\n';
}

FrameWriter& FrameWriter::header(std::string_view name, std::string_view value) {
  append_header(version_, out_, name, value);
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
