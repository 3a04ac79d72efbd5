// search: messages, rooms and friends by words (docs/search.md).

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/api/room_words.hpp"
#include "core/api/snippet.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

struct Wanted {
  MessageSearch search;
  bool messages = true, rooms = true, friends = true;
};

// A page's `next`, which is a number to us.
std::int64_t page_after(const std::string& next) {
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(next.data(), next.data() + next.size(), out);
  if (failure != std::errc() || end != next.data() + next.size() || out <= 0)
    throw bad_request("'after' is nothing that a search has answered as 'next'");
  return out;
}

Wanted wanted(const Fields& fields) {
  Wanted out;
  out.search.words = fields.text("words");
  if (fields.has("in")) {
    const std::vector<std::string> in = fields.texts("in");
    const auto names = [&in](const char* what) { return std::find(in.begin(), in.end(), what) != in.end(); };
    out.messages = names("messages");
    out.rooms = names("rooms");
    out.friends = names("friends");
    for (const std::string& what : in)
      if (what != "messages" && what != "rooms" && what != "friends")
        throw bad_request("'in' names '" + what + "', not messages, rooms or friends");
  }
  if (fields.has("roomId")) out.search.room = room_id(fields);
  if (fields.has("after")) out.search.before = page_after(fields.text("after"));
  out.search.limit = static_cast<std::uint32_t>(fields.number("limit", out.search.limit));
  const bool goes_on = out.search.room || out.search.before != 0;  // rooms and friends are found once, and in no room
  out.rooms = out.rooms && !goes_on;
  out.friends = out.friends && !goes_on;
  return out;
}

void write_found(JsonWriter& out, const FoundMessage& found) {
  const Message& m = found.message;
  out.begin_object();
  out.key("id").string(m.id().hex());
  out.key("roomId").string(m.room.hex());
  out.key("messageBundleId").string(m.bundle().hex());
  out.key("number").number(m.number);
  out.key("userId").number(m.sender);
  out.key("sentAt").string(chat_time(m.sent_ms));
  out.key("snippet").begin_array();
  for (const std::string& piece : snippet(m.content, found.spans)) out.string(piece);
  out.end_array().end_object();
}

void write_messages(JsonWriter& out, const FoundMessages& found) {
  out.key("messages").begin_array();
  for (const FoundMessage& message : found.messages) write_found(out, message);
  out.end_array();
  out.key("next");
  found.next == 0 ? out.null() : out.string(std::to_string(found.next));
}

Task<Reply> search(Application& app, Asker asker, std::string json) {
  Wanted what;
  {
    const Fields fields(app.parser, json);
    what = wanted(fields);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.search.admit(*session, what.search.words);
  JsonWriter out;
  out.begin_object();
  if (what.messages) {
    const FoundMessages found = co_await app.search.messages(session, what.search);
    write_messages(out, found);
    out.key("complete").boolean(app.indexing.is_complete());
  }
  if (what.rooms) {
    const std::vector<RoomPtr> rooms = co_await app.search.rooms(session, what.search.words);
    out.key("rooms").begin_array();
    for (const RoomPtr& room : rooms) write_room_without_members(out, *room);
    out.end_array();
  }
  if (what.friends) {
    const std::vector<Friend> friends = co_await app.search.friends(session, what.search.words);
    out.key("friends").begin_array();
    for (const Friend& f : friends) {
      out.begin_object();
      out.key("friend");
      write_user(out, f.account.get(), Visible::to_others);
      out.key("type").number(static_cast<std::int64_t>(f.type));
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {.name = "search",
     .run = &search,
     .who = Who::signed_in,
     .summary = "finds messages of one's rooms, rooms and friends by words, syllables and first consonants; what it finds and "
                "what its fields say: [search.md](search.md)",
     .input = {field::text("words", "what to look for").required().characters(limits.search_characters),
               field::texts("in", "of `messages`, `rooms` and `friends`; else all of them"),
               field::of(Kind::room_id, "roomId", "only messages, and only of this room"),
               field::number("limit", "messages of a page; else 20").between(1, Search::max_limit),
               field::text("after", "`next` of the page before")},
     .gives = {field::objects("messages", "FoundMessage", "newest first"),
               field::text("next", "null after the last page; a page may be empty and have one").nullable(),
               field::flag("complete", "false: the index is still being filled"),
               field::objects("rooms", "FoundRoom", "on the first page"), field::objects("friends", "Friend", "likewise")},
     .refusals = {{"BAD_REQUEST", "nothing to look for, too long, no such page, a host without search"},
                  {"RATE", "20 at once, then 5 a second"},
                  {"BUSY", "too many ask"}}}};

}  // namespace

std::span<const Command> search_commands() { return commands; }

}  // namespace cocotalk::api
