// Any bytes, cut two ways: the decoder finds the same both times, hands out only what the rules allow, and never keeps more
// than the limit.
#include "net/websocket_decoder.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace cocotalk::net;
using Kind = WebSocketEvent::Kind;

constexpr std::uint64_t limit = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

// What was found, as bytes to compare. `cut` chooses the pieces.
std::string decode(std::string bytes, std::size_t piece) {
  WebSocketDecoder decoder(limit);
  std::string found;
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) {
    std::span<char> arrived(bytes.data() + at, std::min(piece, bytes.size() - at));
    while (true) {
      const WebSocketEvent event = decoder.next(arrived);
      if (event.kind == Kind::need_more) break;
      found += static_cast<char>('0' + static_cast<int>(event.kind));
      found += std::to_string(event.code);
      if (event.kind == Kind::failure) return found;
      found.append(event.payload).append("|");
      require(event.payload.size() <= limit);
      if (event.kind == Kind::text) require(is_utf8(event.payload));
      if (event.kind == Kind::close) return require(is_utf8(event.payload)), found;
    }
    require(arrived.empty());
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  require(decode(bytes, SIZE_MAX) == decode(bytes, 1u + data[0] % 16u));
  return 0;
}
