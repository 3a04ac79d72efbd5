#include "core/api/replay.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/api/application.hpp"
#include "core/api/destinations.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

constexpr std::int64_t remembered_ms = 10'000;
constexpr std::int64_t messages_per_room = 20;
constexpr int max_rounds = 4;  // while people talk on

bool is_listed(const Room& room, AccountId account) {
  const Member* const member = room.member(account);
  return member != nullptr && member->joining;
}

// A room whose part this is, and the last message that is not missed.
struct Part {
  RoomPtr room;
  std::int64_t known, head;
  bool operator==(const Part&) const = default;
};

std::vector<Part> parts_of(const std::vector<RoomPtr>& rooms, AccountId account, const Listings::Numbers& listed,
                           bool is_of_others) {
  std::vector<Part> out;
  for (const RoomPtr& room : rooms) {
    const auto found = listed.find(room->id);
    if (!is_listed(*room, account) || (found == listed.end()) != is_of_others) continue;
    out.push_back({room, is_of_others ? room->member(account)->joined_number : found->second, room->number});
  }
  return out;
}

}  // namespace

void Listings::remember(const Session& page, const std::vector<RoomPtr>& rooms) {
  auto numbers = std::make_shared<Numbers>();
  for (const RoomPtr& room : rooms)
    if (is_listed(*room, page.account)) numbers->emplace(room->id, room->number);
  of_session_[page.id] = numbers;
  world_.executor.after(remembered_ms, [this, id = page.id, weak = std::weak_ptr<const Numbers>(numbers)] {
    const auto found = of_session_.find(id);
    if (found != of_session_.end() && found->second == weak.lock()) of_session_.erase(found);
  });
}

std::shared_ptr<const Listings::Numbers> Listings::find(const Session& page) const {
  const auto found = of_session_.find(page.id);
  return found == of_session_.end() ? nullptr : found->second;
}

runtime::Task<Missed> missed_by(Application& app, LinkPtr page, std::string leaf) {
  const AccountId self = page->session->account;
  const bool is_of_others = leaf == "room/new";
  const std::shared_ptr<const Listings::Numbers> listed = leaf == "room" ? nullptr : app.listings.find(*page->session);
  Missed out;
  if (!page->by_ticket || !listed) co_return out;
  std::vector<RoomPtr> rooms = co_await app.rooms.of(self);
  std::vector<Part> parts = parts_of(rooms, self, *listed, is_of_others);
  for (int round = 0; round < max_rounds; ++round) {
    out = Missed();
    for (const Part& part : parts) {
      if (is_of_others) out.rooms.push_back(part.room);
      if (part.known == part.head) continue;
      const std::int64_t first = std::max(part.known + 1, part.head - messages_per_room + 1);
      const std::vector<Message> some = co_await app.history.read(part.room, self, first, part.head);
      for (const Message& message : some) out.messages.push_back(legacy_event(message, *part.room));
    }
    rooms = co_await app.rooms.of(self);
    std::vector<Part> now = parts_of(rooms, self, *listed, is_of_others);
    if (std::exchange(parts, std::move(now)) == parts) break;
  }
  if (is_of_others) app.listings.forget(*page->session);
  std::ranges::stable_sort(out.messages, {}, &Event::ts_ms);
  co_return out;
}

void tell(const Link& page, const Missed& missed) {
  for (const RoomPtr& room : missed.rooms) Fanout::show_again(page, *room);
  for (const Event& message : missed.messages)
    Links::deliver_to(page, legacy_account_topic(page.session->account, "message"), message);
}

}  // namespace cocotalk::api
