#include "core/api/declared_shapes.hpp"

#include <algorithm>

namespace cocotalk::api {
namespace {

using namespace field;

constexpr Field profile = text("profile", "JSON in a string: `profile`, `background`, `message`, each a string or null");
constexpr Field id_of_room = of(Kind::room_id, "id", "");
constexpr Field sent_at = time("sentAt", "");
constexpr Field message_type = number("type", "as the wire document has them; 0 is text");

constexpr Shape shapes[] = {
    // ---- people
    {"UserVo",
     "somebody, as far as the asker may see; nobody: all null",
     {number("id", "").nullable(), text("cid", "").nullable(), text("username", "").nullable(), text("nickname", "").nullable(),
      date("birth", "").nullable(), text("phone", "only to oneself").nullable(), text("email", "only to oneself").nullable(),
      number("status", "").nullable(), time("loggedinAt", "always null").nullable(), profile.nullable()}},
    {"Person", "who is meant", {number("userId", "the account's").required()}},
    {"NewAccount",
     "what was made of a sign-up",
     {number("id", ""), text("cid", ""), text("username", ""), text("nickname", ""), text("email", "").nullable(),
      text("phone", "").nullable(), profile, date("birth", "").nullable()}},
    {"Friend",
     "somebody, and what he is to oneself",
     {object("friend", "UserVo", ""), number("type", "0 active, 1 passive, 3 oneself"), flag("favourite", "over a native link")}},
    {"Friendship",
     "a friend as he stands in one's list",
     {number("id", ""), object("fromUser", "UserVo", ""), object("toUser", "UserVo", ""), flag("hidden", ""),
      flag("favourite", "over a native link")}},

    // ---- sessions
    {"Tokens", "the credentials of a session", {text("accessToken", "good for a day"), text("refreshToken", "good for thirty")}},
    {"IssuedCode", "a code is on its way", {text("expirationDate", "UTC, whole seconds")}},
    {"Session",
     "a signed-in device",
     {text("id", ""), text("deviceClass", "").words("WEB MOBILE"), text("address", ""),
      text("agent", "what the device calls itself"), time("signedInAt", ""), flag("isThis", "it is the one that asks")}},

    // ---- rooms
    {"RoomVo",
     "a room; none: all null with `type` 0",
     {id_of_room.nullable(), text("roomname", "").nullable(), text("img", "").nullable(),
      number("type", "0 private, 1 a group, 2 open; over a native link 3 with oneself"),
      objects("members", "RoomMember", "").nullable(), text("messageBundleIds", "`[a, b]`: the newest, oldest first").nullable(),
      text("noticeIds", "`[]`; over a native link with the notice's id").nullable(),
      number("maker", "whose room it is; over a native link"),
      object("notice", "ChatMessage", "of `room.get`, over a native link").nullable(),
      flag("muted", "of `room.get`, over a native link"), number("mutedUntil", "UTC, ms; of `room.get`, over a native link"),
      flag("pinned", "of `room.get`, over a native link")}},
    {"RoomMember",
     "somebody who is or was in a room",
     {number("userId", ""), text("username", ""), profile, flag("joining", "false: has left"), time("joinedAt", ""),
      time("enteredAt", ""), time("awayAt", ""), time("leftAt", ""), flag("here", "looks at the room; over a native link"),
      number("readSeq", "has read up to there; over a native link")}},
    {"ListedRoom",
     "a room in one's list",
     {object("room", "RoomVo", ""), object("recentChatMessage", "ChatMessage", "the newest"),
      number("recentMessageBundleCount", ""), number("unreadNumber", ""), number("seq", "from where to resume"),
      flag("mentioned", "unread; over a native link"), flag("muted", "over a native link"),
      number("mutedUntil", "UTC, ms; over a native link"), flag("pinned", "over a native link")}},

    // ---- messages
    {"ChatMessage",
     "a message; ids are null in a sentence that stands for none",
     {of(Kind::room_id, "id", "").nullable(), of(Kind::room_id, "roomId", "").nullable(),
      of(Kind::room_id, "messageBundleId", "").nullable(), number("userId", "").nullable(), text("content", ""), message_type,
      sent_at, number("number", "its place among the room's messages; this and what follows over a native link"),
      number("seq", "its place among the room's events"), object("replyTo", "Quote", "of replies"),
      numbers("mentions", "accounts, where there are any"), time("editedAt", "when its text was said otherwise"),
      flag("deleted", "it was taken back and has no text"), objects("reactions", "Reaction", "where there are any")}},
    {"Quote",
     "what a reply answers, kept with it",
     {of(Kind::room_id, "messageId", ""), number("userId", "who said it"), text("content", "its first 100 characters")}},
    {"Reaction", "an emoji that was given", {text("emoji", ""), number("count", "by how many"), flag("mine", "also by oneself")}},
    {"FoundMessage",
     "a message that search found",
     {of(Kind::room_id, "id", ""), of(Kind::room_id, "roomId", ""), of(Kind::room_id, "messageBundleId", "of `room.messages`"),
      number("number", "its place among the room's messages"), number("userId", ""), sent_at,
      texts("snippet", "pieces of its text, of which every second one was found")}},
    {"FoundRoom",
     "a room that search found",
     {id_of_room, text("roomname", ""), text("img", "").nullable(), number("type", "as of RoomVo")}},
    {"Said",
     "an event of a room was stored",
     {number("seq", "the event's place in the room"), of(Kind::room_id, "messageId", "of messages"), sent_at}},

    // ---- events
    {"NativeMessage",
     "a message, as native clients hear it",
     {of(Kind::room_id, "roomId", ""), number("seq", ""), of(Kind::room_id, "messageId", ""),
      number("number", "its place among the messages"), number("userId", "who said it"), message_type, text("content", ""),
      sent_at, text("clientMsgId", "when the sender gave one"), object("replyTo", "Quote", "of replies"),
      numbers("mentions", "accounts, where there are any"), time("editedAt", "when its text was said otherwise"),
      flag("deleted", "it was taken back and has no text")}},
    {"EditedMessage",
     "a message has another text",
     {of(Kind::room_id, "roomId", ""), number("seq", ""), of(Kind::room_id, "messageId", "which"), number("number", ""),
      number("userId", ""), text("content", "the text it has now"), sent_at, flag("deleted", "it was taken back since")}},
    {"DeletedMessage",
     "a message was taken back",
     {of(Kind::room_id, "roomId", ""), number("seq", ""), of(Kind::room_id, "messageId", "which"), number("number", ""),
      number("userId", ""), sent_at}},
    {"GivenReaction",
     "an emoji was given to a message, or taken back",
     {of(Kind::room_id, "roomId", ""), number("seq", ""), of(Kind::room_id, "messageId", "which"), number("number", ""),
      number("userId", "who gave it"), text("emoji", ""), flag("added", "false: taken back"),
      number("count", "how many give it since"), sent_at}},
    {"Hidden",
     "something that one does not see",
     {of(Kind::room_id, "roomId", ""), number("seq", "in a room: the place of an event"),
      of(Kind::room_id, "messageId", "on `/me`: a message that the account has hidden")}},
    {"RoomChange",
     "a room has another name or picture",
     {of(Kind::room_id, "roomId", ""), number("seq", ""), number("userId", "who changed it"), text("content", ""), sent_at}},
    {"RoomState",
     "a room of one's own",
     {object("room", "RoomVo", "only `id`, `roomname`, `img` and `type` when a message or somebody's presence is the cause"),
      object("last", "ChatMessage", "the newest message").nullable(), number("unread", ""), flag("mentioned", "unread"),
      number("seq", "the newest event"), flag("joining", "false: the room was left"), flag("muted", ""),
      number("mutedUntil", "UTC, ms; when it ends"), flag("pinned", "")}},
    {"MessageVo",
     "a message, as original clients hear it",
     {object("message", "ChatMessage", "an invitation also has `invitees`"), object("bundleInfo", "BundleInfo", "")}},
    {"BundleInfo",
     "where the next message goes",
     {number("currentMessageBundleCount", ""), of(Kind::room_id, "currentMessageBundleId", ""),
      of(Kind::room_id, "nextMessageBundleId", "")}},
    {"Happened",
     "an event of a room was stored; nothing when it was so already",
     {number("seq", "the event's place in the room"), sent_at}},

    // ---- the host
    {"Health",
     "how the host is",
     {text("status", "the worst").words("ok degraded failed"), objects("plugins", "PluginHealth", "")}},
    {"PluginHealth", "how a plugin is", {text("id", ""), text("state", "").words("ok degraded failed"), text("sentence", "why")}},
    {"Reference",
     "everything that can be asked and heard",
     {objects("commands", "DeclaredCommand", ""), objects("topics", "DeclaredTopic", ""), objects("events", "DeclaredEvent", ""),
      anything("schemas", "JSON Schema of each shape, by name")}},
    {"DeclaredCommand",
     "what may be asked",
     {text("name", ""), text("who", "who may ask"), text("words", "the same for people"), text("summary", ""),
      text("plugin", "whose it is; none: the core's"), anything("input", "JSON Schema"), anything("output", "JSON Schema"),
      objects("refusals", "DeclaredRefusal", "")}},
    {"DeclaredRefusal", "what a command says no with", {text("code", ""), text("when", "")}},
    {"DeclaredTopic",
     "what may be heard",
     {text("address", ""), text("who", "who may hear"), text("words", "the same for people"), text("summary", ""),
      texts("events", "their names"), anything("frame", "JSON Schema of an original client's frames")}},
    {"DeclaredEvent", "what is heard", {text("name", ""), text("summary", ""), anything("body", "JSON Schema")}},
    {"SessionRecord",
     "a device's sign-in, and its end",
     {text("id", "32 hex digits"), number("account", ""), text("device", "MOBILE or WEB"), text("address", "it came from"),
      text("agent", "what it called itself"), number("signedInMs", ""), number("endedMs", "when it has"),
      text("why", "displaced (by the session policy), signed-out or ended")}},
    {"Seeded", "what was made", {objects("accounts", "SeededAccount", ""), texts("rooms", "their ids")}},
    {"SeededAccount", "an account for tests", {number("id", ""), text("cid", ""), text("accessToken", "when asked for")}},
};

}  // namespace

std::span<const Shape> declared_shapes() { return shapes; }

const Shape* find_shape(std::string_view name) {
  const auto found =
      std::find_if(std::begin(shapes), std::end(shapes), [name](const Shape& shape) { return shape.name == name; });
  return found == std::end(shapes) ? nullptr : found;
}

}  // namespace cocotalk::api
