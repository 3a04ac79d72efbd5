// UTF-8, checked as it arrives: a text message may be cut anywhere, also inside a character.
#pragma once

#include <cstdint>
#include <string_view>

namespace cocotalk::net {

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
class Utf8Check {
 public:
  // False as soon as the text so far cannot become UTF-8 any more; then the check is over.
  bool feed(std::string_view bytes);
  // Whether the text may end here.
  bool is_complete() const { return missing_ == 0; }

 private:
  bool begin(std::uint8_t lead);

  std::uint8_t missing_ = 0;               // continuation bytes the current character still needs
  std::uint8_t low_ = 0x80, high_ = 0xBF;  // what the next of them may be
};

inline bool is_utf8(std::string_view text) {
  Utf8Check check;
  return check.feed(text) && check.is_complete();
}

}  // namespace cocotalk::net
