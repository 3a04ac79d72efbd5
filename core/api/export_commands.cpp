// room.export: what a member sees of a room, as plain text, in pages.

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/api/room_words.hpp"
#include "core/api/transcript.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

// A page ends with whichever comes first, so that neither reading nor answering it keeps others waiting.
constexpr std::int64_t messages_per_page = 200;
constexpr std::size_t bytes_per_page = 64 * 1024;  // and the message that passes it
constexpr std::int64_t earliest_minutes = -12 * 60, latest_minutes = 14 * 60;

using Names = std::unordered_map<AccountId, std::string>;

Task<Names> senders_of(Application& app, const std::vector<Message>& messages) {
  Names out;
  for (const Message& m : messages) out.try_emplace(m.sender);
  std::vector<AccountId> ids;
  for (const auto& [id, name] : out) ids.push_back(id);
  const std::vector<AccountPtr> accounts = co_await app.accounts.find_all(std::move(ids));
  for (const AccountPtr& account : accounts)
    if (account) out[account->id] = account->username;
  co_return out;
}

// What the room is called by whom it is exported for: a private one after the other.
std::string title_of(const Room& room, AccountId reader) {
  if (room.type != RoomType::direct) return room.name;
  for (const Member& m : room.members)
    if (m.account->id != reader) return m.account->username;
  return room.name;
}

Task<Reply> export_page(Application& app, Asker asker, std::string json) {
  RoomId id;
  std::int64_t after = 0, offset_minutes = 0;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    after = fields.number("after", 0);
    offset_minutes = fields.number("utcOffset", 0);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  const std::int64_t first = std::max(after, room->member(session->account)->joined_number);
  std::int64_t last = std::min(room->number, first + messages_per_page);
  const std::vector<Message> messages = co_await app.history.read(room, session->account, first, last);
  const Names names = co_await senders_of(app, messages);

  Transcript transcript(offset_minutes);
  if (after == 0) transcript.begin(title_of(*room, session->account), app.world.now_ms());
  for (const Message& m : messages) {
    if (m.number <= after) {
      transcript.continue_after(m);
      continue;
    }
    if (transcript.size() >= bytes_per_page) {
      last = m.number - 1;
      break;
    }
    transcript.add(m, names.at(m.sender));
  }
  JsonWriter out;
  out.begin_object();
  out.key("text").string(transcript.take());
  out.key("next");
  if (last < room->number)
    out.number(last);
  else
    out.null();
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {.name = "room.export",
     .run = &export_page,
     .who = Who::member,
     .summary = "gives a page of what the member sees as plain text: the room's name and the moment, each day once, `[name] "
                "[오전 10:13] "
                "words`. A page holds 200 messages, or as many as pass 64 KiB; the pages in a row are the file",
     .input = {field::room, field::number("after", "`next` of the page before; else 0").at_least(0),
               field::number("utcOffset", "minutes; else 0").between(earliest_minutes, latest_minutes)},
     .gives = {field::text("text", ""), field::number("next", "null after the last page").nullable()}},
};

}  // namespace

std::span<const Command> export_commands() { return commands; }

}  // namespace cocotalk::api
