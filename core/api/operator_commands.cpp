// operator.*: the host's own commands, for `cocotalk user`, `backup`, `restore` and `seed`.

#include <utility>

#include "core/api/command.hpp"
#include "core/api/json.hpp"
#include "core/api/seed.hpp"
#include "core/api/sign_in_record.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Task<AccountPtr> known(Application& app, std::string cid) {
  AccountPtr account = co_await app.accounts.find_by_cid(cid);
  if (!account) throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST", "there is no account '" + cid + "'");
  co_return account;
}

Task<void> set_column(Application& app, AccountId id, const char* column, Value value) {
  Transaction transaction;
  transaction.set(account::table, values(id), {column}, values(std::move(value)));
  transaction.add(account::table, values(id), {"session_version"}, values(1));  // sign-ins under way look again
  co_await app.world.store.commit(transaction);
  app.accounts.changed(id);
}

Task<Reply> user_add(Application& app, Asker, std::string json) {
  SignUp form;
  {
    const Fields fields(app.parser, json);
    form.cid = fields.text("cid");
    form.password = fields.text("password");
    form.username = fields.text("username");
    form.nickname = form.username;
    form.role = fields.text("role");
    if (form.role.empty()) form.role = "user";
  }
  const AccountPtr account = co_await app.accounts.sign_up(std::move(form));
  JsonWriter out;
  out.begin_object();
  out.key("id").number(account->id);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> user_password(Application& app, Asker, std::string json) {
  std::string cid, password;
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
    password = fields.text("password");
  }
  const AccountPtr account = co_await known(app, std::move(cid));
  const std::string verifier = co_await app.accounts.enroll(std::move(password));
  co_await set_column(app, account->id, "verifier", verifier);
  co_await app.sessions.end_all(account->id, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

Task<Reply> user_disable(Application& app, Asker, std::string json) {
  std::string cid;
  bool disabled = true;
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
    disabled = fields.flag("disabled", true);
  }
  const AccountPtr account = co_await known(app, std::move(cid));
  co_await set_column(app, account->id, "disabled", static_cast<std::int64_t>(disabled));
  if (disabled) {
    co_await app.sessions.end_all(account->id, COCO_CLOSE_SIGNED_OUT);
    app.guest.end(account->id, COCO_CLOSE_SIGNED_OUT);
  }
  co_return Reply();
}

Task<Reply> user_role(Application& app, Asker, std::string json) {
  std::string cid, role;
  {
    const Fields fields(app.parser, json);
    cid = fields.text("cid");
    role = fields.text("role");
  }
  const AccountPtr account = co_await known(app, std::move(cid));
  co_await set_column(app, account->id, "role", role);
  co_return Reply();
}

Task<Reply> backup(Application& app, Asker, std::string json) {
  std::string path;
  {
    const Fields fields(app.parser, json);
    path = fields.text("path");
  }
  try {
    co_await app.world.store.backup(std::move(path));
  } catch (const coco::Error& e) {
    if (e.code() != COCO_INVALID && e.code() != COCO_UNAVAILABLE) throw;
    throw bad_request(e.what());  // of the path, which is the operator's, or of a storage that keeps nothing
  }
  co_return Reply();
}

Task<Reply> sign_ins(Application& app, Asker, std::string) {
  std::string record = co_await sign_in_record(app);
  co_return Reply(std::move(record));
}

Task<Reply> new_epoch(Application& app, Asker, std::string) {
  co_await app.renew_epoch();
  JsonWriter out;
  out.begin_object();
  out.key("epoch").string(app.store_epoch);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> seed_store(Application& app, Asker, std::string json) {
  SeedPlan plan;
  {
    const Fields fields(app.parser, json);
    plan.accounts = fields.number("accounts", plan.accounts);
    plan.rooms = fields.number("rooms", plan.rooms);
    plan.members_per_room = fields.number("roomsOf", plan.members_per_room);
    plan.messages_per_room = fields.number("messages", plan.messages_per_room);
    plan.regulars = fields.number("regulars", plan.regulars);
    plan.tokens = fields.flag("tokens", plan.tokens);
  }
  const Seeded seeded = co_await seed(app, plan);
  JsonWriter out;
  out.begin_object();
  out.key("accounts").begin_array();
  for (const Seeded::Account& account : seeded.accounts) {
    out.begin_object();
    out.key("id").number(account.id);
    out.key("cid").string(account.cid);
    if (!account.access_token.empty()) out.key("accessToken").string(account.access_token);
    out.end_object();
  }
  out.end_array();
  out.key("rooms").begin_array();
  for (const RoomId& room : seeded.rooms) out.string(room.hex());
  out.end_array();
  out.end_object();
  co_return Reply(out.take());
}

constexpr Field cid = field::text("cid", "the account's").required();
constexpr Field role = field::text("role", "").words("user admin");
constexpr Field new_password = field::text("password", "the new one").required();

constexpr Command commands[] = {
    {.name = "operator.user-add",
     .run = &user_add,
     .who = Who::the_operator,
     .summary = "makes an account",
     .input = {cid, new_password, field::text("username", "the name others see").required(), role},
     .gives = {field::number("id", "the account's")},
     .refusals = {{"EXISTS_INFO", "the cid of somebody else"}}},
    {.name = "operator.user-password",
     .run = &user_password,
     .who = Who::the_operator,
     .summary = "sets a new password; the account's sessions end",
     .input = {cid, new_password}},
    {.name = "operator.user-disable",
     .run = &user_disable,
     .who = Who::the_operator,
     .summary = "ends the account's sessions and lets it sign in no more",
     .input = {cid, field::flag("disabled", "false: it may again")}},
    {.name = "operator.user-role",
     .run = &user_role,
     .who = Who::the_operator,
     .summary = "says what the account may do",
     .input = {cid, role.required()}},
    {.name = "operator.backup",
     .run = &backup,
     .who = Who::the_operator,
     .summary = "writes a copy of everything stored",
     .input = {field::text("path", "where no file is yet").required()},
     .refusals = {{"BAD_REQUEST", "nothing can be written there"}}},
    {.name = "operator.sign-ins",
     .run = &sign_ins,
     .who = Who::the_operator,
     .summary = "lists every stored session, also those that ended a short while ago",
     .gives = {field::objects("sessions", "SessionRecord", "by id")}},
    {.name = "operator.new-epoch",
     .run = &new_epoch,
     .who = Who::the_operator,
     .summary = "lets clients forget the positions they remember",
     .gives = {field::text("epoch", "the new one")}},
    {.name = "operator.seed",
     .run = &seed_store,
     .who = Who::the_operator,
     .summary = "makes accounts, rooms and messages for tests and benchmarks",
     .input = {field::number("accounts", "how many"), field::number("roomsOf", "members of each room; else 10"),
               field::number("rooms", "how many"), field::number("messages", "in each room"),
               field::number("regulars", "of the accounts; they share all rooms among them; else 0"),
               field::flag("tokens", "an access token for each regular; for each account when there are none")},
     .output = "Seeded"},
};

}  // namespace

std::span<const Command> operator_commands() { return commands; }

}  // namespace cocotalk::api
