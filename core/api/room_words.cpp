#include "core/api/room_words.hpp"

#include <algorithm>

#include "core/domain/refusal.hpp"

namespace cocotalk::api {

domain::RoomId room_id(const Fields& fields, std::string_view name) {
  const std::optional<domain::RoomId> id = domain::RoomId::parse(fields.text(name));
  if (!id) throw domain::bad_request("'" + std::string(name) + "' is not 24 lower-case hex digits");
  return *id;
}

domain::RoomId room_id(Application& app, const std::string& json) {
  const Fields fields(app.parser, json);
  return room_id(fields);
}

domain::MessageId message_id(const Fields& fields, std::string_view name) {
  const std::optional<domain::MessageId> id = domain::MessageId::parse(fields.text(name));
  if (!id) throw domain::bad_request("'" + std::string(name) + "' is not 24 lower-case hex digits");
  return *id;
}

std::vector<domain::AccountId> mentions(const Fields& fields) {
  std::vector<domain::AccountId> out = fields.numbers("mentions");
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Viewer viewer_of(const Asker& asker) {
  if (asker.link && !asker.link->by_ticket) return Viewer::native;
  const coco_device_class device = asker.link ? asker.link->session->device : asker.peer.device;
  return device == COCO_WEB ? Viewer::page : Viewer::other;
}

Reply said(const domain::Message& message) {
  Reply reply;
  reply.seq = message.seq;
  if (message.number != 0) reply.message_id = message.id().hex();
  JsonWriter out;
  out.begin_object();
  out.key("seq").number(message.seq);
  if (message.number != 0) out.key("messageId").string(reply.message_id);
  out.key("sentAt").string(chat_time(message.sent_ms));
  out.end_object();
  reply.json = out.take();
  return reply;
}

}  // namespace cocotalk::api
