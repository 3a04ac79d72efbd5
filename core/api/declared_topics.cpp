#include "core/api/declared_topics.hpp"

namespace cocotalk::api {
namespace {

using namespace field;

constexpr Event events[] = {
    {"message", "somebody said something", "NativeMessage"},
    {"edited", "a message has another text; whoever resumes gets the newest one", "EditedMessage"},
    {"deleted", "a message was taken back; its text is gone from the store", "DeletedMessage"},
    {"reaction", "an emoji was given to a message, or taken back", "GivenReaction"},
    {"hidden", "in a room, the place of an event about a message that one does not see; on `/me`, a message was hidden",
     "Hidden"},
    {"joined", "people were invited; a message of type 1", "NativeMessage"},
    {"left", "somebody left; a message of type 2", "NativeMessage"},
    {"renamed", "`content` is the room's new name; no message", "RoomChange"},
    {"picture", "`content` is the address of the room's new picture; no message", "RoomChange"},
    {"notice", "`content` is the id of the message that is the room's notice, or empty; no message", "RoomChange"},
    {.name = "removed",
     .meaning = "the room's maker ended it for everybody: the last event, without `seq`; the subscriptions end with it",
     .fields = {of(Kind::room_id, "roomId", ""), number("userId", "the maker"), time("sentAt", "")}},
    {.name = "here", .meaning = "somebody looks at the room, or no more", .fields = {number("userId", ""), flag("here", "")}},
    {.name = "read",
     .meaning = "somebody has read up to there; of who looks (`here`) it is everything",
     .fields = {number("userId", ""), number("readSeq", "")}},
    {.name = "typing",
     .meaning = "somebody types, or no more; not to the device that types",
     .fields = {number("userId", ""), flag("typing", "")}},
    {"room", "how a room of one's own is; the state key is its id", "RoomState"},
    {"friends", "one's friends have changed; ask `friends.list`"},
    {.name = "ended",
     .meaning = "the session has ended",
     .fields = {number("code", "as the close code of the WebSocket"), text("reason", "")}},
    {"gap", "events from `from-seq` to `to-seq` are not kept any more; the body is empty"},
};

constexpr Topic topics[] = {
    {.address = "/room/{roomId}",
     .who = Who::member,
     .meaning = "what happens in a room, with sequence numbers to resume from",
     .events = {"message", "edited", "deleted", "reaction", "hidden", "joined", "left", "renamed", "picture", "notice", "removed",
                "gap"}},
    {.address = "/room/{roomId}/live",
     .who = Who::member,
     .meaning = "what is not kept; what holds now `room.get` and `room.tail` say",
     .events = {"here", "read", "typing"}},
    {.address = "/me",
     .who = Who::signed_in,
     .meaning = "one's rooms and friends, and the end of the session",
     .events = {"room", "friends", "hidden", "ended"}},
    {.address = "/topic/{roomId}/message", .who = Who::member, .meaning = "messages of a room", .shape = "MessageVo"},
    {.address = "/topic/{roomId}/room", .who = Who::member, .meaning = "a room whenever it changes", .shape = "RoomVo"},
    {.address = "/topic/{self}/message", .who = Who::signed_in, .meaning = "messages of one's rooms", .shape = "MessageVo"},
    {.address = "/topic/{self}/room", .who = Who::signed_in, .meaning = "one's rooms whenever they change", .shape = "RoomVo"},
    {.address = "/topic/{self}/room/new", .who = Who::signed_in, .meaning = "rooms one is new in", .shape = "RoomVo"},
    {.address = "/topic/{self}/crash/web", .who = Who::signed_in, .meaning = "another page took one's place", .shape = "text"},
    {.address = "/topic/{self}/crash/mobile",
     .who = Who::signed_in,
     .meaning = "another phone took one's place",
     .shape = "text"},
};

}  // namespace

std::span<const Event> declared_events() { return events; }
std::span<const Topic> declared_topics() { return topics; }

}  // namespace cocotalk::api
