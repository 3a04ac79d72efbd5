#include "transport-stomp/frame.hpp"

#include <algorithm>
#include <charconv>

namespace cocotalk::stomp {
namespace {

using std::string_view_literals::operator""sv;

// CONNECT and CONNECTED are not escaped, so that 1.0 can read them; STOMP is CONNECT by another name.
bool is_escaped(std::string_view command) { return command != "CONNECT" && command != "STOMP" && command != "CONNECTED"; }

// Undoes the escapes of `text` in place; nothing for an undefined one, which STOMP 1.2 calls fatal.
std::optional<std::size_t> unescape(char* text, std::size_t size) {
  std::size_t written = 0;
  for (std::size_t i = 0; i < size; ++i) {
    char c = text[i];
    if (c == '\\') {
      const char code = ++i < size ? text[i] : '\0';
      if (code == 'n')
        c = '\n';
      else if (code == 'r')
        c = '\r';
      else if (code == 'c')
        c = ':';
      else if (code != '\\')
        return std::nullopt;
    }
    text[written++] = c;
  }
  return written;
}

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
    begin_ = std::min(buffer_.find_first_not_of("\r\n", begin_), buffer_.size());
    if (begin_ == buffer_.size()) return release_memory(), NeedMore{};
    line_ = scanned_ = begin_;
    stage_ = Stage::head;
  }
  return stage_ == Stage::head ? read_head() : read_body();
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
    const bool is_empty = line_bytes == 0 || (line_bytes == 1 && buffer_[line_] == '\r');
    scanned_ = end + 1;
    if (!is_empty) {
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

std::optional<Broken> FrameReader::parse_head(std::size_t head_bytes) {
  marks_.clear();
  bool escaped = false;
  for (std::size_t at = 0; at < head_bytes;) {
    const std::size_t end = buffer_.find('\n', begin_ + at) - begin_;
    Mark line{at, end - at};
    if (marked(line).ends_with('\r')) --line.size;
    if (line.size > limits_.header_bytes) return Broken{Broken::Kind::too_large, "a header line is larger than the limit"};
    if (marked(line).find('\r') != std::string_view::npos)
      return Broken{Broken::Kind::malformed, "a header holds a bare carriage return"};
    if (at == 0) {
      command_ = line;
      escaped = is_escaped(marked(line));
    } else if (std::optional<Broken> broken = parse_header(line, escaped)) {
      return broken;
    }
    at = end + 1;
  }
  return parse_length();
}

std::optional<Broken> FrameReader::parse_header(Mark line, bool escaped) {
  if (marks_.size() == limits_.headers) return Broken{Broken::Kind::too_large, "the frame has more headers than the limit"};
  const std::size_t colon = marked(line).find(':');
  if (colon == std::string_view::npos || colon == 0) return Broken{Broken::Kind::malformed, "a header line is not name:value"};
  HeaderMark header{{line.at, colon}, {line.at + colon + 1, line.size - colon - 1}};
  for (Mark* text : {&header.name, &header.value}) {
    if (!escaped) break;
    const std::optional<std::size_t> size = unescape(buffer_.data() + begin_ + text->at, text->size);
    if (!size) return Broken{Broken::Kind::malformed, R"(a header holds an escape other than \r \n \c \\)"};
    text->size = *size;
  }
  marks_.push_back(header);
  return std::nullopt;
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
