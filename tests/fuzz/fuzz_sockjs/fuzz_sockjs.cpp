// Payloads as a client sends them, with a line feed between two: what is read from them is UTF-8, a broken one changes nothing,
// and what is written of the text reads the same again, cut into two payloads where the first byte says.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "transport-stomp/sockjs_codec.hpp"

namespace {

using namespace cocotalk::stomp;
using Verdict = SockjsDecoder::Verdict;

void check(bool holds) {
  if (!holds) std::abort();
}

// As a payload; without bytes that are no text, which only our side replaces.
std::string payload_of(std::string_view text) {
  std::string message;
  append_sockjs_message(message, text);
  return message.substr(1);
}

void check_rewritten(const std::string& text, std::size_t cut) {
  std::string again;
  check(SockjsDecoder().decode(payload_of(text), again) == Verdict::ok);
  check(again == text);
  while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) ++cut;  // our side cuts no character
  if (cut >= text.size()) return;
  SockjsDecoder decoder;
  again.clear();
  check(decoder.decode(payload_of(text.substr(0, cut)), again) == Verdict::ok);
  check(decoder.decode(payload_of(text.substr(cut)), again) == Verdict::ok);
  check(again == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  SockjsDecoder decoder, without_broken;
  std::string text, same;
  while (!rest.empty()) {
    const std::string_view payload = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(payload.size() < rest.size() ? payload.size() + 1 : payload.size());
    const std::size_t before = text.size();
    const Verdict verdict = decoder.decode(payload, text);
    check(verdict == Verdict::ok || text.size() == before);
    check(text.size() - before <= payload.size() + 3);
    check((verdict == Verdict::empty) == payload.empty());
    if (verdict == Verdict::ok) check(without_broken.decode(payload, same) == Verdict::ok);
  }
  check(text == same);
  check_rewritten(text, data[0]);
  std::string close = sockjs_close_frame(3000, std::string_view(reinterpret_cast<const char*>(data), size)), reason;
  check(SockjsDecoder().decode(close.substr(7, close.size() - 8), reason) == Verdict::ok);
  return 0;
}
