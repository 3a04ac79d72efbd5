// Bytes as a client sends them to a whole link, of each kind, cut as the first byte says: nothing breaks, nothing is left behind,
// an ERROR is the last thing said, and the original clients never hear one.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "transport-stomp/stage.hpp"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

// What of `heard` is behind its first ERROR frame, whose body holds no NUL of ours; nothing without one.
std::string_view behind_error(std::string_view heard) {
  const std::size_t at = heard.starts_with("ERROR\n") ? 0 : heard.find(std::string_view("\0ERROR\n", 7));
  if (at == std::string_view::npos) return {};
  const std::size_t end = heard.find('\0', at + 1);
  return end == std::string_view::npos ? std::string_view() : heard.substr(end + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  constexpr const char* kinds[] = {"tcp", "web", "ticket"};
  const std::string kind = kinds[data[0] / 16 % 3];
  const std::size_t step = 1 + data[0] % 16 * 7;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  cocotalk::stomp::Stage stage({{"max_frame", "4 KiB"}, {"max_unacknowledged", "3"}, {"max_transactions", "2"}});
  const coco_conn conn = stage.connect(kind);
  std::string heard;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    stage.type(conn, bytes.substr(at, step));
    if (at / step % 8 == 7) stage.act("keep /room/a news", conn);
    heard += stage.heard(conn);
  }
  stage.act("wait 60000", conn);
  heard += stage.heard(conn);
  check(behind_error(heard).empty());
  check(kind != "ticket" || heard.find(std::string_view("\0ERROR\n", 7)) == std::string::npos);
  return 0;
}
