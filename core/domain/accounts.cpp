#include "core/domain/accounts.hpp"

#include <cocotalk/auth.h>

#include <algorithm>
#include <utility>

#include "core/domain/lease.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::int64_t repeated_sign_up_ms = 60'000;

AccountPtr from_row(const Row& row) {
  auto out = std::make_shared<Account>();
  out->id = row.number(account::id);
  out->cid = row.text(account::cid);
  out->username = row.text(account::username);
  out->nickname = row.text(account::nickname);
  out->email = row.text(account::email);
  out->phone = row.text(account::phone);
  out->birth = row.text(account::birth);
  out->status = row.number(account::status);
  out->picture = row.text(account::picture);
  out->background = row.text(account::background);
  out->message = row.text(account::message);
  out->verifier = row.text(account::verifier);
  out->role = row.text(account::role);
  out->disabled = row.number(account::disabled) != 0;
  out->session_version = row.number(account::session_version);
  return out;
}

void copy_text(std::string& to, const coco_view& from) { to = coco::text(from); }

Refusal busy() { return {COCO_BUSY, "BUSY", "too many passwords are being checked", 1000}; }

Refusal too_long(const char* field, std::size_t limit) {
  return {COCO_INVALID, "BAD_REQUEST", std::string(field) + " is longer than " + std::to_string(limit) + " characters"};
}

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

runtime::Task<AccountPtr> Accounts::find(AccountId id) {
  if (AccountPtr cached = cache_.find(id)) co_return cached;
  co_return co_await reload(id);
}

runtime::Task<AccountPtr> Accounts::find_living(AccountId id) {
  AccountPtr found = co_await find(id);
  co_return found && found->is_deleted() ? nullptr : found;
}

runtime::Task<AccountPtr> Accounts::reload(AccountId id) {
  const std::uint64_t losses = cache_.losses();
  const Rows rows = co_await world_.store.read_one(Range::of(account::table, values(id)));
  if (rows.empty()) co_return nullptr;
  AccountPtr found = from_row(rows[0]);
  if (cache_.losses() == losses) cache_.put(id, found);
  co_return found;
}

runtime::Task<AccountPtr> Accounts::find_in(const char* index, std::string value) {
  const std::uint64_t losses = cache_.losses();
  const Rows rows = co_await world_.store.read_one(Range::in(account::table, index, values(value)));
  if (rows.empty()) co_return nullptr;
  AccountPtr found = from_row(rows[0]);
  if (cache_.losses() == losses) cache_.put(found->id, found);
  co_return found;
}

runtime::Task<AccountPtr> Accounts::find_by_cid(std::string cid) { return find_in(account::by_cid, std::move(cid)); }
runtime::Task<AccountPtr> Accounts::find_by_email(std::string email) { return find_in(account::by_email, std::move(email)); }
runtime::Task<AccountPtr> Accounts::find_by_phone(std::string phone) { return find_in(account::by_phone, std::move(phone)); }

runtime::Task<std::vector<AccountPtr>> Accounts::find_all(std::vector<AccountId> ids) {
  std::vector<AccountPtr> out(ids.size());
  std::vector<Range> ranges;
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out[i] = cache_.find(ids[i]);
    if (out[i]) continue;
    missing.push_back(i);
    ranges.push_back(Range::of(account::table, values(ids[i])));
  }
  if (missing.empty()) co_return out;
  const std::uint64_t losses = cache_.losses();
  const std::vector<Rows> read = co_await world_.store.read(std::move(ranges));
  const bool still_true = cache_.losses() == losses;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (read[i].empty()) continue;
    out[missing[i]] = from_row(read[i][0]);
    if (still_true) cache_.put(ids[missing[i]], out[missing[i]]);
  }
  co_return out;
}

runtime::Task<std::string> Accounts::enroll(std::string password) {
  const coco::Lease<coco_auth> auth = lease_on<coco_auth>(world_.host, COCO_AUTH);
  runtime::Awaiting<std::string, coco_view> answer(world_.executor, &copy_text);
  auth->enroll(auth->self, coco::view(password), answer.completion());
  co_await answer;
  if (answer.status() == COCO_BUSY) throw busy();
  answer.throw_if_failed();
  co_return std::move(answer.kept());
}

runtime::Task<bool> Accounts::authenticate(AccountPtr account, std::string password) {
  const coco::Lease<coco_auth> auth = lease_on<coco_auth>(world_.host, COCO_AUTH);
  runtime::Awaiting<runtime::Nothing, runtime::Nothing> answer(world_.executor, nullptr);
  const bool known = account != nullptr && !account->disabled;
  const std::string verifier = known ? account->verifier : std::string();
  auth->authenticate(auth->self, coco::view(password), coco::view(verifier), answer.completion());
  co_await answer;
  if (answer.status() == COCO_BUSY) throw busy();
  if (answer.status() == COCO_UNAUTHORIZED) co_return false;
  answer.throw_if_failed();
  co_return known;
}

runtime::Task<void> Accounts::set_password(AccountPtr proven, std::string password, Transaction more) {
  const std::string verifier = co_await enroll(std::move(password));
  const AccountId id = proven->id;
  more.expect(account::table, values(id), {"verifier"}, values(proven->verifier));
  more.set(account::table, values(id), {"verifier"}, values(verifier));
  more.add(account::table, values(id), {"session_version"}, values(1));
  bool conflict = false;
  try {
    co_await world_.store.commit(more);
  } catch (const Conflict&) {
    conflict = true;
  }
  changed(id);
  if (conflict) throw Refusal(COCO_CONFLICT, "CONFLICT", "the password was changed meanwhile");
}

void Accounts::check_lengths(const std::string& username, const std::string& nickname, const std::string& phone,
                             const std::string& email) const {
  const Limits& limits = world_.limits;
  if (characters(username) > limits.name_characters) throw too_long("username", limits.name_characters);
  if (characters(nickname) > limits.name_characters) throw too_long("nickname", limits.name_characters);
  if (characters(phone) > limits.name_characters) throw too_long("phone", limits.name_characters);
  if (characters(email) > limits.email_characters) throw too_long("email", limits.email_characters);
}

runtime::Task<AccountPtr> Accounts::sign_up(SignUp form) {
  world_.refuse_if_short();
  const Limits& limits = world_.limits;
  if (characters(form.cid) > limits.name_characters) throw too_long("cid", limits.name_characters);
  check_lengths(form.username, form.nickname, form.phone, form.email);

  const std::int64_t now = world_.now_ms();
  std::erase_if(recent_, [now](const auto& entry) { return now - entry.second.at_ms > repeated_sign_up_ms; });
  if (const auto found = recent_.find(form.cid); found != recent_.end()) {
    AccountPtr before = co_await find(found->second.id);
    const bool same = co_await authenticate(before, form.password);
    if (same) co_return before;
  }

  std::string verifier = co_await enroll(std::move(form.password));
  const std::string cid = form.cid;
  AccountPtr added = co_await add(std::move(form), std::move(verifier));
  if (recent_.size() < 10'000) recent_.insert_or_assign(cid, Recent{added->id, now});
  co_return added;
}

runtime::Task<AccountPtr> Accounts::add(SignUp form, std::string verifier) {
  Transaction transaction;
  Values row(account::created_ms + 1);
  row[account::id] = 0;
  row[account::cid] = form.cid;
  row[account::username] = form.username;
  row[account::nickname] = form.nickname;
  row[account::email] = Value::null_if_empty(form.email);
  row[account::phone] = Value::null_if_empty(form.phone);
  row[account::birth] = Value::null_if_empty(form.birth);
  row[account::status] = form.status;
  row[account::picture] = form.picture ? Value(form.picture->url) : Value();
  row[account::verifier] = verifier;
  row[account::role] = form.role;
  row[account::disabled] = 0;
  row[account::session_version] = 0;
  row[account::created_ms] = world_.now_ms();
  const std::size_t appended = transaction.append(account::table, std::move(row));
  if (form.picture) co_await files_.keep_for_new(transaction, Value::result(appended), *form.picture);
  AccountId id = 0;
  try {
    const Committed done = co_await world_.store.commit(transaction);
    id = done.result(appended);
  } catch (const Conflict&) {
    throw Refusal(COCO_INVALID, "EXISTS_INFO", "cid, e-mail or phone is taken");
  }
  co_return co_await find(id);
}

}  // namespace cocotalk::domain
