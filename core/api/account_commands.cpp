// auth.*, session.*, profile.*, user.*: signing up and in, devices, finding people.

#include <utility>

#include "core/api/account_words.hpp"
#include "core/api/file_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::size_t max_phones = 100;
constexpr std::size_t max_push_token_bytes = 4096;

std::string tokens_json(const SignedIn& in) {
  JsonWriter out;
  out.begin_object();
  out.key("accessToken").string(in.access_token);
  out.key("refreshToken").string(in.refresh_token);
  out.end_object();
  return out.take();
}

Task<Reply> sign_up(Application& app, Asker asker, std::string json) {
  SignUp form;
  {
    const Fields fields(app.parser, json);
    form.cid = fields.text("cid");
    form.password = fields.text("password");
    form.username = fields.text("username");
    form.nickname = fields.text("nickname");
    form.phone = fields.text("phone");
    form.email = fields.text("email");
    form.status = fields.number("status", 0);
    form.birth = fields.text("birth");
    form.picture = new_file(fields);
  }
  if (form.picture) refuse_links(asker);
  co_await require_proof(app, form.email);
  const AccountPtr account = co_await app.accounts.sign_up(std::move(form));
  JsonWriter out;
  out.begin_object();
  out.key("id").number(account->id);
  out.key("cid").string(account->cid);
  out.key("username").string(account->username);
  out.key("nickname").string(account->nickname);
  out.key("email").string_or_null(account->email);
  out.key("phone").string_or_null(account->phone);
  out.key("profile").string(profile_text(*account));
  out.key("birth").string_or_null(account->birth);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> sign_in(Application& app, Asker asker, std::string json) {
  std::string cid, password, push_token;
  Peer peer = std::move(asker.peer);
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
    password = fields.text("password");
    push_token = fields.text("fcmToken");
    const std::string device = fields.text("deviceClass");
    if (!device.empty()) peer.device = device == "WEB" ? COCO_WEB : COCO_MOBILE;
  }
  const SignedIn in = co_await app.sessions.sign_in(std::move(cid), std::move(password), std::move(push_token), std::move(peer));
  co_return Reply(tokens_json(in));
}

Task<Reply> reissue(Application& app, Asker asker, std::string) {
  const SignedIn in = co_await app.sessions.reissue(std::move(asker.secret));
  co_return Reply(tokens_json(in));
}

Task<Reply> sign_out(Application& app, Asker asker, std::string) {
  SessionPtr session;
  if (asker.link)
    session = asker.link->session;
  else
    session = co_await app.sessions.of_refresh_token(std::move(asker.secret));
  if (session) co_await app.sessions.end(session, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

// Is this the device that signed in last in its class? Answers for ended sessions too: that is what it is asked for (4.2).
Task<Reply> device(Application& app, Asker asker, std::string) {
  SessionPtr session;
  if (asker.link) {
    session = asker.link->session;
  } else {
    Authorized presented = co_await app.sessions.of_access_token(std::move(asker.secret));
    session = std::move(presented.session);
  }
  JsonWriter out;
  out.begin_object();
  out.key("isValid").boolean(!session->is_ended());
  out.key("deviceClass").string(session->device == COCO_WEB ? "WEB" : "MOBILE");
  out.end_object();
  co_return Reply(out.take());
}

// A link goes on under a new token of its own session.
Task<Reply> renew(Application& app, Asker asker, std::string json) {
  std::string token;
  {
    const Fields fields(app.parser, json);
    token = fields.text("accessToken");
  }
  const Authorized authorized = co_await app.sessions.authorize(std::move(token));
  if (authorized.session->id != asker.link->session->id) throw bad_request("the token belongs to another session");
  if (asker.link->is_open) app.renewals.watch(*asker.link, authorized.expires_ms);
  co_return Reply();
}

Task<Reply> profile(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.accounts.find(session->account);
  co_return Reply(user_json(account.get(), Visible::to_self));
}

// Who asks decides how much is shown; a token that is not valid makes nobody anonymous, it is merely not looked at.
Task<Visible> visible_to(Application& app, Asker asker) {
  if (!asker.link && asker.kind != COCO_ACCESS_TOKEN) co_return Visible::existence;
  try {
    const SessionPtr session = co_await session_of(app, std::move(asker));
    co_return session ? Visible::to_others : Visible::existence;
  } catch (const Refusal&) {
    co_return Visible::existence;
  }
}

using FindAccount = Task<AccountPtr> (Accounts::*)(std::string);

Task<Reply> found_by(Application& app, Asker asker, std::string json, const char* field, FindAccount find) {
  std::string wanted;
  {
    const Fields fields(app.parser, json);
    wanted = fields.text(field);
  }
  const Visible visible = co_await visible_to(app, std::move(asker));
  const AccountPtr account = co_await (app.accounts.*find)(std::move(wanted));
  co_return Reply(user_json(account.get(), visible));
}

Task<Reply> by_cid(Application& app, Asker asker, std::string json) {
  return found_by(app, std::move(asker), std::move(json), "cid", &Accounts::find_by_cid);
}

Task<Reply> by_email(Application& app, Asker asker, std::string json) {
  return found_by(app, std::move(asker), std::move(json), "email", &Accounts::find_by_email);
}

Task<Reply> by_phone(Application& app, Asker asker, std::string json) {
  std::vector<std::string> phones;
  {
    const Fields fields(app.parser, json);
    phones = fields.texts("phones");
  }
  const Visible visible = co_await visible_to(app, std::move(asker));
  JsonWriter out;
  out.begin_array();
  for (const std::string& phone : phones) {
    const AccountPtr account = co_await app.accounts.find_by_phone(phone);
    write_user(out, account.get(), visible);
  }
  out.end_array();
  co_return Reply(out.take());
}

constexpr Field cid = field::text("cid", "the name one signs in with");
constexpr Field push_token = field::text("fcmToken", "where the device's push service finds it").bytes(max_push_token_bytes);

constexpr Command commands[] = {
    {.name = "auth.sign-up",
     .run = &sign_up,
     .who = Who::anyone,
     .summary = "makes an account",
     .input = {cid.required().characters(limits.name_characters), field::text("password", "").required(),
               field::text("username", "the name others see").required().characters(limits.name_characters),
               field::text("nickname", "").required().characters(limits.name_characters),
               field::text("phone", "nobody else's").required().characters(limits.name_characters),
               field::text("email", "nobody else's").required().characters(limits.email_characters),
               field::number("status", "a number of the client's").required(), field::date("birth", "the day of birth"),
               file_name, file_url, thumbnail_name, file_bytes},
     .output = "NewAccount",
     .refusals = {{"EXISTS_INFO", "cid, phone or e-mail of somebody else"},
                  {"BAD_REQUEST", "over a limit, no date, an address that was not verified where that is asked for"},
                  {"RETRY", "the picture has vanished: it was not claimed in time"}}},
    {.name = "auth.sign-in",
     .run = &sign_in,
     .who = Who::anyone,
     .summary = "makes a session, and ends others as the policy for devices says",
     .input = {cid.required(), field::text("password", "").required(), push_token,
               field::text("deviceClass", "else as the transport was told").words("WEB MOBILE")},
     .output = "Tokens",
     .refusals = {{"BAD_REQUEST", "unknown cid or wrong password"}, {"RATE", "too many failures"}}},
    {.name = "auth.reissue",
     .run = &reissue,
     .who = Who::refresh,
     .summary = "exchanges the refresh token for a new pair",
     .output = "Tokens"},
    {.name = "auth.sign-out", .run = &sign_out, .who = Who::leaving, .summary = "ends the session"},
    {.name = "auth.device",
     .run = &device,
     .who = Who::ended_too,
     .summary = "says whether the session is still the one of its class",
     .gives = {field::flag("isValid", "not ended"), field::text("deviceClass", "").words("WEB MOBILE")}},
    {.name = "session.renew",
     .run = &renew,
     .who = Who::link,
     .summary = "lets the link go on under a new token of its session",
     .input = {field::text("accessToken", "the new one").expected()},
     .refusals = {{"JWT_AUTHENTICATION", "the token is not valid"}, {"BAD_REQUEST", "the token of another session"}}},
    {.name = "profile.get", .run = &profile, .who = Who::signed_in, .summary = "gives one's own profile", .output = "UserVo"},
    {.name = "user.by-cid",
     .run = &by_cid,
     .who = Who::anyone,
     .summary = "finds who has a cid; nobody: all null; not signed in: only `id`",
     .input = {cid.expected()},
     .output = "UserVo"},
    {.name = "user.by-email",
     .run = &by_email,
     .who = Who::anyone,
     .summary = "finds who has an e-mail address; as `user.by-cid`",
     .input = {field::text("email", "the address").expected()},
     .output = "UserVo"},
    {.name = "user.by-phone",
     .run = &by_phone,
     .who = Who::anyone,
     .summary = "finds who has phone numbers, each as `user.by-cid`",
     .input = {field::texts("phones", "the numbers").entries(max_phones).expected()},
     .output = "[UserVo]"},
};

}  // namespace

std::span<const Command> account_commands() { return commands; }

}  // namespace cocotalk::api
