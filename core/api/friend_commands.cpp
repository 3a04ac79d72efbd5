// friends.*: the wire document's F1, F2 and F4.

#include <utility>

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

void write_friend(JsonWriter& out, const Friend& f) {
  out.begin_object();
  out.key("friend");
  write_user(out, f.account.get(), f.type == FriendType::yourself ? Visible::to_self : Visible::to_others);
  out.key("type").number(static_cast<std::int64_t>(f.type));
  out.end_object();
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
    const std::optional<std::int64_t> given = fields.number("toUid");
    if (!given) throw bad_request("'toUid' is missing");
    to = *given;
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship made = co_await app.friends.add(session, to);
  JsonWriter out;
  out.begin_object();
  out.key("id").number(made.id);
  out.key("fromUser");
  write_user(out, made.from.get(), Visible::to_self);
  out.key("toUser");
  write_user(out, made.to.get(), Visible::to_others);
  out.key("hidden").boolean(made.hidden);
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {{"friends.list", &list}, {"friends.find", &find}, {"friends.add", &add}};

}  // namespace

std::span<const Command> friend_commands() { return commands; }

}  // namespace cocotalk::api
