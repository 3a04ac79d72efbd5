#include "session-policy/newest_wins.hpp"

#include <cstddef>

namespace cocotalk::session_policy {

void newest_wins(const coco_sign_in& incoming, std::span<const coco_session> existing, coco_verdict& verdict) noexcept {
  verdict.admit = 1;
  for (std::size_t i = 0; i < existing.size(); ++i)
    if (existing[i].device == incoming.device) verdict.ends[i] = 1;
}

}  // namespace cocotalk::session_policy
