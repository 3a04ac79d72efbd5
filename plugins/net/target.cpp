#include "net/target.hpp"

#include "net/utf8.hpp"

namespace cocotalk::net {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode_segment(std::string_view encoded) {
  std::string text;
  text.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    char c = encoded[i];
    if (c == '%') {
      if (encoded.size() - i < 3) return std::nullopt;
      const int high = hex_digit(encoded[i + 1]), low = hex_digit(encoded[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high << 4 | low);
      i += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '/' || c == '\\') return std::nullopt;
    text.push_back(c);
  }
  if (text == "." || text == ".." || !is_utf8(text)) return std::nullopt;
  return text;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/' || text.find('#') != std::string_view::npos) return std::nullopt;
  Target target;
  const std::size_t question = text.find('?');
  std::string_view path = text.substr(0, question);
  if (question != std::string_view::npos) target.query = text.substr(question + 1);
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() && text.substr(0, 2) != "//") {
    target.path = "/";
    return target;
  }
  while (true) {
    const std::size_t slash = path.find('/');
    std::optional<std::string> segment = decode_segment(path.substr(0, slash));
    if (!segment) return std::nullopt;
    target.path.append("/").append(*segment);
    target.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return target;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace cocotalk::net
