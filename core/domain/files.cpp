#include "core/domain/files.hpp"

#include <cocotalk/files.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/domain/lease.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/room.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::uint32_t swept_at_once = 100, forgotten_at_once = 100;
constexpr std::int64_t being_erased = 0;  // as due_ms: nobody can keep it any more
constexpr std::int64_t retry_ms = 60'000;
constexpr int max_tries = 10;

// What insert() looks at.
void add_ranges(std::vector<Range>& ranges, const NewFile& file) {
  ranges.push_back(Range::of(doomed_file::table, values(file.name)));
  if (!file.thumbnail.empty()) ranges.push_back(Range::of(doomed_file::table, values(file.thumbnail)));
}

Refusal vanished() { return {COCO_RETRY, "RETRY", "the file was not claimed in time; send it again", 1000}; }

void undoom(Transaction& transaction, const std::string& name, const Rows& found) {
  const std::int64_t due = found.empty() ? being_erased : found[0].number(doomed_file::due_ms);
  if (due == being_erased) throw vanished();
  transaction.expect(doomed_file::table, values(name), {"due_ms"}, values(due));
  transaction.erase(doomed_file::table, values(name));
}

// `found`: from the answers to add_ranges().
void insert(Transaction& transaction, Value owner, FileUse use, const std::optional<RoomId>& room, const NewFile& file,
            std::int64_t now_ms, const Rows* found) {
  undoom(transaction, file.name, found[0]);
  if (!file.thumbnail.empty()) undoom(transaction, file.thumbnail, found[1]);
  transaction.insert(file::table,
                     values(file.name, std::move(owner), static_cast<std::int64_t>(use), room ? Value(*room) : Value(),
                            Value::null_if_empty(file.thumbnail), file.bytes, now_ms));
}

}  // namespace

void Files::refuse_over_quota(std::int64_t bytes) const {
  if (bytes > world_.limits.account_file_bytes) throw Refusal(COCO_INVALID, "QUOTA", "올릴 수 있는 용량을 모두 사용했습니다.");
}

runtime::Task<void> Files::admit(SessionPtr by, std::int64_t bytes) {
  world_.refuse_if_short();
  const std::string key = std::to_string(by->account);
  const std::int64_t now = world_.now_ms(), wait_ms = uploads_.wait_ms(key, world_.limits.uploads_per_minute, now);
  if (wait_ms > 0)
    throw Refusal(COCO_RATE, "QUOTA", "파일을 너무 자주 올렸습니다. 잠시 후 다시 시도해 주세요.",
                  static_cast<std::uint32_t>(wait_ms));
  uploads_.count(key, now);
  const Rows usage = co_await world_.store.read_one(Range::of(file_usage::table, values(by->account)));
  refuse_over_quota(bytes + (usage.empty() ? 0 : usage[0].number(file_usage::bytes)));
}

runtime::Task<void> Files::announce(std::string name) {
  world_.refuse_if_short();
  Transaction transaction;
  transaction.absent(file::table, nullptr, values(name));
  doom(transaction, name);
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict&) {
    throw Refusal(COCO_CONFLICT, "CONFLICT", "there is already a file " + name);
  }
}

runtime::Task<void> Files::keep(Transaction& transaction, AccountId owner, FileUse use, std::optional<NewFile> file,
                                std::optional<RoomId> room) {
  std::vector<Range> ranges;
  ranges.push_back(Range::of(file_usage::table, values(owner)));
  if (file) add_ranges(ranges, *file);
  if (use != FileUse::message)
    ranges.push_back(Range::in(file::table, file::by_account, values(owner, static_cast<std::int64_t>(use))));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));

  const std::int64_t before = rows[0].empty() ? 0 : rows[0][0].number(file_usage::bytes);
  std::int64_t after = before + (file ? file->bytes : 0);
  const Rows& old = rows.back();
  for (std::size_t i = 0; use != FileUse::message && i < old.size(); ++i) {
    after -= old[i].number(file::bytes);
    doom(transaction, old[i]);
  }
  if (file) refuse_over_quota(after);
  if (rows[0].empty())
    transaction.absent(file_usage::table, nullptr, values(owner));
  else
    transaction.expect(file_usage::table, values(owner), {"bytes"}, values(before));
  transaction.put(file_usage::table, values(owner, after));
  if (file) insert(transaction, owner, use, room, *file, world_.now_ms(), &rows[1]);
}

runtime::Task<void> Files::keep_for_new(Transaction& transaction, Value owner, NewFile file) {
  std::vector<Range> ranges;
  add_ranges(ranges, file);
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  transaction.put(file_usage::table, values(owner, file.bytes));
  insert(transaction, std::move(owner), FileUse::picture, std::nullopt, file, world_.now_ms(), rows.data());
}

runtime::Task<void> Files::keep_for_message(SessionPtr by, RoomPtr room, NewFile file) {
  for (int tries = 0; tries < max_tries; ++tries) {
    const Member* const self = room->member(by->account);
    if (self == nullptr) throw not_permitted();
    Transaction transaction;
    const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
    transaction.expect(member::table, values(room->id, by->account), {"generation"}, values(self->generation));
    co_await keep(transaction, by->account, FileUse::message, file, room->id);
    try {
      co_await world_.store.commit(transaction);
      co_return;
    } catch (const Conflict& c) {  // another upload of the account, or its membership changed: look again
      if (c.op() == signed_in) throw expired_token();
    }
  }
  throw Refusal(COCO_CONFLICT, "CONFLICT", "the account's files changed again and again", 100);
}

runtime::Task<bool> Files::forget_room(RoomId room) {
  const Rows rows = co_await world_.store.read_one(Range::in(file::table, file::by_room, values(room)).limit(forgotten_at_once));
  if (rows.empty()) co_return true;
  Transaction transaction;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    doom(transaction, rows[i]);
    transaction.add(file_usage::table, values(rows[i].number(file::account)), {"bytes"}, values(-rows[i].number(file::bytes)));
  }
  co_await world_.store.commit(transaction);
  co_return false;
}

// ---- what is to vanish

void Files::doom(Transaction& transaction, const std::string& name) {
  const std::int64_t due = due_ms();
  transaction.put(doomed_file::table, values(name, due));
  next_due_ms_ = std::min(next_due_ms_, due);
}

void Files::doom(Transaction& transaction, const Row& file) {
  transaction.erase(file::table, values(file.text(file::name)));
  doom(transaction, file.text(file::name));
  if (!file.is_null(file::thumbnail)) doom(transaction, file.text(file::thumbnail));
}

// Uploads that begin from now on are due later than this.
void Files::recover() {
  is_sweeping_ = true;
  runtime::spawn(sweep(due_ms() - 1));
}

void Files::tick() {
  if (is_sweeping_ || world_.now_ms() < next_due_ms_) return;
  is_sweeping_ = true;
  runtime::spawn(sweep(world_.now_ms()));
}

runtime::Task<void> Files::sweep(std::int64_t until_ms) {
  try {
    for (bool has_more = true; has_more;) {
      const Rows rows = co_await world_.store.read_one(
          Range(doomed_file::table, doomed_file::by_due).to(values(until_ms)).limit(swept_at_once));
      has_more = rows.size() == swept_at_once;
      for (std::size_t i = 0; i < rows.size(); ++i)
        co_await erase(rows[i].text(doomed_file::name), rows[i].number(doomed_file::due_ms));
    }
    next_due_ms_ = never;
    const Rows next = co_await world_.store.read_one(Range(doomed_file::table, doomed_file::by_due).limit(1));
    if (!next.empty()) next_due_ms_ = std::min(next_due_ms_, next[0].number(doomed_file::due_ms));
  } catch (const coco::Error& e) {
    next_due_ms_ = world_.now_ms() + retry_ms;
    world_.host.warn("files that nobody shows were not erased yet: " + std::string(e.what()));
  }
  is_sweeping_ = false;
}

// First it is settled that nobody keeps it any more, then the bytes go, then its name is forgotten.
runtime::Task<void> Files::erase(std::string name, std::int64_t due) {
  const coco::Lease<coco_files> files = lease_on<coco_files>(world_.host, COCO_FILES);
  Transaction settled;
  settled.expect(doomed_file::table, values(name), {"due_ms"}, values(due));
  settled.set(doomed_file::table, values(name), {"due_ms"}, values(being_erased));
  bool is_kept = false;
  try {
    co_await world_.store.commit(settled);
  } catch (const Conflict&) {
    is_kept = true;
  }
  if (is_kept) co_return;
  runtime::Awaiting<runtime::Nothing, runtime::Nothing> erased(world_.executor, nullptr);
  files->erase(files->self, coco::view(name), erased.completion());
  co_await erased;
  erased.throw_if_failed();
  Transaction forgotten;
  forgotten.erase(doomed_file::table, values(name));
  co_await world_.store.commit(forgotten);
}

}  // namespace cocotalk::domain
