#include "net/conformance/http_dialect.hpp"

#include "conversation/text.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace cocotalk::net::testing {

using conversation::bytes_of;
using conversation::matches;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// The field's value in a header; nothing when it is not there. Two of the same are joined with " & ": no test expects that.
std::optional<std::string> field_of(std::string_view head, std::string_view name) {
  std::optional<std::string> found;
  for (std::size_t at = head.find("\r\n"); at < head.size();) {
    const std::size_t begin = at + 2, end = std::min(head.find("\r\n", begin), head.size());
    const std::string_view line = head.substr(begin, end - begin);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && lower(line.substr(0, colon)) == name)
      found = (found ? *found + " & " : "") + std::string(line.substr(colon + 2));
    at = end;
  }
  return found;
}

// Takes a chunked body off the front of `bytes`; nothing: it is not all there.
std::optional<std::string> take_chunks(std::string_view& bytes) {
  std::string body;
  std::string_view rest = bytes;
  while (true) {
    const std::size_t line = rest.find("\r\n");
    if (line == std::string_view::npos) return std::nullopt;
    const std::size_t size = std::stoul(std::string(rest.substr(0, line)), nullptr, 16);
    if (rest.size() < line + 2 + size + 2) return std::nullopt;
    if (rest.substr(line + 2 + size, 2) != "\r\n") throw std::runtime_error("a chunk that does not end: " + std::string(rest));
    body += rest.substr(line + 2, size);
    rest.remove_prefix(line + 2 + size + 2);
    if (size > 0) continue;
    bytes = rest;
    return body;
  }
}

// Whether a line begins a request, and with which method.
std::optional<std::string> method_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || (!line.ends_with("HTTP/1.1") && !line.ends_with("HTTP/1.0"))) return std::nullopt;
  return std::string(line.substr(0, space));
}

std::vector<std::string_view> parts_of(std::string_view line) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t bar = line.find('|');
    std::string_view part = line.substr(0, bar);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.push_back(part);
    if (bar == std::string_view::npos) return parts;
    line.remove_prefix(bar + 1);
  }
}

}  // namespace

std::string HttpDialect::encode(std::string_view line) {
  if (std::optional<std::string> method = method_of(line)) methods_.push_back(*std::move(method));
  const bool ends_here = line.ends_with('\\') && !line.ends_with("\\\\");
  if (ends_here) line.remove_suffix(1);
  return bytes_of(line) + (ends_here ? "" : "\r\n");
}

std::optional<std::string> HttpDialect::decode(std::string& bytes, bool is_end) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const std::string head = bytes.substr(0, end + 2), status = head.substr(9, 3);
  std::string_view rest = std::string_view(bytes).substr(end + 4);
  std::optional<std::string> body = "";
  const bool is_head = !methods_.empty() && methods_.front() == "HEAD";
  const bool has_body = status >= "200" && status != "204" && status != "304" && !is_head;
  if (has_body && field_of(head, "transfer-encoding") == "chunked") {
    body = take_chunks(rest);
  } else if (const auto length = field_of(head, "content-length"); has_body && length) {
    const std::size_t size = std::stoul(*length);
    if (rest.size() < size) return std::nullopt;
    body = rest.substr(0, size);
    rest.remove_prefix(size);
  } else if (has_body) {
    if (!is_end) return std::nullopt;
    body = rest;
    rest = {};
  }
  if (!body) return std::nullopt;
  if (status >= "200" && !methods_.empty()) methods_.pop_front();
  bytes = std::string(rest);
  return head + "\r\n" + *body;
}

bool HttpDialect::is_expected(std::string_view line, std::string_view said) const {
  if (line == "*") return true;
  const std::size_t end = said.find("\r\n\r\n");
  const std::string_view head = said.substr(0, end), body = said.substr(end + 4);
  const std::vector<std::string_view> parts = parts_of(line);
  if (!matches("HTTP/1.1 " + std::string(parts.front()) + " *", head.substr(0, head.find("\r\n")))) return false;
  return std::all_of(parts.begin() + 1, parts.end(), [&](std::string_view part) {
    if (part.starts_with("no ")) return !field_of(head, part.substr(3));
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) throw std::invalid_argument("not understood: " + std::string(part));
    const std::string expected = bytes_of(part.substr(std::min(part.find_first_not_of(' ', colon + 1), part.size())));
    if (part.substr(0, colon) == "body") return matches(expected, body);
    const std::optional<std::string> value = field_of(head, part.substr(0, colon));
    return value && matches(expected, *value);
  });
}

}  // namespace cocotalk::net::testing
