#include "core/api/message_shapes.hpp"

#include "core/domain/quote.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

// As far as the room still lists him.
std::string name_of(const Room& room, AccountId account) {
  for (const std::vector<Member>* const list : {&room.members, &room.ghosts})
    for (const Member& m : *list)
      if (m.account->id == account) return m.account->username;
  return {};
}

// What original clients are shown. Of files they need the address alone.
std::string plain_text(const Message& m, const Room& room) {
  if (m.deleted_ms != 0) return summary_of(m);
  if (!m.is_reply() || m.type != MessageType::chat) return m.content;
  const std::string name = name_of(room, m.quoted);
  return (name.empty() ? "[답장] " : "[" + name + "에게 답장] ") + m.quote + "\n" + m.content;
}

void write_plain_fields(JsonWriter& out, const Message& m, const Room& room) {
  const MessageType type = m.deleted_ms != 0 ? MessageType::chat : m.type;
  out.key("id").string(m.id().hex());
  out.key("roomId").string(m.room.hex());
  out.key("messageBundleId").string(m.bundle().hex());
  out.key("userId").number(m.sender);
  out.key("content").string(plain_text(m, room));
  out.key("type").number(static_cast<std::int64_t>(type));
  out.key("sentAt").string(chat_time(m.sent_ms));
}

// What only native clients are told of a message.
void write_rest(JsonWriter& out, const Message& m) {
  if (m.is_reply()) {
    out.key("replyTo").begin_object();
    out.key("messageId").string(m.about->hex());
    out.key("userId").number(m.quoted);
    out.key("content").string(m.quote);
    out.end_object();
  }
  if (!m.mentions.empty()) {
    out.key("mentions").begin_array();
    for (const AccountId id : m.mentions) out.number(id);
    out.end_array();
  }
  if (m.edited_ms != 0) out.key("editedAt").string(chat_time(m.edited_ms));
  if (m.deleted_ms != 0) out.key("deleted").boolean(true);
}

void write_reactions(JsonWriter& out, std::span<const ReactionCount> reactions) {
  if (reactions.empty()) return;
  out.key("reactions").begin_array();
  for (const ReactionCount& each : reactions) {
    out.begin_object();
    out.key("emoji").string(each.emoji);
    out.key("count").number(each.given);
    out.key("mine").boolean(each.is_mine);
    out.end_object();
  }
  out.end_array();
}

void write_invitees(JsonWriter& out, std::span<const Member> invitees) {
  out.key("invitees").begin_array();
  for (const Member& m : invitees) {
    out.begin_object();
    out.key("userId").number(m.account->id);
    out.key("username").string(m.account->username);
    out.key("profile").string(profile_text(*m.account));
    out.end_object();
  }
  out.end_array();
}

void write_native_message(JsonWriter& out, const Message& m) {
  out.key("messageId").string(m.id().hex());
  out.key("number").number(m.number);
  out.key("userId").number(m.sender);
  out.key("type").number(static_cast<std::int64_t>(m.type));
  out.key("content").string(m.content);
  out.key("sentAt").string(chat_time(m.sent_ms));
  if (!m.client_id.empty()) out.key("clientMsgId").string(m.client_id);
  write_rest(out, m);
}

// Of what is no message: what happened to a message, or to the room.
void write_happening(JsonWriter& out, const Message& m) {
  if (m.about) {
    out.key("messageId").string(m.about->hex());
    out.key("number").number(m.concerns());
  }
  out.key("userId").number(m.sender);
  if (m.kind == Message::reaction_kind) {
    out.key("emoji").string(m.content);
    out.key("added").boolean(static_cast<std::int64_t>(m.type) != 0);
    out.key("count").number(m.given);
  } else if (m.kind != Message::deleted_kind) {
    out.key("content").string(m.content);
  }
  out.key("sentAt").string(chat_time(m.sent_ms));
  if (m.deleted_ms != 0) out.key("deleted").boolean(true);
}

}  // namespace

void write_message(JsonWriter& out, const Message& m, const Room& room, Viewer viewer, std::span<const ReactionCount> reactions) {
  out.begin_object();
  if (viewer != Viewer::native) {
    write_plain_fields(out, m, room);
    out.end_object();
    return;
  }
  out.key("id").string(m.id().hex());
  out.key("roomId").string(m.room.hex());
  out.key("messageBundleId").string(m.bundle().hex());
  out.key("userId").number(m.sender);
  out.key("content").string(m.content);
  out.key("type").number(static_cast<std::int64_t>(m.type));
  out.key("sentAt").string(chat_time(m.sent_ms));
  out.key("number").number(m.number);
  out.key("seq").number(m.seq);
  write_rest(out, m);
  write_reactions(out, reactions);
  out.end_object();
}

std::string message_vo(const Message& m, const Room& room, std::span<const Member> invitees) {
  JsonWriter out;
  out.begin_object();
  out.key("message").begin_object();
  write_plain_fields(out, m, room);
  if (!invitees.empty()) write_invitees(out, invitees);
  out.end_object();
  out.key("bundleInfo").begin_object();
  out.key("currentMessageBundleCount").number(m.number - bundle_of(m.number) * bundle_size);
  out.key("currentMessageBundleId").string(m.bundle().hex());
  out.key("nextMessageBundleId").string(bundle_id(m.room, bundle_of(m.number + 1)).hex());
  out.end_object().end_object();
  return out.take();
}

std::string removal(const Message& farewell) {
  JsonWriter out;
  out.begin_object();
  out.key("roomId").string(farewell.room.hex());
  out.key("userId").number(farewell.sender);
  out.key("sentAt").string(chat_time(farewell.sent_ms));
  out.end_object();
  return out.take();
}

std::string native_body(const Message& m) {
  JsonWriter out;
  out.begin_object();
  out.key("roomId").string(m.room.hex());
  out.key("seq").number(m.seq);
  if (m.number != 0)
    write_native_message(out, m);
  else if (m.kind != Message::hidden_kind)
    write_happening(out, m);
  out.end_object();
  return out.take();
}

}  // namespace cocotalk::api
