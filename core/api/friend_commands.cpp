// friends.*: the wire document's F1 to F7; friends.favourite, friends.block, friends.blocked.

#include <utility>

#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::size_t max_added = 100;

void write_friend(JsonWriter& out, const Friend& f, Viewer viewer) {
  out.begin_object();
  out.key("friend");
  write_user(out, f.account.get(), f.type == FriendType::yourself ? Visible::to_self : Visible::to_others);
  out.key("type").number(static_cast<std::int64_t>(f.type));
  if (viewer == Viewer::native) out.key("favourite").boolean(f.is_favourite);
  out.end_object();
}

void write_friendship(JsonWriter& out, const Friendship& friendship, Viewer viewer) {
  out.begin_object();
  out.key("id").number(friendship.id);
  out.key("fromUser");
  write_user(out, friendship.from.get(), Visible::to_self);
  out.key("toUser");
  write_user(out, friendship.to.get(), Visible::to_others);
  out.key("hidden").boolean(friendship.hidden);
  if (viewer == Viewer::native) out.key("favourite").boolean(friendship.favourite);
  out.end_object();
}

std::string people_json(const std::vector<AccountPtr>& people) {
  JsonWriter out;
  out.begin_array();
  for (const AccountPtr& each : people) write_user(out, each.get(), Visible::to_others);
  out.end_array();
  return out.take();
}

Task<Reply> list(Application& app, Asker asker, std::string) {
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<Friend> friends = co_await app.friends.list(session->account);
  JsonWriter out;
  out.begin_array();
  for (const Friend& f : friends) write_friend(out, f, viewer);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> find(Application& app, Asker asker, std::string json) {
  std::string cid;
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friend found = co_await app.friends.find(session->account, std::move(cid));
  JsonWriter out;
  write_friend(out, found, viewer);
  co_return Reply(out.take());
}

Task<Reply> add(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  {
    const Fields fields(app.parser, json);
    to = fields.number("toUid", 0);
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship made = co_await app.friends.add(session, to);
  JsonWriter out;
  write_friendship(out, made, viewer);
  co_return Reply(out.take());
}

Task<Reply> add_all(Application& app, Asker asker, std::string json) {
  std::vector<AccountId> to;
  {
    const Fields fields(app.parser, json);
    to = fields.numbers("toUidList");
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<Friendship> made = co_await app.friends.add_all(session, std::move(to));
  JsonWriter out;
  out.begin_array();
  for (const Friendship& each : made) write_friendship(out, each, viewer);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> hidden(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<AccountPtr> people = co_await app.friends.hidden(session->account);
  co_return Reply(people_json(people));
}

Task<Reply> hide(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  bool is_hidden = true;
  {
    const Fields fields(app.parser, json);
    to = fields.number("toUid", 0);
    is_hidden = fields.flag("hidden", true);
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship changed = co_await app.friends.set_hidden(session, to, is_hidden);
  JsonWriter out;
  write_friendship(out, changed, viewer);
  co_return Reply(out.take());
}

Task<Reply> favourite(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  bool is_favourite = true;
  {
    const Fields fields(app.parser, json);
    to = fields.number("toUid", 0);
    is_favourite = fields.flag("favourite", true);
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Friendship changed = co_await app.friends.set_favourite(session, to, is_favourite);
  JsonWriter out;
  write_friendship(out, changed, viewer);
  co_return Reply(out.take());
}

Task<Reply> block(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  bool is_blocked = true;
  {
    const Fields fields(app.parser, json);
    to = fields.number("toUid", 0);
    is_blocked = fields.flag("blocked", true);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  AccountPtr account;
  if (is_blocked)
    account = co_await app.blocks.block(session, to);
  else
    account = co_await app.blocks.unblock(session, to);
  JsonWriter out;
  write_user(out, account.get(), Visible::to_others);
  co_return Reply(out.take());
}

Task<Reply> blocked(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<AccountPtr> people = co_await app.blocks.list(session->account);
  co_return Reply(people_json(people));
}

Task<Reply> remove(Application& app, Asker asker, std::string json) {
  std::int64_t to = 0;
  {
    const Fields fields(app.parser, json);
    to = fields.number("toUid", 0);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const AccountPtr account = co_await app.friends.remove(session, to);
  co_return Reply(JsonWriter().string(account->cid + " 님을 친구에서 삭제했습니다.").take());
}

constexpr Field to_account = field::number("toUid", "whose account").required();

constexpr Command commands[] = {
    {.name = "friends.list",
     .run = &list,
     .who = Who::signed_in,
     .summary = "gives one's friends that are not hidden, and who added oneself",
     .output = "[Friend]"},
    {.name = "friends.find",
     .run = &find,
     .who = Who::signed_in,
     .summary = "says who has a cid, and what he is to oneself",
     .input = {field::text("cid", "the name somebody signs in with").expected()},
     .output = "Friend"},
    {.name = "friends.add",
     .run = &add,
     .who = Who::signed_in,
     .summary = "makes somebody one's friend",
     .input = {to_account},
     .output = "Friendship",
     .refusals = {{"BAD_REQUEST", "a friend already, unknown, oneself"}}},
    {.name = "friends.add-all",
     .run = &add_all,
     .who = Who::signed_in,
     .summary = "makes people one's friends; who cannot be added is left out",
     .input = {field::numbers("toUidList", "whose accounts").entries(max_added).expected()},
     .output = "[Friendship]"},
    {.name = "friends.hidden",
     .run = &hidden,
     .who = Who::signed_in,
     .summary = "gives one's hidden friends, by name",
     .output = "[UserVo]"},
    {.name = "friends.hide",
     .run = &hide,
     .who = Who::signed_in,
     .summary = "hides a friend, or shows him again",
     .input = {to_account, field::flag("hidden", "false: shown again").required()},
     .output = "Friendship",
     .refusals = {{"BAD_REQUEST", "no friend"}}},
    {.name = "friends.favourite",
     .run = &favourite,
     .who = Who::signed_in,
     .summary = "marks a friend as one of one's favourites, or no more; nobody else sees it",
     .input = {to_account, field::flag("favourite", "else true")},
     .output = "Friendship",
     .refusals = {{"BAD_REQUEST", "no friend"}}},
    {.name = "friends.block",
     .run = &block,
     .who = Who::signed_in,
     .summary = "wants to hear nothing from somebody, or no more, without his noticing it (Blocking)",
     .input = {to_account, field::flag("blocked", "else true")},
     .output = "UserVo",
     .refusals = {{"BAD_REQUEST", "unknown, oneself"}}},
    {.name = "friends.blocked",
     .run = &blocked,
     .who = Who::signed_in,
     .summary = "gives whom one blocks, by name",
     .output = "[UserVo]"},
    {.name = "friends.remove",
     .run = &remove,
     .who = Who::signed_in,
     .summary = "ends a friendship; the other's side stays",
     .input = {to_account},
     .output = "text",
     .refusals = {{"BAD_REQUEST", "unknown, no friend"}}},
};

}  // namespace

std::span<const Command> friend_commands() { return commands; }

}  // namespace cocotalk::api
