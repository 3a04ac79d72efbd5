// Keys, read from the bytes a terminal sends. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::console {

struct Key {
  enum class Kind {
    text,     // one or more characters
    paste,    // text that was not typed (bracketed paste); its line ends are '\n'
    control,  // with Ctrl: `text` is the small letter
    alt,      // with Alt: `text` is the character
    enter,
    alt_enter,
    backspace,
    erase,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    tab,
    back_tab,
    escape,
    help,  // F1
  };
  Kind kind = Kind::text;
  std::string text;
  friend bool operator==(const Key&, const Key&) = default;
};

// Takes bytes as they come, cut anywhere; what is no key it knows is left out. Sequences: ECMA-48, as xterm, tmux, the console of
// Linux and most others send them.
class KeyReader {
 public:
  static constexpr std::size_t max_paste_bytes = 256 * 1024;  // longer ones come cut to this

  void feed(std::string_view bytes);
  std::optional<Key> take();
  // A lone ESC may be a key, or the beginning of one that is still on its way: then one waits a moment, and calls settle().
  bool is_waiting() const { return !unread_.empty() && !is_pasting_; }
  void settle();

 private:
  bool read_one();
  bool read_escape();
  bool read_sequence();
  bool read_paste();
  void add(Key::Kind kind, std::string text = {}) { keys_.push_back({kind, std::move(text)}); }

  std::string unread_;
  std::string pasted_;
  bool is_pasting_ = false;
  std::deque<Key> keys_;
};

}  // namespace cocotalk::console
