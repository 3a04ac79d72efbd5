// What happens, told to the plugins that want to hear it; and what they tell.
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/fanout.hpp"
#include "core/api/message_shapes.hpp"

namespace cocotalk::api {

using namespace cocotalk::domain;

namespace {

coco_happening happening(std::string_view kind, AccountId account, std::span<const AccountId> concerns, std::int64_t ts_ms) {
  coco_happening out{};
  out.size = sizeof out;
  out.kind = coco::view(kind);
  out.account = account;
  out.concerns = concerns.data();
  out.n_concerns = concerns.size();
  out.ts_ms = ts_ms;
  return out;
}

}  // namespace

void Fanout::tell_plugins(const Message& event, std::span<const AccountId> concerns) const {
  if (!plugins_.is_heard(event.kind)) return;
  const std::string room = event.room.hex(), body = native_body(event);
  const std::string id = event.number != 0 ? event.id().hex() : std::string();
  coco_happening out = happening(event.kind, event.sender, concerns, event.sent_ms);
  out.room = coco::view(room);
  out.body = coco::view(body);
  out.seq = static_cast<std::uint64_t>(event.seq);
  out.message_id = coco::view(id);
  plugins_.hear(out);
}

void Fanout::tell_plugins_of_end(const Message& farewell) const {
  if (!plugins_.is_heard(farewell.kind)) return;
  const std::string room = farewell.room.hex(), body = removal(farewell);
  coco_happening out = happening(farewell.kind, farewell.sender, {}, farewell.sent_ms);
  out.room = coco::view(room);
  out.body = coco::view(body);
  plugins_.hear(out);
}

void Fanout::account_deleted(AccountId account) const {
  static constexpr std::string_view kind = "account-deleted";
  if (!plugins_.is_heard(kind)) return;
  const std::string body = JsonWriter().begin_object().key("userId").number(account).end_object().take();
  coco_happening out = happening(kind, account, std::span(&account, 1), world_.now_ms());
  out.body = coco::view(body);
  plugins_.hear(out);
}

void Fanout::tell_live(const Room& room, const Event& event) const {
  const std::string topic = room_live_topic(room.id);
  if (links_.is_heard(topic)) publish_to_others(room, topic, event, kept_from(room, event.sender));
}

}  // namespace cocotalk::api
