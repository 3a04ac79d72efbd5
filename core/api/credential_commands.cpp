// auth.email-*, auth.reset*, account.password, session.list, session.end: proving who one is, and undoing what others did.

#include <algorithm>
#include <utility>

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Task<Reply> issue_code(Application& app, Asker asker, std::string json, CodePurpose purpose) {
  std::string email;
  {
    const Fields fields(app.parser, json);
    email = fields.text("email");
  }
  // Whoever asks learns nothing about the account: a code for an address nobody has opens nothing.
  const std::int64_t expires_ms = co_await app.codes.issue(purpose, std::move(email), std::move(asker.peer.address));
  JsonWriter out;
  out.begin_object();
  out.key("expirationDate").string(whole_second_time(expires_ms));
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> email_issue(Application& app, Asker asker, std::string json) {
  return issue_code(app, std::move(asker), std::move(json), CodePurpose::verify_address);
}

Task<Reply> email_validate(Application& app, Asker, std::string json) {
  std::string email, code;
  {
    const Fields fields(app.parser, json);
    email = fields.text("email");
    code = fields.text("code");
  }
  const bool is_valid = co_await app.codes.check(CodePurpose::verify_address, std::move(email), std::move(code));
  JsonWriter out;
  out.begin_object();
  out.key("isValid").boolean(is_valid);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> reset_issue(Application& app, Asker asker, std::string json) {
  return issue_code(app, std::move(asker), std::move(json), CodePurpose::reset_password);
}

Task<Reply> reset(Application& app, Asker, std::string json) {
  std::string email, code, password;
  {
    const Fields fields(app.parser, json);
    email = fields.text("email");
    code = fields.text("code");
    password = fields.text("newPassword");
  }
  const bool is_valid = co_await app.codes.check(CodePurpose::reset_password, email, std::move(code));
  const AccountPtr account = co_await app.accounts.find_by_email(email);
  if (!is_valid || !account) throw bad_request("the code is wrong or too old");
  Transaction used;
  Codes::use_up(used, CodePurpose::reset_password, email);
  co_await app.accounts.set_password(account, std::move(password), std::move(used));
  co_await app.sessions.end_all(account->id, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

Task<Reply> password(Application& app, Asker asker, std::string json) {
  std::string old_password, new_password;
  {
    const Fields fields(app.parser, json);
    old_password = fields.text("password");
    new_password = fields.text("newPassword");
  }
  const std::string address = asker.link ? asker.link->session->address : asker.peer.address;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.accounts.find(session->account);
  if (!account) throw unauthorized();
  const bool is_right = co_await app.sessions.prove(account->cid, account, std::move(old_password), address);
  if (!is_right) throw bad_request("the password is wrong");
  Transaction nothing_more;
  co_await app.accounts.set_password(account, std::move(new_password), std::move(nothing_more));
  co_await app.sessions.end_others(session, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

Task<Reply> list_sessions(Application& app, Asker asker, std::string) {
  const SessionPtr mine = co_await session_of(app, std::move(asker));
  const std::vector<SessionPtr> open = co_await app.sessions.open_sessions(mine->account);
  JsonWriter out;
  out.begin_array();
  for (const SessionPtr& session : open) {
    out.begin_object();
    out.key("id").string(session->id.hex());
    out.key("deviceClass").string(session->device == COCO_WEB ? "WEB" : "MOBILE");
    out.key("address").string(session->address);
    out.key("agent").string(session->agent);
    out.key("signedInAt").string(chat_time(session->created_ms));
    out.key("isThis").boolean(session->id == mine->id);
    out.end_object();
  }
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> end_session(Application& app, Asker asker, std::string json) {
  std::string id;
  {
    const Fields fields(app.parser, json);
    id = fields.text("session");
  }
  const SessionPtr mine = co_await session_of(app, std::move(asker));
  const std::vector<SessionPtr> open = co_await app.sessions.open_sessions(mine->account);
  const auto found = std::find_if(open.begin(), open.end(), [&id](const SessionPtr& session) { return session->id.hex() == id; });
  if (found == open.end()) throw Refusal(COCO_NOT_FOUND, "NOT_FOUND", "no device of yours is signed in as '" + id + "'");
  co_await app.sessions.end(*found, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

constexpr Field email = field::text("email", "the address").required();
constexpr Field code = field::text("code", "the ten characters of the mail").required();
constexpr Field new_password = field::text("newPassword", "").required();

constexpr Command commands[] = {
    {.name = "auth.email-issue",
     .run = &email_issue,
     .who = Who::anyone,
     .summary = "mails a code that proves the address; good for 5 minutes and 5 wrong tries",
     .input = {email},
     .output = "IssuedCode",
     .refusals = {{"BAD_REQUEST", "no address, or no mail can be sent"}, {"RATE", "5 an hour to an address, 30 from one"}}},
    {.name = "auth.email-validate",
     .run = &email_validate,
     .who = Who::anyone,
     .summary = "proves the address for 30 minutes, in which the same question is yes again",
     .input = {email, code},
     .gives = {field::flag("isValid", "the code was right; it is used up")}},
    {.name = "auth.reset-issue",
     .run = &reset_issue,
     .who = Who::anyone,
     .summary = "mails a code for a new password; the same answer for an address nobody has",
     .input = {email},
     .output = "IssuedCode",
     .refusals = {{"BAD_REQUEST", "no address, or no mail can be sent"}, {"RATE", "as `auth.email-issue`"}}},
    {.name = "auth.reset",
     .run = &reset,
     .who = Who::anyone,
     .summary = "sets a new password; every session ends",
     .input = {email, code, new_password},
     .refusals = {{"BAD_REQUEST", "the code is wrong or too old"}}},
    {.name = "account.password",
     .run = &password,
     .who = Who::signed_in,
     .summary = "sets a new password; the other sessions end",
     .input = {field::text("password", "the one of today").required(), new_password},
     .refusals = {{"BAD_REQUEST", "the password is wrong"}, {"RATE", "too many failures"}, {"CONFLICT", "changed meanwhile"}}},
    {.name = "session.list",
     .run = &list_sessions,
     .who = Who::signed_in,
     .summary = "gives one's own sessions, oldest first",
     .output = "[Session]"},
    {.name = "session.end",
     .run = &end_session,
     .who = Who::signed_in,
     .summary = "ends a session of one's own",
     .input = {field::text("session", "an id of `session.list`").required()},
     .refusals = {{"NOT_FOUND", "no session of one's own"}}},
};

}  // namespace

std::span<const Command> credential_commands() { return commands; }

}  // namespace cocotalk::api
