#include "core/domain/presence.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {

runtime::Task<void> Presence::enter(LinkPtr link, RoomId id) {
  const RoomPtr room = co_await rooms_.find_for(id, link->session->account);
  if (!link->is_open || link->looking_at() == room.get()) co_return;
  away(*link);
  link->view = std::make_unique<Link::View>(Link::View{room->id, room});
  Member& member = *room->member(link->session->account);
  std::set<coco_link>& links = room->present[member.account->id];
  links.insert(link->id);
  const bool is_first = links.size() == 1;
  if (link->by_ticket && link->session->device == COCO_WEB)
    for (const LinkPtr& older : links_.of_session(*link->session))
      if (older != link && older->by_ticket) away(*older);
  if (!is_first) co_return;
  member.entered_ms = std::max(world_.now_ms(), member.away_ms + 1);  // clients read "entered > away" as "looks at it"
  room->has_read(member);  // what he sees on entering stays read, also when a crash takes the moment of looking away
  store(*room, member);
  listener_.presence_changed(*room, member.account->id, true);
}

void Presence::away(Link& link) {
  const RoomPtr room = link.view ? std::exchange(link.view->now, nullptr) : nullptr;
  if (!room) return;
  const auto found = room->present.find(link.session->account);
  found->second.erase(link.id);
  if (!found->second.empty()) return;
  room->present.erase(found);
  Member* const member = room->member(link.session->account);
  if (member == nullptr) return;
  room->has_read(*member);
  // Later than everything that was seen, for clients compare this time with each message's.
  member->away_ms = std::max(world_.now_ms(), std::max(member->entered_ms, room->last ? room->last->sent_ms + 1 : 0));
  store(*room, *member);
  listener_.presence_changed(*room, member->account->id, false);
}

void Presence::closing(const Link& link) {
  if (!is_list(link)) return;
  world_.executor.after(world_.limits.list_grace_ms, [this, session = link.session] { end_of_page(*session); });
}

void Presence::end_of_page(const Session& session) {
  const std::vector<LinkPtr> open = links_.of_session(session);
  if (std::any_of(open.begin(), open.end(), [](const LinkPtr& link) { return is_list(*link); })) return;
  for (const LinkPtr& link : open)
    if (link->by_ticket) away(*link);
}

runtime::Task<void> Presence::evidence(LinkPtr link, RoomId room) {
  if (!link->by_ticket || !link->view || link->view->last != room || link->view->now) co_return;
  const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  co_await enter(link, room);
}

void Presence::forget(Room& room, AccountId account) {
  const auto found = room.present.find(account);
  if (found == room.present.end()) return;
  for (const coco_link id : found->second)
    if (const LinkPtr link = links_.find(id)) link->view->now = nullptr;
  room.present.erase(found);
}

void Presence::store(const Room& room, const Member& member) {
  ++being_stored_;
  runtime::spawn(write(room.id, member));
}

runtime::Task<void> Presence::write(RoomId room, Member member) {
  Transaction transaction;
  const Values key = values(room, member.account->id);
  transaction.set(position::table, key, {"entered_ms", "away_ms"}, values(member.entered_ms, member.away_ms));
  transaction.max(position::table, key, {"read_seq", "read_ordinal", "read_hidden"},
                  values(member.read_seq, member.read_ordinal, member.read_hidden));
  try {
    co_await world_.store.commit(transaction);
  } catch (const coco::Error& e) {
    world_.host.warn("the read position of account " + std::to_string(member.account->id) + " was not stored: " + e.what());
  }
  --being_stored_;
}

}  // namespace cocotalk::domain
