#include "core/api/renewals.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::api {
namespace {
constexpr std::int64_t renew_within_ms = 30'000;
constexpr std::uint64_t replies = 0;  // the subscription number of whatever the link calls /reply
}  // namespace

void Renewals::watch(domain::Link& link, std::int64_t token_ends_ms) {
  forget(link);
  link.renewal_due_ms = token_ends_ms;
  link.is_asked_to_renew = false;
  due_.emplace(token_ends_ms, link.id);
}

void Renewals::forget(const domain::Link& link) { due_.erase(std::make_pair(link.renewal_due_ms, link.id)); }

void Renewals::look(const domain::Links& links, std::int64_t now_ms) {
  while (!due_.empty() && due_.begin()->first <= now_ms) {
    const domain::LinkPtr link = links.find(due_.begin()->second);
    due_.erase(due_.begin());
    if (!link) continue;
    if (link->is_asked_to_renew) {
      link->back->close(link->back->self, link->id, COCO_CLOSE_UNAUTHORIZED, coco::view("the access token has ended"));
      continue;
    }
    domain::Event event;
    event.kind = "reauth";
    event.body = "{}";
    event.ts_ms = now_ms;
    domain::Links::deliver(*link, replies, event);
    link->is_asked_to_renew = true;
    link->renewal_due_ms = now_ms + renew_within_ms;
    due_.emplace(link->renewal_due_ms, link->id);
  }
}

}  // namespace cocotalk::api
