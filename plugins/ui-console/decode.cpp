#include "ui-console/decode.hpp"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

namespace cocotalk::console {

namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

// Runs `read(parsed)`, and makes of what goes wrong a refusal.
template <class F>
auto decode(const std::string& json, F&& read) {
  try {
    return read(Poco::JSON::Parser().parse(json));
  } catch (const Poco::Exception& e) {
    throw Refusal(COCO_INTERNAL, "", "the host's answer cannot be read: " + e.displayText());
  }
}

// Null and absent are the same to us.
template <class T>
T value(const Object& object, const std::string& key, T otherwise = {}) {
  return object.isNull(key) ? otherwise : object.getValue<T>(key);
}
std::string text(const Object& object, const std::string& key) { return value<std::string>(object, key); }

const Object& object_of(const Var& any) { return *any.extract<Object::Ptr>(); }

template <class T, class F>
std::vector<T> list_of(const Array::Ptr& array, F&& read) {
  std::vector<T> out;
  if (array.isNull()) return out;
  out.reserve(array->size());
  for (const Var& one : *array) out.push_back(read(object_of(one)));
  return out;
}

Object::Ptr needed_object(const Object& object, const std::string& key) {
  Object::Ptr found = object.getObject(key);
  if (found.isNull()) throw Poco::NotFoundException(key);
  return found;
}

Person person(const Object& o) { return {value<std::int64_t>(o, "id"), text(o, "cid"), text(o, "username")}; }

Friend friend_of(const Object& o) { return {person(*needed_object(o, "friend")), value<int>(o, "type") == 0}; }

Member member(const Object& o) {
  return {value<std::int64_t>(o, "userId"), text(o, "username"), value<bool>(o, "joining", true),
          value<bool>(o, "here", text(o, "enteredAt") > text(o, "awayAt")), value<std::uint64_t>(o, "readSeq")};
}

Reaction reaction(const Object& o) { return {text(o, "emoji"), value<std::int64_t>(o, "count"), value<bool>(o, "mine")}; }

Message message(const Object& o) {
  return {text(o, "id"),
          text(o, "roomId"),
          text(o, "messageBundleId"),
          value<std::int64_t>(o, "userId"),
          value<int>(o, "type"),
          text(o, "content"),
          text(o, "sentAt"),
          value<std::uint64_t>(o, "seq"),
          text(o, "clientMsgId"),
          !text(o, "editedAt").empty(),
          value<bool>(o, "deleted"),
          value<std::int64_t>(o, "number"),
          list_of<Reaction>(o.getArray("reactions"), reaction)};
}

Room room(const Object& o) {
  Room room;
  room.id = text(o, "id");
  room.name = text(o, "roomname");
  room.is_private = value<int>(o, "type") == 0;
  room.members = list_of<Member>(o.getArray("members"), member);
  return room;
}

// Nothing: the room has no message; then the wire has one whose ids are null.
std::optional<Message> last_message(const Object& o, const std::string& key) {
  const Object::Ptr last = o.getObject(key);
  if (last.isNull() || last->isNull("id")) return std::nullopt;
  return message(*last);
}

Room listed_room(const Object& o) {
  Room listed = room(*needed_object(o, "room"));
  listed.last = last_message(o, "recentChatMessage");
  listed.unread = value<std::int64_t>(o, "unreadNumber");
  return listed;
}

}  // namespace

Person decode_person(const std::string& json) {
  return decode(json, [](const Var& any) { return person(object_of(any)); });
}

Friend decode_friend(const std::string& json) {
  return decode(json, [](const Var& any) { return friend_of(object_of(any)); });
}

std::vector<Friend> decode_friends(const std::string& json) {
  return decode(json, [](const Var& any) { return list_of<Friend>(any.extract<Array::Ptr>(), friend_of); });
}

Room decode_room(const std::string& json) {
  return decode(json, [](const Var& any) { return room(object_of(any)); });
}

RoomWithNotice decode_room_with_notice(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    return RoomWithNotice{room(o), last_message(o, "notice")};
  });
}

std::vector<Room> decode_rooms(const std::string& json) {
  return decode(json, [](const Var& any) { return list_of<Room>(any.extract<Array::Ptr>(), listed_room); });
}

Tail decode_tail(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    return Tail{room(*needed_object(o, "room")), list_of<Message>(o.getArray("messageList"), message),
                value<std::uint64_t>(o, "seq"), last_message(o, "notice")};
  });
}

std::vector<Message> decode_messages(const std::string& json) {
  return decode(json, [](const Var& any) { return list_of<Message>(any.extract<Array::Ptr>(), message); });
}

RoomState decode_room_state(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    RoomState state{room(*needed_object(o, "room"))};
    state.room.last = last_message(o, "last");
    state.room.unread = value<std::int64_t>(o, "unread");
    return state;
  });
}

Message decode_event_message(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    Message heard = message(o);
    heard.id = text(o, "messageId");
    heard.bundle.clear();
    return heard;
  });
}

MemberNews decode_member_news(const std::string& json, const std::string& kind) {
  return decode(json, [&](const Var& any) {
    const Object& o = object_of(any);
    return MemberNews{value<std::int64_t>(o, "userId"), kind != "read" && value<bool>(o, kind),
                      value<std::uint64_t>(o, "readSeq")};
  });
}

ReactionNews decode_reaction_news(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    return ReactionNews{text(o, "messageId"),
                        text(o, "emoji"),
                        value<std::int64_t>(o, "userId"),
                        value<std::int64_t>(o, "count"),
                        value<bool>(o, "added"),
                        value<std::uint64_t>(o, "seq")};
  });
}

Tokens decode_tokens(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    return Tokens{text(o, "accessToken"), text(o, "refreshToken")};
  });
}

std::vector<Found> decode_found(const std::string& json) {
  return decode(json, [](const Var& any) {
    return list_of<Found>(object_of(any).getArray("messages"), [](const Object& o) {
      Found found{text(o, "roomId"),
                  text(o, "id"),
                  value<std::int64_t>(o, "userId"),
                  text(o, "sentAt"),
                  {},
                  value<std::int64_t>(o, "number")};
      if (const Array::Ptr pieces = o.getArray("snippet"); !pieces.isNull())
        for (const Var& piece : *pieces) found.pieces.push_back(piece.convert<std::string>());
      return found;
    });
  });
}

Ending decode_ending(const std::string& json) {
  return decode(json, [](const Var& any) {
    const Object& o = object_of(any);
    return Ending{value<coco_close_code>(o, "code"), text(o, "reason")};
  });
}

std::string decode_sent_id(const std::string& json) {
  return decode(json, [](const Var& any) { return text(object_of(any), "messageId"); });
}

Refusal decode_refusal(coco_status status, const std::string& json, const std::string& why) {
  try {
    if (!json.empty()) {
      const Var any = Poco::JSON::Parser().parse(json);
      return Refusal(status, text(object_of(any), "code"), text(object_of(any), "detail"));
    }
  } catch (const Poco::Exception&) {
    return Refusal(status, "", why);  // the sentence beside it will have to do
  }
  return Refusal(status, "", why);
}

}  // namespace cocotalk::console
