#include "gateway-remote/frame.hpp"

#include <charconv>

namespace cocotalk::remote {

namespace {

constexpr std::size_t max_head_bytes = 64 * 1024;

void escape(std::string& out, std::string_view text) {
  for (const char c : text) switch (c) {
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case ':': out += "\\c"; break;
      default: out += c;
    }
}

// Nothing: an escape STOMP 1.2 does not know.
std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case '\\': out += '\\'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 'c': out += ':'; break;
      default: return std::nullopt;
    }
  }
  return out;
}

// The next line without its end; `bytes` moves behind it. Nothing: no complete line.
std::optional<std::string_view> take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = bytes.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  bytes.remove_prefix(end + 1);
  return line;
}

// Reads the header line into `frame`; answers what is wrong with it, or nothing.
std::string_view read_header(Frame& frame, std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return "a header line without ':'";
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = line.substr(colon + 1);
  if (frame.command == "CONNECTED") {
    frame.headers.emplace_back(name, value);
    return {};
  }
  const std::optional<std::string> plain_name = unescape(name);
  const std::optional<std::string> plain_value = unescape(value);
  if (!plain_name || !plain_value) return "a header with an unknown escape";
  frame.headers.emplace_back(*plain_name, *plain_value);
  return {};
}

// `rest` begins with the body; `before` bytes were read.
std::variant<Parsed, NeedMore, Broken> read_body(Frame frame, std::string_view rest, std::size_t before) {
  std::size_t size = 0;
  if (const auto length = frame.header("content-length")) {
    const auto [end, error] = std::from_chars(length->data(), length->data() + length->size(), size);
    if (error != std::errc() || end != length->data() + length->size()) return Broken{"a content-length that is not a number"};
    if (rest.size() <= size) return NeedMore{};
    if (rest[size] != '\0') return Broken{"no NUL where content-length says the frame ends"};
  } else {
    size = rest.find('\0');
    if (size == std::string_view::npos) return NeedMore{};
  }
  frame.body = rest.substr(0, size);
  return Parsed{std::move(frame), before + size + 1};
}

}  // namespace

std::optional<std::string_view> Frame::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return std::nullopt;
}

std::string encode(const Frame& frame) {
  std::string out = frame.command + "\n";
  for (const auto& [name, value] : frame.headers) {
    if (frame.command == "CONNECT") {
      out += name + ":" + value;
    } else {
      escape(out, name);
      out += ':';
      escape(out, value);
    }
    out += '\n';
  }
  if (!frame.body.empty()) out += "content-length:" + std::to_string(frame.body.size()) + "\n";
  out += '\n';
  out += frame.body;
  out += '\0';
  return out;
}

bool fits_connect(std::string_view value) { return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos; }

std::variant<Parsed, NeedMore, Broken> parse_frame(std::string_view bytes) {
  const std::size_t begin = bytes.find_first_not_of("\r\n");
  if (begin == std::string_view::npos) return NeedMore{};
  std::string_view rest = bytes.substr(begin);
  const auto read = [&] { return bytes.size() - rest.size(); };
  const auto more = [&]() -> std::variant<Parsed, NeedMore, Broken> {
    if (bytes.size() - begin > max_head_bytes) return Broken{"a frame head larger than 64 KiB"};
    return NeedMore{};
  };

  Frame frame;
  std::optional<std::string_view> line = take_line(rest);
  if (!line) return more();
  frame.command = *line;
  for (;;) {
    line = take_line(rest);
    if (!line) return more();
    if (line->empty()) return read_body(std::move(frame), rest, read());
    if (const std::string_view why = read_header(frame, *line); !why.empty()) return Broken{std::string(why)};
  }
}

}  // namespace cocotalk::remote
