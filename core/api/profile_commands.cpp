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
    changed.username = fields.required_text("username");
    changed.nickname = fields.required_text("nickname");
    changed.email = fields.required_text("email");
    changed.phone = fields.required_text("phone");
    const std::optional<std::int64_t> status = fields.number("status");
    if (!status) throw no_values("status");
    changed.status = *status;
    changed.birth = fields.text("birth");
    if (!changed.birth.empty() && !is_date(changed.birth)) throw bad_request("'birth' is not a date like 1995-10-28");
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
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
  co_return Reply(JsonWriter().string("유저 " + account->cid + "이 삭제되었습니다.").take());
}

Task<Reply> get(Application& app, Asker asker, std::string json) {
  std::int64_t id = 0;
  {
    const Fields fields(app.parser, json);
    const std::optional<std::int64_t> given = fields.number("userId");
    if (!given) throw bad_request("'userId' is missing");
    id = *given;
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

constexpr Command commands[] = {{"profile.update", &update},
                                {"profile.message", &message},
                                {"profile.delete", &erase},
                                {"user.get", &get},
                                {"user.list", &list}};

}  // namespace

std::span<const Command> profile_commands() { return commands; }

}  // namespace cocotalk::api
