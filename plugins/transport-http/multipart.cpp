#include "transport-http/multipart.hpp"

#include "transport-http/header_value.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::size_t max_boundary = 70;
constexpr std::size_t max_padding = 64;  // blanks between a delimiter and its line's end
constexpr std::string_view line_end = "\r\n";

bool is_boundary_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

// The lines of a part's header that matter, or a sentence about what is wrong.
struct ReadHeader {
  std::optional<Part> part;
  std::string_view error;
};

std::string_view read_header_line(std::string_view line, std::optional<Part>& part) {
  if (std::any_of(line.begin(), line.end(), is_control)) return "a header line of a part holds a control character";
  const std::size_t colon = line.find(':');
  if (line.starts_with(' ') || line.starts_with('\t')) return "a header line of a part is folded";
  if (colon == std::string_view::npos || colon == 0) return "a header line of a part has no name";
  const std::string_view name = line.substr(0, colon), value = line.substr(colon + 1);
  if (same_ignoring_case(name, "content-transfer-encoding")) {
    const std::string_view encoding = main_value(value);
    const bool is_plain =
        same_ignoring_case(encoding, "binary") || same_ignoring_case(encoding, "8bit") || same_ignoring_case(encoding, "7bit");
    return is_plain ? "" : "a part is encoded; send it as binary";
  }
  if (!same_ignoring_case(name, "content-disposition")) return "";
  if (part) return "a part has two Content-Disposition lines";
  std::optional<std::string> field = parameter(value, "name");
  if (!same_ignoring_case(main_value(value), "form-data") || !field) return "a part is no form-data with a name";
  part = Part{std::move(*field), parameter(value, "filename")};
  return "";
}

ReadHeader read_header(std::string_view header) {
  ReadHeader out;
  while (!header.empty()) {
    const std::string_view line = header.substr(0, header.find(line_end));
    header.remove_prefix(std::min(header.size(), line.size() + line_end.size()));
    out.error = read_header_line(line, out.part);
    if (!out.error.empty()) return out;
  }
  if (!out.part) out.error = "a part has no Content-Disposition";
  return out;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!same_ignoring_case(main_value(content_type), "multipart/form-data")) return std::nullopt;
  std::optional<std::string> boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > max_boundary || boundary->back() == ' ') return std::nullopt;
  if (!std::all_of(boundary->begin(), boundary->end(), is_boundary_character)) return std::nullopt;
  return boundary;
}

// The body is read as if a line end came before it, so that the first delimiter is like all others.
MultipartParser::MultipartParser(std::string_view boundary, PartReader& reader, Limits limits)
    : delimiter_("\r\n--" + std::string(boundary)), reader_(reader), limits_(limits), held_(line_end) {}

void MultipartParser::feed(std::string_view bytes) {
  if (is_complete() || !error_.empty()) return;
  held_ += bytes;
  used_ = 0;
  while (step()) {
  }
  held_.erase(0, used_);
}

bool MultipartParser::step() {
  switch (state_) {
    case State::preamble:
    case State::data: return read_until_delimiter();
    case State::after_delimiter: return read_after_delimiter();
    case State::headers: return read_headers();
    case State::body_start: return read_body_start();
    case State::epilogue: break;
  }
  used_ = held_.size();
  return false;
}

bool MultipartParser::read_until_delimiter() {
  const std::string_view rest = std::string_view(held_).substr(used_);
  const std::size_t found = rest.find(delimiter_);
  const bool is_found = found != std::string_view::npos;
  const std::size_t safe = is_found ? found : rest.size() - std::min(rest.size(), delimiter_.size() - 1);
  if (state_ == State::data && safe > 0) reader_.on_part_data(rest.substr(0, safe));
  used_ += safe;
  if (!is_found) return false;
  if (state_ == State::data) reader_.on_part_end();
  used_ += delimiter_.size();
  state_ = State::after_delimiter;
  return true;
}

bool MultipartParser::read_after_delimiter() {
  std::string_view rest = std::string_view(held_).substr(used_);
  if (rest.size() < 2) return false;
  if (rest.starts_with("--")) {
    state_ = State::epilogue;
    return true;
  }
  const std::size_t padding = std::min(rest.find_first_not_of(" \t"), rest.size());
  if (padding > max_padding) return broken("a boundary is followed by too many blanks");
  rest.remove_prefix(padding);
  if (rest.size() < 2) return false;
  if (!rest.starts_with(line_end)) return broken("a boundary is followed by something else than a line end");
  if (++parts_ > limits_.parts) return broken("the body has too many parts");
  used_ += padding;  // the line end stays: with an empty header it is the first half of the header's end
  state_ = State::headers;
  return true;
}

bool MultipartParser::read_headers() {
  constexpr std::string_view header_end = "\r\n\r\n";
  const std::string_view rest = std::string_view(held_).substr(used_);
  const std::size_t end = rest.find(header_end);
  if (std::min(end, rest.size()) > limits_.header_bytes) return broken("the header of a part is too long");
  if (end == std::string_view::npos) return false;
  const ReadHeader read = read_header(rest.substr(line_end.size(), end < line_end.size() ? 0 : end - line_end.size()));
  if (!read.error.empty()) return broken(read.error);
  reader_.on_part(*read.part);
  used_ += end + line_end.size();
  state_ = State::body_start;
  return true;
}

// At the line end that closes a part's header. The delimiter may begin with this very line end: then the part has no body
// (RFC 2046, 5.1.1: `body-part := MIME-part-headers [CRLF *OCTET]`).
bool MultipartParser::read_body_start() {
  const std::string_view rest = std::string_view(held_).substr(used_);
  const bool may_be_delimiter = rest.starts_with(std::string_view(delimiter_).substr(0, rest.size()));
  if (may_be_delimiter && rest.size() < delimiter_.size()) return false;
  if (!may_be_delimiter) used_ += line_end.size();
  state_ = State::data;
  return true;
}

bool MultipartParser::broken(std::string_view why) {
  error_ = why;
  return false;
}

}  // namespace cocotalk::http
