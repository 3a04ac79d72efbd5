// operator.*: the host's own commands, for `cocotalk user`, `backup`, `restore` and `seed`.

#include <utility>

#include "core/api/command.hpp"
#include "core/api/json.hpp"
#include "core/api/seed.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

void only_operator(const Asker& asker) {
  if (asker.link || asker.kind != COCO_OPERATOR) throw not_permitted();
}

std::string required(const Fields& fields, const char* name) {
  std::string text = fields.text(name);
  if (text.empty()) throw bad_request("'" + std::string(name) + "' is missing");
  return text;
}

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

void check_role(const std::string& role) {
  if (role != "user" && role != "admin") throw bad_request("role is '" + role + "', not user or admin");
}

Task<Reply> user_add(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  SignUp form;
  {
    const Fields fields(app.parser, json);
    form.cid = required(fields, "cid");
    form.password = required(fields, "password");
    form.username = required(fields, "username");
    form.nickname = form.username;
    form.role = fields.has("role") ? fields.text("role") : "user";
  }
  check_role(form.role);
  const AccountPtr account = co_await app.accounts.sign_up(std::move(form));
  JsonWriter out;
  out.begin_object();
  out.key("id").number(account->id);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> user_password(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  std::string cid, password;
  {
    const Fields fields(app.parser, json);
    cid = required(fields, "cid");
    password = required(fields, "password");
  }
  const AccountPtr account = co_await known(app, std::move(cid));
  const std::string verifier = co_await app.accounts.enroll(std::move(password));
  co_await set_column(app, account->id, "verifier", verifier);
  co_await app.sessions.end_all(account->id, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

Task<Reply> user_disable(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  std::string cid;
  bool disabled = true;
  {
    const Fields fields(app.parser, json);
    cid = required(fields, "cid");
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

Task<Reply> user_role(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  std::string cid, role;
  {
    const Fields fields(app.parser, json);
    cid = required(fields, "cid");
    role = required(fields, "role");
  }
  check_role(role);
  const AccountPtr account = co_await known(app, std::move(cid));
  co_await set_column(app, account->id, "role", role);
  co_return Reply();
}

Task<Reply> backup(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  std::string path;
  {
    const Fields fields(app.parser, json);
    path = required(fields, "path");
  }
  try {
    co_await app.world.store.backup(std::move(path));
  } catch (const coco::Error& e) {
    if (e.code() != COCO_INVALID) throw;
    throw bad_request(e.what());  // the path, which is the operator's
  }
  co_return Reply();
}

Task<Reply> new_epoch(Application& app, Asker asker, std::string) {
  only_operator(asker);
  co_await app.renew_epoch();
  JsonWriter out;
  out.begin_object();
  out.key("epoch").string(app.store_epoch);
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> seed_store(Application& app, Asker asker, std::string json) {
  only_operator(asker);
  SeedPlan plan;
  {
    const Fields fields(app.parser, json);
    plan.accounts = fields.number("accounts", plan.accounts);
    plan.rooms = fields.number("rooms", plan.rooms);
    plan.members_per_room = fields.number("roomsOf", plan.members_per_room);
    plan.messages_per_room = fields.number("messages", plan.messages_per_room);
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

constexpr Command commands[] = {
    {"operator.user-add", &user_add},
    {"operator.user-password", &user_password},
    {"operator.user-disable", &user_disable},
    {"operator.user-role", &user_role},
    {"operator.backup", &backup},
    {"operator.new-epoch", &new_epoch},
    {"operator.seed", &seed_store},
};

}  // namespace

std::span<const Command> operator_commands() { return commands; }

}  // namespace cocotalk::api
