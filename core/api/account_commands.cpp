// auth.*, session.*, profile.*, user.*: signing up and in, devices, finding people.

#include <utility>

#include "core/api/account_words.hpp"
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

Task<Reply> sign_up(Application& app, Asker, std::string json) {
  SignUp form;
  {
    const Fields fields(app.parser, json);
    form.cid = fields.required_text("cid");
    form.password = fields.required_text("password");
    form.username = fields.required_text("username");
    form.nickname = fields.required_text("nickname");
    form.phone = fields.required_text("phone");
    form.email = fields.required_text("email");
    const std::optional<std::int64_t> status = fields.number("status");
    if (!status) throw no_values("status");
    form.status = *status;
    form.birth = fields.text("birth");
    if (!form.birth.empty() && !is_date(form.birth)) throw bad_request("'birth' is not a date like 1995-10-28");
    // The picture counts only with its thumbnail (A3).
    if (!fields.text("profileImgThumb").empty()) form.picture = fields.text("profileImg");
  }
  if (app.world.limits.require_verified_email) {
    const bool is_verified = co_await app.codes.is_verified(CodePurpose::verify_address, form.email);
    if (!is_verified) throw bad_request("the e-mail address was not verified in the last half hour");
  }
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
    cid = fields.required_text("cid");
    password = fields.required_text("password");
    push_token = fields.text("fcmToken");
    if (push_token.size() > max_push_token_bytes)
      throw bad_request("'fcmToken' is longer than " + std::to_string(max_push_token_bytes) + " bytes");
    const std::string device = fields.text("deviceClass");
    if (device == "WEB")
      peer.device = COCO_WEB;
    else if (device == "MOBILE")
      peer.device = COCO_MOBILE;
    else if (!device.empty())
      throw bad_request("'deviceClass' is '" + device + "', not WEB or MOBILE");
  }
  const SignedIn in = co_await app.sessions.sign_in(std::move(cid), std::move(password), std::move(push_token), std::move(peer));
  co_return Reply(tokens_json(in));
}

Task<Reply> reissue(Application& app, Asker asker, std::string) {
  if (asker.kind != COCO_REFRESH_TOKEN) throw unauthorized();
  const SignedIn in = co_await app.sessions.reissue(std::move(asker.secret));
  co_return Reply(tokens_json(in));
}

Task<Reply> sign_out(Application& app, Asker asker, std::string) {
  SessionPtr session;
  if (asker.link)
    session = asker.link->session;
  else if (asker.kind == COCO_REFRESH_TOKEN)
    session = co_await app.sessions.of_refresh_token(std::move(asker.secret));
  else
    throw unauthorized();
  if (session) co_await app.sessions.end(session, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

// Is this the device that signed in last in its class? Answers for ended sessions too: that is what it is asked for (4.2).
Task<Reply> device(Application& app, Asker asker, std::string) {
  SessionPtr session;
  if (asker.link)
    session = asker.link->session;
  else if (asker.kind == COCO_ACCESS_TOKEN) {
    Authorized presented = co_await app.sessions.of_access_token(std::move(asker.secret));
    session = std::move(presented.session);
  } else {
    throw missing_token();
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
  if (!asker.link) throw bad_request("only an open link can be renewed");
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
  if (phones.size() > max_phones) throw bad_request("more than " + std::to_string(max_phones) + " phones");
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

constexpr Command commands[] = {
    {"auth.sign-up", &sign_up},   {"auth.sign-in", &sign_in},   {"auth.reissue", &reissue}, {"auth.sign-out", &sign_out},
    {"auth.device", &device},     {"session.renew", &renew},    {"profile.get", &profile},  {"user.by-cid", &by_cid},
    {"user.by-email", &by_email}, {"user.by-phone", &by_phone},
};

}  // namespace

std::span<const Command> account_commands() { return commands; }

}  // namespace cocotalk::api
