// file.*, profile.picture, profile.background: what transport-http asks while it stores an upload; the wire document's C12, U8,
// U9.

#include <optional>
#include <utility>

#include "core/api/account_words.hpp"
#include "core/api/file_words.hpp"
#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Task<Reply> admit(Application& app, Asker asker, std::string json) {
  refuse_links(asker);
  std::int64_t bytes = 0;
  {
    const Fields fields(app.parser, json);
    bytes = fields.number("bytes", 0);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  co_await app.files.admit(session, bytes);
  co_return Reply();
}

Task<Reply> announce(Application& app, Asker asker, std::string json) {
  refuse_links(asker);
  std::string name;
  {
    const Fields fields(app.parser, json);
    name = fields.text("name");
  }
  co_await app.files.announce(std::move(name));
  co_return Reply();
}

Task<Reply> claim(Application& app, Asker asker, std::string json) {
  const Asker who = asker;
  RoomId id;
  std::optional<NewFile> file;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    file = new_file(fields);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  refuse_links(who);
  co_await app.files.keep_for_message(session, room, *file);
  co_return Reply(JsonWriter().string(file->url).take());
}

Task<Reply> set_picture(Application& app, Asker asker, std::string json, FileUse use) {
  std::optional<NewFile> file;
  {
    const Fields fields(app.parser, json);
    file = new_file(fields);
  }
  if (file) refuse_links(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.profiles.set_picture(session, use, std::move(file));
  co_return Reply(user_json(account.get(), Visible::to_self));
}

Task<Reply> picture(Application& app, Asker asker, std::string json) {
  co_return co_await set_picture(app, std::move(asker), std::move(json), FileUse::picture);
}

Task<Reply> background(Application& app, Asker asker, std::string json) {
  co_return co_await set_picture(app, std::move(asker), std::move(json), FileUse::background);
}

constexpr No over_quota = {"QUOTA", "the account's files would be more than `max_account_files`"};
constexpr No too_late = {"RETRY", "the file has vanished: it was not claimed in time"};

constexpr Command commands[] = {
    {.name = "file.admit",
     .run = &admit,
     .who = Who::signed_in,
     .summary = "asks whether a file may be sent, before it is; counts as an upload. Not through a link",
     .input = {field::number("bytes", "how large it is at least").at_least(0)},
     .refusals = {{"QUOTA", "`uploads_per_minute`, with a time to wait; or what `max_account_files` leaves"},
                  {"RETRY", "there is too little memory or disk"}}},
    {.name = "file.announce",
     .run = &announce,
     .who = Who::anyone,
     .summary = "says that a file gets this name: it vanishes in a minute unless it is claimed. Not through a link",
     .input = {field::text("name", "in the store").required()},
     .refusals = {{"CONFLICT", "it is somebody's already"}, {"RETRY", "there is too little memory or disk"}}},
    {.name = "file.claim",
     .run = &claim,
     .who = Who::member,
     .summary = "makes a stored file one for a message in the room, and answers its address. Not through a link",
     .input = {field::room, file_name.required(), file_url.required(), thumbnail_name, file_bytes},
     .output = "text",
     .refusals = {over_quota, too_late}},
    {.name = "profile.picture",
     .run = &picture,
     .who = Who::signed_in,
     .summary = "sets the profile's picture, or without a file takes it away; the one before vanishes a minute later",
     .input = {file_name, file_url, thumbnail_name, file_bytes},
     .output = "UserVo",
     .refusals = {over_quota, too_late}},
    {.name = "profile.background",
     .run = &background,
     .who = Who::signed_in,
     .summary = "sets the profile's background, as `profile.picture`",
     .input = {file_name, file_url, thumbnail_name, file_bytes},
     .output = "UserVo",
     .refusals = {over_quota, too_late}},
};

}  // namespace

std::span<const Command> file_commands() { return commands; }

}  // namespace cocotalk::api
