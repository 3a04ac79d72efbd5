// admin.accounts and .rooms: who and what is there, page by page. A page reads as many rows as it shows, and what is
// counted of each; never a whole table.

#include <algorithm>
#include <charconv>
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

Values account_after(const std::string& text) {
  if (text.empty()) return {};
  AccountId id = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failure != std::errc() || end != text.data() + text.size()) refuse_after(text);
  return values(id);
}

std::int64_t in_them(const Rows& members) {
  std::int64_t n = 0;
  for (std::size_t i = 0; i < members.size(); ++i) n += members[i].number(member::joining) == member::is_in ? 1 : 0;
  return n;
}

// ---- accounts

struct AccountRow {
  AccountId id;
  std::string cid, username, role;
};

// By number, or those whose cid begins with `query` by cid.
Range account_range(const std::string& query, const Page& page) {
  if (query.empty()) return stretch(Range(account::table), account_after(page.after), page.rows());
  Range by_cid(account::table, account::by_cid);
  if (page.after.empty()) return std::move(by_cid).from(values(query)).limit(page.rows());
  if (!page.after.starts_with(query)) refuse_after(page.after);
  return stretch(std::move(by_cid), values(page.after), page.rows());
}

std::vector<AccountRow> matching(const Rows& rows, const std::string& query) {
  std::vector<AccountRow> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    if (!row.text(account::cid).starts_with(query)) break;
    out.push_back({row.number(account::id), row.text(account::cid), row.text(account::username), row.text(account::role)});
  }
  return out;
}

// One account at a time: somebody may be in thousands of rooms.
Task<void> write_account(Application& app, JsonWriter& out, const AccountRow& account) {
  std::vector<Range> ranges;
  ranges.push_back(Range::in(member::table, member::by_account, values(account.id)));
  ranges.push_back(Range::in(session::table, session::by_account, values(account.id, 0)));
  const std::vector<Rows> read = co_await app.world.store.read(std::move(ranges));
  out.begin_object();
  out.key("id").number(account.id);
  out.key("cid").string(account.cid);
  out.key("username").string(account.username);
  out.key("role").string(account.role);
  out.key("rooms").number(in_them(read[0]));
  out.key("sessions").number(static_cast<std::int64_t>(read[1].size()));
  out.key("online").boolean(!app.links.of_account(account.id).empty());
  out.end_object();
}

Task<Reply> accounts(Application& app, Asker, std::string json) {
  const Page page{Fields(app.parser, json)};
  const std::string query = Fields(app.parser, json).text("query");
  const Rows rows = co_await app.world.store.read_one(account_range(query, page));
  std::vector<AccountRow> found = matching(rows, query);
  const bool has_next = found.size() > page.limit;
  if (has_next) found.pop_back();
  JsonWriter out;
  out.begin_object().key("accounts").begin_array();
  for (const AccountRow& one : found) co_await write_account(app, out, one);
  out.end_array();
  if (has_next) out.key("next").string(query.empty() ? std::to_string(found.back().id) : found.back().cid);
  out.end_object();
  co_return Reply(out.take());
}

// ---- rooms

std::string_view kind_of(std::int64_t type) {
  switch (static_cast<RoomType>(type)) {
    case RoomType::direct: return "private";
    case RoomType::group: return "group";
    case RoomType::open: return "open";
    case RoomType::own: return "own";
  }
  return "";
}

Task<void> write_room_counts(Application& app, JsonWriter& out, RoomId id) {
  std::vector<Range> ranges;
  ranges.push_back(Range::of(member::table, values(id)));
  ranges.push_back(Range::of(room_head::table, values(id)));
  ranges.push_back(Range::in(event::table, event::by_number, values(id)).descending().limit(1));
  const std::vector<Rows> read = co_await app.world.store.read(std::move(ranges));
  out.key("members").number(in_them(read[0]));
  out.key("messages").number(read[1].empty() ? 0 : read[1][0].number(room_head::number));
  out.key("last_at");
  if (read[2].empty())
    out.null();
  else
    out.number(read[2][0].number(event::ts_ms));
}

Task<Reply> rooms(Application& app, Asker, std::string json) {
  const Page page{Fields(app.parser, json)};
  Range range = stretch(Range(room::table), id_after<RoomId>(page.after), page.rows());
  const Rows rows = co_await app.world.store.read_one(std::move(range));
  const std::size_t n = std::min<std::size_t>(rows.size(), page.limit);
  RoomId last;
  JsonWriter out;
  out.begin_object().key("rooms").begin_array();
  for (std::size_t i = 0; i < n; ++i) {
    last = RoomId::from_blob(rows[i].text(room::id));
    out.begin_object();
    out.key("id").string(last.hex());
    out.key("name").string(rows[i].text(room::name));
    out.key("kind").string(kind_of(rows[i].number(room::type)));
    co_await write_room_counts(app, out, last);
    out.end_object();
  }
  out.end_array();
  if (rows.size() > n) out.key("next").string(last.hex());
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {.name = "admin.accounts",
     .run = &accounts,
     .who = Who::admin,
     .summary = "lists accounts by their number, or by cid those whose cid begins with something",
     .input = {field::text("query", "how the cid begins"), field::after, field::page_limit},
     .gives = {field::objects("accounts", "AdminAccount", ""), field::next}},
    {.name = "admin.rooms",
     .run = &rooms,
     .who = Who::admin,
     .summary = "lists rooms, without what is said in them",
     .input = {field::after, field::page_limit},
     .gives = {field::objects("rooms", "AdminRoom", ""), field::next}},
};

}  // namespace

std::span<const Command> admin_list_commands() { return commands; }

}  // namespace cocotalk::api
