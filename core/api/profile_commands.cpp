// profile.update, profile.message, profile.delete, user.get, user.list: the wire document's U1, U3, U7, U10 and U11.

#include <utility>

#include "core/api/account_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

// The original overwrites every field, and fails where one is missing.
Task<Reply> update(Application& app, Asker asker, std::string json) {
  ProfileUpdate changed;
  {
    const Fields fields(app.parser, json);
    changed.username = fields.text("username");
    changed.nickname = fields.text("nickname");
    changed.email = fields.text("email");
    changed.phone = fields.text("phone");
    changed.status = fields.number("status", 0);
    changed.birth = fields.text("birth");
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr before = co_await app.accounts.find(session->account);
  if (before->email != changed.email) co_await require_proof(app, changed.email);
  const AccountPtr account = co_await app.profiles.update(session, std::move(changed));
  co_return Reply(user_json(account.get(), Visible::to_self));
}

Task<Reply> message(Application& app, Asker asker, std::string json) {
  std::string text;
  {
    const Fields fields(app.parser, json);
    text = fields.text("message");
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.profiles.set_message(session, std::move(text));
  co_return Reply(user_json(account.get(), Visible::to_self));
}

Task<Reply> erase(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.profiles.erase(session);
  app.fanout.account_deleted(session->account);
  co_return Reply(JsonWriter().string("유저 " + account->cid + "이 삭제되었습니다.").take());
}

Task<Reply> get(Application& app, Asker asker, std::string json) {
  std::int64_t id = 0;
  {
    const Fields fields(app.parser, json);
    id = fields.number("userId", 0);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.accounts.find_living(id);
  if (!account) throw bad_request("해당 userId를 갖는 유저가 존재하지 않습니다.");
  co_return Reply(user_json(account.get(), id == session->account ? Visible::to_self : Visible::to_others));
}

// Not everybody there is, as with the original (10.2, S6), but whom one knows: oneself, and one's friends.
Task<Reply> list(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr self = co_await app.accounts.find(session->account);
  const std::vector<Friend> friends = co_await app.friends.list(session->account);
  JsonWriter out;
  out.begin_array();
  write_user(out, self.get(), Visible::to_self);
  for (const Friend& f : friends) write_user(out, f.account.get(), Visible::to_others);
  out.end_array();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {.name = "profile.update",
     .run = &update,
     .who = Who::signed_in,
     .summary = "overwrites all these fields of one's profile",
     .input = {field::text("username", "the name others see").required().characters(limits.name_characters),
               field::text("nickname", "").required().characters(limits.name_characters),
               field::text("email", "nobody else's").required().characters(limits.email_characters),
               field::text("phone", "nobody else's").required().characters(limits.name_characters),
               field::number("status", "a number of the client's").required(), field::date("birth", "the day of birth")},
     .output = "UserVo",
     .refusals = {{"EXISTS_INFO", "e-mail or phone of somebody else"},
                  {"BAD_REQUEST", "over a limit, no date, a new e-mail address without proof (where that is wanted)"}}},
    {.name = "profile.message",
     .run = &message,
     .who = Who::signed_in,
     .summary = "sets the sentence under one's name",
     .input = {field::text("message", "null or empty: none").characters(limits.status_characters)},
     .output = "UserVo",
     .refusals = {{"BAD_REQUEST", "over the limit"}}},
    {.name = "profile.delete",
     .run = &erase,
     .who = Who::signed_in,
     .summary =
         "deletes one's account: the profile is emptied, friendships and sessions end, cid, e-mail and phone are free again; "
         "what was said stays under `알 수 없음`, and rooms keep the member",
     .output = "text"},
    {.name = "user.get",
     .run = &get,
     .who = Who::signed_in,
     .summary = "gives somebody's profile, without phone and e-mail",
     .input = {field::number("userId", "whose account").required()},
     .output = "UserVo",
     .refusals = {{"BAD_REQUEST", "unknown"}}},
    {.name = "user.list",
     .run = &list,
     .who = Who::signed_in,
     .summary = "gives oneself and one's friends (the original gave everybody)",
     .output = "[UserVo]"},
};

}  // namespace

std::span<const Command> profile_commands() { return commands; }

}  // namespace cocotalk::api
