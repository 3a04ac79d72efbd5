#include "net/http_response.hpp"

#include "net/text.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace cocotalk::net {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 41> reasons = {{
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
}};

bool is_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

bool is_ours(std::string_view name) {
  return equals_ignoring_case(name, "content-length") || equals_ignoring_case(name, "date") ||
         equals_ignoring_case(name, "connection") || equals_ignoring_case(name, "transfer-encoding");
}

}  // namespace

std::string_view reason_of(int status) {
  const auto found = std::find_if(reasons.begin(), reasons.end(), [status](const auto& r) { return r.first == status; });
  return found == reasons.end() ? "Status" : found->second;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool is_final(int status) { return status >= 200 && status <= 599; }

std::string write_head(const ResponseHead& head) {
  std::string out;
  out.reserve(256);
  out.append("HTTP/1.1 ").append(std::to_string(head.status)).append(" ").append(reason_of(head.status)).append("\r\n");
  for (std::uint64_t i = 0; i < head.n_headers; ++i) {
    const std::string_view name = coco::text(head.headers[i].name), value = coco::text(head.headers[i].value);
    if (!is_token(name) || !is_value(value)) return {};
    if (!is_ours(name)) out.append(name).append(": ").append(value).append("\r\n");
  }
  if (head.framing == Framing::sized) out.append("Content-Length: ").append(std::to_string(head.content_length)).append("\r\n");
  if (head.framing == Framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
  // 426 names in Upgrade what it wants, and Upgrade is a matter of this connection (RFC 9110, 7.8 and 15.5.22).
  if (head.status == 426) out.append("Connection: Upgrade\r\n");
  if (!head.keeps_alive)
    out.append("Connection: close\r\n");
  else if (head.minor_version == 0)
    out.append("Connection: keep-alive\r\n");
  return out.append("Date: ").append(head.date).append("\r\n\r\n");
}

}  // namespace cocotalk::net
