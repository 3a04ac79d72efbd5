// Links whose access token ends while they are open (native-wire.md, "Connecting").
#pragma once

#include <set>
#include <utility>

#include "core/domain/links.hpp"

namespace cocotalk::api {

// Lives on the loop. A link is asked for a new token when its own ends, and closed when none came within 30 s.
class Renewals {
 public:
  // From now on the link is watched; also after it was renewed.
  void watch(domain::Link& link, std::int64_t token_ends_ms);
  // The link is closed.
  void forget(const domain::Link& link);
  // Asks and closes those whose time has come; called once a second.
  void look(const domain::Links& links, std::int64_t now_ms);

 private:
  std::set<std::pair<std::int64_t, coco_link>> due_;  // when the next thing happens to a link
};

}  // namespace cocotalk::api
