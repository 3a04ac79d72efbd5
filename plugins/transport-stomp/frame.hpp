// STOMP frames as bytes, in and out. Pure: knows no socket, no session and no destination.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "transport-stomp/version.hpp"

namespace cocotalk::stomp {

struct Header {
  std::string_view name, value;
};

// One frame, as views into the reader it came from.
struct Frame {
  std::string_view command;
  std::span<const Header> headers;
  std::string_view body;

  // Of repeated headers the first one counts (STOMP 1.2, "Repeated Header Entries").
  std::optional<std::string_view> header(std::string_view name) const;
  // The same, empty when it is missing.
  std::string_view header_or_empty(std::string_view name) const { return header(name).value_or(std::string_view()); }
};

// CONNECT and CONNECTED are not escaped, so that 1.0 can read them; STOMP is CONNECT by another name.
inline bool is_connect(std::string_view command) { return command == "CONNECT" || command == "STOMP"; }
inline bool is_escaped(std::string_view command) { return !is_connect(command) && command != "CONNECTED"; }

// What a frame may cost. Beyond it: Broken{too_large}.
struct FrameLimits {
  std::size_t frame_bytes;   // from the command to the NUL, both included
  std::size_t headers;       // header lines of one frame
  std::size_t header_bytes;  // one line, without its end
};

struct NeedMore {};  // not an error: the rest is still on its way
struct Broken {      // the peer's fault; the reader goes on behind the end of that frame
  enum class Kind { malformed, too_large } kind;
  std::string why;  // a sentence for the peer's programmer
};
using Outcome = std::variant<NeedMore, Frame, Broken>;

// Cuts a stream of bytes into frames, however the bytes arrive: several frames at once, or one byte at a time. Line ends
// between frames (heart-beats) are skipped. Holds at most one frame of the limit beside what one feed() brought.
//
// What the versions read differently: 1.2 ends a line with LF or CR LF, and a CR inside of one is an error; 1.1 ends it with LF
// alone, and a CR is part of the value; 1.0 takes spaces, tabs and CR around names and values for padding. A CONNECT comes before
// the version is known: its lines may end either way, and only that of a 1.0 client, who sends no accept-version, is padded.
class FrameReader {
 public:
  explicit FrameReader(FrameLimits limits) : limits_(limits) {}
  // Nothing has come of a frame that did not end yet: a new reader would go on just as well.
  bool is_between_frames() const { return stage_ == Stage::between && begin_ == buffer_.size(); }
  void set_frame_limit(std::size_t bytes) { limits_.frame_bytes = bytes; }
  // The version of the frames that follow; 1.0 until it is known.
  void speak(Version version) { version_ = version; }

  // Appends what arrived. Ends the life of the views of the last frame.
  void feed(std::string_view bytes);
  // The next frame. Its views live until the next feed() or next().
  Outcome next();

 private:
  enum class Stage { between, head, body, skip_to_nul, skip_counted };
  // Where a text of the frame's head is, counted from its begin: the buffer may move before the body is complete.
  struct Mark {
    std::size_t at, size;
  };
  struct HeaderMark {
    Mark name, value;
  };
  void skip_line_ends();
  bool ends_head(std::size_t line_bytes) const;
  Outcome read_head();
  Outcome read_body();
  Outcome finish(std::string_view body, std::size_t end);
  std::string_view marked(Mark mark) const { return std::string_view(buffer_).substr(begin_ + mark.at, mark.size); }
  std::optional<Broken> parse_head(std::size_t head_bytes);
  std::optional<Broken> parse_line(Mark line);
  std::optional<Broken> parse_header(Mark line);
  bool has_mark(std::string_view name) const;
  Mark trimmed(Mark text) const;
  std::optional<Broken> parse_length();
  bool skip();
  void release_memory();
  Outcome malformed(std::string why);
  Outcome too_large(std::string why);

  FrameLimits limits_;
  Version version_ = Version::v1_0;
  std::string buffer_;
  Stage stage_ = Stage::between;
  std::size_t begin_ = 0;    // of the frame being read; everything before it is done with
  std::size_t line_ = 0;     // of the head's line being read
  std::size_t scanned_ = 0;  // no end of a line, or of the body, between here and what was looked at before
  std::size_t body_ = 0;
  std::optional<std::size_t> length_;
  std::size_t to_skip_ = 0;
  Mark command_{};
  std::vector<HeaderMark> marks_;
  std::vector<Header> headers_;  // of the frame handed out
};

// Appends one frame to `out`: headers in the order of the calls, then one of the two ends.
class FrameWriter {
 public:
  FrameWriter(std::string& out, std::string_view command, Version version);
  // Escaped as the version has it (escaping.hpp), except in CONNECTED; left out when it cannot be expressed.
  FrameWriter& header(std::string_view name, std::string_view value);
  FrameWriter& header(std::string_view name, std::uint64_t value);
  void end();                         // no body
  void body(std::string_view bytes);  // adds content-length

 private:
  std::string& out_;
  const Version version_;
};

}  // namespace cocotalk::stomp
