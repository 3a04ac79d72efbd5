#include "transport-stomp/frame.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "transport-stomp/escaping.hpp"

namespace cocotalk::stomp {
namespace {

using std::string_view_literals::operator""sv;

bool is_padding(char c) { return c == ' ' || c == '\t' || c == '\r'; }

Broken malformed_head(std::string why) { return {Broken::Kind::malformed, std::move(why)}; }

}  // namespace

std::optional<std::string_view> Frame::header(std::string_view name) const {
  for (const Header& h : headers)
    if (h.name == name) return h.value;
  return std::nullopt;
}

void FrameReader::feed(std::string_view bytes) {
  buffer_.erase(0, begin_);
  line_ -= std::min(line_, begin_);
  scanned_ -= std::min(scanned_, begin_);
  body_ -= std::min(body_, begin_);
  begin_ = 0;
  buffer_ += bytes;
}

Outcome FrameReader::next() {
  if ((stage_ == Stage::skip_to_nul || stage_ == Stage::skip_counted) && !skip()) return NeedMore{};
  if (stage_ == Stage::between) {
    skip_line_ends();
    if (begin_ == buffer_.size()) return release_memory(), NeedMore{};
    if (buffer_[begin_] == '\r' && begin_ + 1 == buffer_.size()) return NeedMore{};  // half a line end?
    line_ = scanned_ = begin_;
    stage_ = Stage::head;
  }
  return stage_ == Stage::head ? read_head() : read_body();
}

void FrameReader::skip_line_ends() {
  for (; begin_ < buffer_.size(); ++begin_) {
    const bool is_end = buffer_[begin_] == '\n' || std::string_view(buffer_).substr(begin_, 2) == "\r\n";
    if (!is_end) return;
  }
}

// A link that is idle after a large frame must not keep its memory.
void FrameReader::release_memory() {
  buffer_.clear();
  begin_ = 0;
  if (buffer_.capacity() > 4096) buffer_.shrink_to_fit();
}

Outcome FrameReader::read_head() {
  for (;;) {
    const std::size_t end = buffer_.find_first_of("\n\0"sv, scanned_);
    const std::size_t line_bytes = std::min(end, buffer_.size()) - line_;
    if (line_bytes > limits_.header_bytes + 1) return too_large("a header line is larger than the limit");  // + 1: a CR
    if (std::min(end, buffer_.size()) - begin_ >= limits_.frame_bytes) return too_large("the frame is larger than the limit");
    if (end == std::string::npos) {
      scanned_ = buffer_.size();
      return NeedMore{};
    }
    if (buffer_[end] == '\0') return malformed("the frame ends before the empty line after its headers");
    scanned_ = end + 1;
    if (!ends_head(line_bytes)) {
      line_ = scanned_;
      continue;
    }
    body_ = scanned_;
    if (std::optional<Broken> broken = parse_head(line_ - begin_)) {
      stage_ = Stage::skip_to_nul;
      begin_ = body_;
      return *std::move(broken);
    }
    stage_ = Stage::body;
    return read_body();
  }
}

bool FrameReader::ends_head(std::size_t line_bytes) const {
  return line_bytes == 0 || (line_bytes == 1 && buffer_[line_] == '\r' && version_ != Version::v1_1);
}

std::optional<Broken> FrameReader::parse_head(std::size_t head_bytes) {
  marks_.clear();
  command_ = {};
  if (!simdjson::validate_utf8(buffer_.data() + begin_, head_bytes)) return malformed_head("a header is not UTF-8");
  for (std::size_t at = 0; at < head_bytes;) {
    const std::size_t end = buffer_.find('\n', begin_ + at) - begin_;
    Mark line{at, end - at};
    if (version_ != Version::v1_1 && marked(line).ends_with('\r')) --line.size;
    if (std::optional<Broken> broken = parse_line(line)) return broken;
    at = end + 1;
  }
  if (version_ == Version::v1_0 && !(is_connect(marked(command_)) && has_mark("accept-version")))
    for (HeaderMark& header : marks_) {
      header = {trimmed(header.name), trimmed(header.value)};
      if (header.name.size == 0) return malformed_head("a header has no name");
    }
  return parse_length();
}

std::optional<Broken> FrameReader::parse_line(Mark line) {
  if (line.size > limits_.header_bytes) return Broken{Broken::Kind::too_large, "a header line is larger than the limit"};
  if (version_ == Version::v1_2 && marked(line).find('\r') != std::string_view::npos)
    return malformed_head("a header holds a bare carriage return");
  if (command_.size > 0) return parse_header(line);
  command_ = version_ == Version::v1_0 ? trimmed(line) : line;
  return command_.size > 0 ? std::nullopt : std::optional(malformed_head("the frame has no command"));
}

std::optional<Broken> FrameReader::parse_header(Mark line) {
  if (marks_.size() == limits_.headers) return Broken{Broken::Kind::too_large, "the frame has more headers than the limit"};
  const std::size_t colon = marked(line).find(':');
  if (colon == std::string_view::npos || colon == 0) return malformed_head("a header line is not a name, a colon and a value");
  HeaderMark header{{line.at, colon}, {line.at + colon + 1, line.size - colon - 1}};
  if (is_escaped(marked(command_)))
    for (Mark* text : {&header.name, &header.value}) {
      const std::optional<std::size_t> size = unescape(version_, buffer_.data() + begin_ + text->at, text->size);
      if (!size) return malformed_head("a header holds an escape that the version does not define");
      text->size = *size;
    }
  marks_.push_back(header);
  return std::nullopt;
}

bool FrameReader::has_mark(std::string_view name) const {
  return std::ranges::any_of(marks_, [&](const HeaderMark& header) { return marked(header.name) == name; });
}

FrameReader::Mark FrameReader::trimmed(Mark text) const {
  std::string_view rest = marked(text);
  while (!rest.empty() && is_padding(rest.front())) {
    rest.remove_prefix(1);
    ++text.at;
  }
  while (!rest.empty() && is_padding(rest.back())) rest.remove_suffix(1);
  return {text.at, rest.size()};
}

std::optional<Broken> FrameReader::parse_length() {
  length_.reset();
  const auto found = std::ranges::find_if(marks_, [this](const HeaderMark& h) { return marked(h.name) == "content-length"; });
  if (found == marks_.end()) return std::nullopt;
  const std::string_view text = marked(found->value);
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error == std::errc::result_out_of_range) return Broken{Broken::Kind::too_large, "the frame is larger than the limit"};
  if (error != std::errc() || end != text.data() + text.size())
    return Broken{Broken::Kind::malformed, "content-length is not a number"};
  length_ = length;
  return std::nullopt;
}

Outcome FrameReader::read_body() {
  const std::size_t head_bytes = body_ - begin_;
  std::size_t end = 0;
  if (length_) {
    if (*length_ >= limits_.frame_bytes || head_bytes + *length_ + 1 > limits_.frame_bytes)
      return too_large("the frame is larger than the limit");
    end = body_ + *length_;
    if (buffer_.size() <= end) return NeedMore{};
    if (buffer_[end] != '\0') return malformed("no NUL follows the body that content-length announces");
  } else {
    end = buffer_.find('\0', scanned_);
    scanned_ = std::min(end, buffer_.size());
    if (scanned_ - begin_ >= limits_.frame_bytes) return too_large("the frame is larger than the limit");
    if (end == std::string::npos) return NeedMore{};
  }
  return finish(std::string_view(buffer_).substr(body_, end - body_), end);
}

Outcome FrameReader::finish(std::string_view body, std::size_t end) {
  const std::string_view command = marked(command_);
  headers_.clear();
  for (const HeaderMark& mark : marks_) headers_.push_back({marked(mark.name), marked(mark.value)});
  begin_ = end + 1;
  stage_ = Stage::between;
  return Frame{command, headers_, body};
}

Outcome FrameReader::malformed(std::string why) {
  begin_ = scanned_;
  stage_ = Stage::skip_to_nul;
  return Broken{Broken::Kind::malformed, std::move(why)};
}

Outcome FrameReader::too_large(std::string why) {
  if (stage_ == Stage::body && length_) {
    begin_ = body_;
    to_skip_ = *length_;
    stage_ = Stage::skip_counted;
  } else {
    begin_ = scanned_;
    stage_ = Stage::skip_to_nul;
  }
  return Broken{Broken::Kind::too_large, std::move(why)};
}

// Drops bytes up to the end of a broken frame; true when it was reached.
bool FrameReader::skip() {
  if (stage_ == Stage::skip_counted) {
    const std::size_t dropped = std::min(to_skip_, buffer_.size() - begin_);
    begin_ += dropped;
    to_skip_ -= dropped;
    if (to_skip_ > 0) return false;
    stage_ = Stage::skip_to_nul;
  }
  const std::size_t end = buffer_.find('\0', begin_);
  begin_ = end == std::string::npos ? buffer_.size() : end + 1;
  if (end != std::string::npos) stage_ = Stage::between;
  return end != std::string::npos;
}

}  // namespace cocotalk::stomp
