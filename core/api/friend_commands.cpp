// friends.*: the wire document's F1 to F7.

#include <utility>

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::size_t max_added = 100;

void write_friend(JsonWriter& out, const Friend& f) {
  out.begin_object();
  out.key("friend");
  write_user(out, f.account.get(), f.type == FriendType::yourself ? Visible::to_self : Visible::to_others);
  out.key("type").number(static_cast<std::int64_t>(f.type));
  out.end_object();
}

void write_friendship(JsonWriter& out, const Friendship& friendship) {
  out.begin_object();
  out.key("id").number(friendship.id);
  out.key("fromUser");
  write_user(out, friendship.from.get(), Visible::to_self);
  out.key("toUser");
  write_user(out, friendship.to.get(), Visible::to_others);
  out.key("hidden").boolean(friendship.hidden);
  out.end_object();
}

AccountId whom(const Fields& fields) {
  const std::optional<std::int64_t> given = fields.number("toUid");
  if (!given) throw bad_request("'toUid' is missing");
  return *given;
}

Task<Reply> list(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<Friend> friends = co_await app.friends.list(session->account);
  JsonWriter out;
  out.begin_array();
  for (const Friend& f : friends) write_friend(out, f);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> find(Application& app, Asker asker, std::string json) {
  std::string cid;
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friend found = co_await app.friends.find(session->account, std::move(cid));
  JsonWriter out;
  write_friend(out, found);
  co_return Reply(out.take());
}

Task<Reply> add(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  {
    const Fields fields(app.parser, json);
    to = whom(fields);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship made = co_await app.friends.add(session, to);
  JsonWriter out;
  write_friendship(out, made);
  co_return Reply(out.take());
}

Task<Reply> add_all(Application& app, Asker asker, std::string json) {
  std::vector<AccountId> to;
  {
    const Fields fields(app.parser, json);
    to = fields.numbers("toUidList");
  }
  if (to.size() > max_added) throw bad_request("more than " + std::to_string(max_added) + " people at once");
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<Friendship> made = co_await app.friends.add_all(session, std::move(to));
  JsonWriter out;
  out.begin_array();
  for (const Friendship& each : made) write_friendship(out, each);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> hidden(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<AccountPtr> people = co_await app.friends.hidden(session->account);
  JsonWriter out;
  out.begin_array();
  for (const AccountPtr& each : people) write_user(out, each.get(), Visible::to_others);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> hide(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  bool is_hidden = true;
  {
    const Fields fields(app.parser, json);
    to = whom(fields);
    if (!fields.has("hidden")) throw bad_request("'hidden' is missing");
    is_hidden = fields.flag("hidden", true);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship changed = co_await app.friends.set_hidden(session, to, is_hidden);
  JsonWriter out;
  write_friendship(out, changed);
  co_return Reply(out.take());
}

Task<Reply> remove(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  {
    const Fields fields(app.parser, json);
    to = whom(fields);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.friends.remove(session, to);
  co_return Reply(JsonWriter().string(account->cid + " 님을 친구에서 삭제했습니다.").take());
}

constexpr Command commands[] = {{"friends.list", &list},       {"friends.find", &find},     {"friends.add", &add},
                                {"friends.add-all", &add_all}, {"friends.hidden", &hidden}, {"friends.hide", &hide},
                                {"friends.remove", &remove}};

}  // namespace

std::span<const Command> friend_commands() { return commands; }

}  // namespace cocotalk::api
