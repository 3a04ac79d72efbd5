// admin.sessions and admin.session-end: the devices of everybody.

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/api/command.hpp"
#include "core/api/json.hpp"
#include "core/api/page.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

// Most sessions of the storage have ended. So many are looked at for a page of open ones, which is the shorter then.
constexpr std::uint32_t most_sessions_looked_at = 1000;

struct SessionRow {
  SessionId id;
  AccountId account;
  std::int64_t device, created_ms;
};

// Open ones in the order of their ids; `next` where there may be more.
struct SessionPage {
  std::vector<SessionRow> sessions;
  std::optional<SessionId> next;

  // False when the page is full.
  bool take(const Row& row, std::uint32_t limit) {
    const SessionId id = SessionId::from_blob(row.text(session::id));
    const bool is_open = row.number(session::ended_ms) == 0;
    if (is_open && sessions.size() == limit) return false;
    next = id;
    if (is_open)
      sessions.push_back({id, row.number(session::account), row.number(session::device), row.number(session::created_ms)});
    return true;
  }
};

Task<SessionPage> sessions_of_all(Application& app, Page page) {
  Range range = stretch(Range(session::table), id_after<SessionId>(page.after), most_sessions_looked_at);
  const Rows rows = co_await app.world.store.read_one(std::move(range));
  SessionPage out;
  bool is_all = rows.size() < most_sessions_looked_at;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!out.take(rows[i], page.limit)) {
      is_all = false;
      break;
    }
  if (is_all) out.next.reset();
  co_return out;
}

// Those of one account are few.
Task<SessionPage> sessions_of(Application& app, AccountId account, Page page) {
  std::vector<SessionPtr> open = co_await app.sessions.open_sessions(account);
  std::ranges::sort(open, {}, [](const SessionPtr& session) { return session->id; });
  if (const Values after = id_after<SessionId>(page.after); !after.empty())
    std::erase_if(open, [&after](const SessionPtr& session) { return session->id.blob() <= after[0].bytes; });
  SessionPage out;
  for (const SessionPtr& one : open) {
    if (out.sessions.size() == page.limit) {
      out.next = out.sessions.back().id;
      break;
    }
    out.sessions.push_back({one->id, one->account, one->device, one->created_ms});
  }
  co_return out;
}

// Devices with an open link at this moment.
std::vector<std::string> connected(const Application& app, AccountId account) {
  std::vector<std::string> out;
  for (const LinkPtr& link : app.links.of_account(account)) out.push_back(link->session->id.hex());
  return out;
}

Task<Reply> sessions(Application& app, Asker, std::string json) {
  Page page{Fields(app.parser, json)};
  const std::optional<std::int64_t> account = Fields(app.parser, json).number("account");
  SessionPage found;
  if (account)
    found = co_await sessions_of(app, *account, std::move(page));
  else
    found = co_await sessions_of_all(app, std::move(page));
  std::vector<AccountId> ids;
  for (const SessionRow& one : found.sessions) ids.push_back(one.account);
  const std::vector<AccountPtr> people = co_await app.accounts.find_all(std::move(ids));
  JsonWriter out;
  out.begin_object().key("sessions").begin_array();
  for (std::size_t i = 0; i < found.sessions.size(); ++i) {
    const SessionRow& one = found.sessions[i];
    const std::string id = one.id.hex();
    out.begin_object();
    out.key("id").string(id);
    out.key("account").number(one.account);
    out.key("cid").string(people[i] ? people[i]->cid : "");
    out.key("kind").string(one.device == COCO_WEB ? "WEB" : "MOBILE");
    out.key("since").number(one.created_ms);
    out.key("seen_at");
    if (std::ranges::count(connected(app, one.account), id) != 0)
      out.number(app.world.now_ms());
    else
      out.null();
    out.end_object();
  }
  out.end_array();
  if (found.next) out.key("next").string(found.next->hex());
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> session_end(Application& app, Asker asker, std::string json) {
  AccountId account = 0;
  std::string id;
  {
    const Fields fields(app.parser, json);
    account = fields.number("account", 0);
    id = fields.text("session");
  }
  const AccountPtr admin = co_await admin_of(app, std::move(asker));
  const std::vector<SessionPtr> open = co_await app.sessions.open_sessions(account);
  const auto found = std::ranges::find_if(open, [&id](const SessionPtr& one) { return one->id.hex() == id; });
  if (found == open.end())
    throw Refusal(COCO_NOT_FOUND, "NOT_FOUND",
                  "no device of account " + std::to_string(account) + " is signed in as '" + id + "'");
  note_admin(app, *admin, "ends session " + id + " of account " + std::to_string(account));
  co_await app.sessions.end(*found, COCO_CLOSE_SIGNED_OUT);
  co_return Reply();
}

constexpr Command commands[] = {
    {.name = "admin.sessions",
     .run = &sessions,
     .who = Who::admin,
     .summary = "lists signed-in devices; a page may have fewer than `limit`, although there are more",
     .input = {field::number("account", "only those of this one"), field::after, field::page_limit},
     .gives = {field::objects("sessions", "AdminSession", ""), field::next}},
    {.name = "admin.session-end",
     .run = &session_end,
     .who = Who::admin,
     .summary = "ends a session of anybody",
     .input = {field::number("account", "whose").required(), field::text("session", "an id of `admin.sessions`").required()},
     .refusals = {{"NOT_FOUND", "no open session of that account"}}},
};

}  // namespace

std::span<const Command> admin_session_commands() { return commands; }

}  // namespace cocotalk::api
