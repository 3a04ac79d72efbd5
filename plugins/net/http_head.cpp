#include "net/http_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace cocotalk::net {

namespace {

constexpr std::array<std::string_view, 7> methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

std::optional<Rejection> bad(std::string_view why) { return Rejection{400, why}; }

std::optional<Rejection> check_request_line(std::string_view line) {
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("the request line is not METHOD TARGET VERSION");
  const std::string_view method = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
                         version = line.substr(last + 1);
  if (!is_token(method)) return bad("the method is no word");
  if (target.find_first_of(" \t") != std::string_view::npos) return bad("a space in the target");
  if (!version.starts_with("HTTP/")) return bad("the request line does not end with a version");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return Rejection{505, "only versions 1.0 and 1.1 of HTTP are spoken here"};
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) return Rejection{501, "the method is not known"};
  const bool is_of_server = method == "OPTIONS" && target == "*";
  if (!is_of_server && !target.starts_with('/')) return bad("the target does not begin with '/'");
  return std::nullopt;
}

std::optional<Rejection> check_field_line(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') return bad("a folded header field");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bad("a header line without ':'");
  if (!is_token(line.substr(0, colon))) return bad("a header field's name is no word");
  return std::nullopt;
}

std::optional<Rejection> judge_length(RequestHead& head) {
  const std::size_t n_codings = head.count("transfer-encoding"), n_lengths = head.count("content-length");
  if (n_codings > 0) {
    if (n_lengths > 0) return bad("both Transfer-Encoding and Content-Length");
    if (head.minor_version == 0) return bad("Transfer-Encoding in HTTP/1.0");
    if (n_codings > 1 || !equals_ignoring_case(*head.field("transfer-encoding"), "chunked"))
      return bad("a Transfer-Encoding that is not exactly 'chunked'");
    head.body = RequestHead::Body::chunked;
  } else if (n_lengths > 0) {
    const std::string_view text = *head.field("content-length");
    const char* const end = text.data() + text.size();
    const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (n_lengths > 1 || !is_number) return bad("a Content-Length that is not exactly one number");
    if (std::from_chars(text.data(), end, head.content_length).ec != std::errc() || head.content_length > INT64_MAX)
      return Rejection{413, "a Content-Length beyond all bounds"};
    head.body = head.content_length > 0 ? RequestHead::Body::sized : RequestHead::Body::none;
  }
  return std::nullopt;
}

}  // namespace

bool is_host(std::string_view host) {
  if (host.empty()) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'z') ||
           std::string_view("-._~:[]%").find(c) != std::string_view::npos;
  });
}

HeadScanner::Answer HeadScanner::scan(std::string_view bytes, std::size_t max_bytes, std::size_t max_fields) {
  for (; at_ < bytes.size(); ++at_) {
    if (at_ >= max_bytes)
      return lines_ == 0 ? Rejection{414, "the target is too long"} : Rejection{431, "the header is too large"};
    const auto c = static_cast<unsigned char>(bytes[at_]);
    const bool after_cr = at_ > line_ && bytes[at_ - 1] == '\r';
    if (after_cr != (c == '\n')) return Rejection{400, after_cr ? "a CR without LF" : "a LF without CR"};
    if ((c < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7F)
      return Rejection{400, "a control character in the header"};
    if (c >= 0x80) return Rejection{400, "a byte beyond ASCII in the header"};
    if (at_ == 0 && !is_token_char(static_cast<char>(c))) return Rejection{400, "this is no HTTP"};
    if (c != '\n') continue;
    const std::string_view line = bytes.substr(line_, at_ - 1 - line_);
    line_ = at_ + 1;
    if (line.empty()) return ++at_;
    if (lines_ > max_fields) return Rejection{431, "too many header fields"};
    if (const auto wrong = lines_++ == 0 ? check_request_line(line) : check_field_line(line)) return *wrong;
  }
  return NeedMore{};
}

std::string all_methods() {
  std::string text;
  for (const std::string_view method : methods) text.append(text.empty() ? "" : ", ").append(method);
  return text;
}

std::optional<std::string_view> RequestHead::field(std::string_view name) const {
  for (const coco_header& f : fields)
    if (coco::text(f.name) == name) return coco::text(f.value);
  return std::nullopt;
}

std::size_t RequestHead::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(), [name](const coco_header& f) { return coco::text(f.name) == name; }));
}

bool RequestHead::lists(std::string_view name, std::string_view element) const {
  bool found = false;
  for_each(name, [&](std::string_view e) { found = found || equals_ignoring_case(e, element); });
  return found;
}

std::optional<Rejection> judge(RequestHead& head) {
  const std::size_t n_hosts = head.count("host");
  if (n_hosts > 1) return bad("more than one Host");
  if (n_hosts == 0 && head.minor_version == 1) return bad("no Host");
  if (n_hosts == 1) {
    head.host = *head.field("host");
    if (!is_host(head.host)) return bad("the Host is no host");
  }
  if (const auto wrong = judge_length(head)) return wrong;
  head.keeps_alive = head.minor_version == 1 ? !head.lists("connection", "close") : head.lists("connection", "keep-alive");
  if (head.minor_version == 1) {  // RFC 9110, 10.1.1: of an older client it is ignored
    bool has_other = false;
    head.for_each("expect", [&](std::string_view expected) {
      head.expects_continue = head.body != RequestHead::Body::none;
      has_other = has_other || !equals_ignoring_case(expected, "100-continue");
    });
    if (has_other) return Rejection{417, "an expectation other than 100-continue"};
  }
  return std::nullopt;
}

}  // namespace cocotalk::net
