// SockJS frames as text, in and out (SockJS protocol 0.3.3; cocotalk-wire.md 5.1). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::stomp {

// Reads what a client sends: a JSON array of strings, or one string. The strings are pieces of one text: a client cuts its frames
// at 16,384 UTF-16 units, between the halves of a surrogate pair too, so a half at the end of a payload waits for the next one.
class SockjsDecoder {
 public:
  enum class Verdict { ok, empty, broken };

  // Appends the text, as UTF-8; half a pair that stays alone becomes U+FFFD. Of a broken payload nothing is appended, and it is
  // as if it had never come.
  Verdict decode(std::string_view payload, std::string& text);

 private:
  char16_t high_ = 0;  // the first half of a pair, from the end of the last payload
};

// Appends the frame a["…"] that carries `text`. Escaped is what browsers are known to mangle; bytes that are no UTF-8 become
// U+FFFD.
void append_sockjs_message(std::string& out, std::string_view text);

// c[3000,"Go away!"]
std::string sockjs_close_frame(std::int32_t code, std::string_view reason);

}  // namespace cocotalk::stomp
