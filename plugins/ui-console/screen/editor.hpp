// The input line. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace cocotalk::console {

// Text, a cursor between its clusters, and what was typed before. The text is UTF-8 without control characters but '\n'.
class Editor {
 public:
  static constexpr std::size_t max_bytes = 256 * 1024;  // what does not fit is not taken in
  static constexpr std::size_t max_history = 100;

  const std::string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }  // in bytes
  bool is_empty() const { return text_.empty(); }

  // False: it does not fit, and nothing changed.
  bool insert(std::string_view text);
  void left();
  void right();
  void to_beginning();  // of the line
  void to_end();
  void erase_left();
  void erase_right();
  void erase_word();
  void erase_to_beginning();
  void erase_to_end();

  // Up and down in what was typed before; what is being typed waits at the end.
  void older();
  void newer();

  // Empties the line; take() remembers what it said, take_secret() does not.
  std::string take();
  std::string take_secret();
  void remember(std::string text);  // as if it had been typed before
  void set(std::string text);

 private:
  std::string text_;
  std::size_t cursor_ = 0;
  std::deque<std::string> history_;
  std::size_t back_ = 0;  // how far back in the history; 0: not
  std::string draft_;     // what was typed before going back
};

}  // namespace cocotalk::console
