#include "core/domain/pushes.hpp"

#include <cocotalk/push.h>

#include <algorithm>
#include <utility>

#include "core/domain/blocks.hpp"
#include "core/domain/lease.hpp"
#include "core/domain/quote.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

using Gone = std::vector<std::uint8_t>;

void copy_gone(Gone& to, const coco_push_result& from) { to.assign(from.gone, from.gone + from.n_targets); }

}  // namespace

void Pushes::add_to(Transaction& transaction, const RoomId& room, Value seq) const {
  if (is_active_) transaction.append(outbox::table, values(0, room, std::move(seq), world_.now_ms()));
}

void Pushes::wake() {
  if (!is_active_) return;
  has_more_ = true;
  if (!is_running_) run_after(collapse_ms);
}

void Pushes::tick() {
  const bool was_active = std::exchange(is_active_, static_cast<bool>(world_.host.acquire<coco_push>(COCO_PUSH)));
  if (is_active_ && !was_active) wake();
}

void Pushes::run_after(std::int64_t ms) {
  is_running_ = true;
  world_.executor.after(ms, [this] { runtime::spawn(run()); });
}

runtime::Task<void> Pushes::run() {
  has_more_ = false;
  is_busy_ = true;
  try {
    bool found = true;
    while (found) found = co_await work_off_some();
    retry_ms_ = first_retry_ms;
    is_running_ = false;
    if (has_more_) run_after(collapse_ms);
  } catch (const coco::Error& e) {
    world_.host.warn("devices could not be woken: " + std::string(e.what()) + "; tried again in " + std::to_string(retry_ms_) +
                     " ms");
    run_after(std::exchange(retry_ms_, std::min(2 * retry_ms_, last_retry_ms)));
  }
  is_busy_ = false;
}

std::vector<Pushes::Entry> Pushes::entries_of(const Rows& rows) {
  std::vector<Entry> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RoomId room = RoomId::from_blob(rows[i].text(outbox::room));
    auto found = std::find_if(out.begin(), out.end(), [&room](const Entry& entry) { return entry.room == room; });
    if (found == out.end()) {
      out.emplace_back();
      found = out.end() - 1;
      found->room = room;
    }
    found->seqs.push_back(rows[i].number(outbox::seq));
    found->ts_ms = std::max(found->ts_ms, rows[i].number(outbox::ts_ms));
    found->rows.push_back(rows[i].number(outbox::id));
  }
  return out;
}

runtime::Task<bool> Pushes::work_off_some() {
  const Rows rows = co_await world_.store.read_one(Range(outbox::table).limit(rows_at_once));
  std::vector<Entry> entries = entries_of(rows);
  for (Entry& entry : entries) {
    Transaction done;
    for (const std::int64_t row : entry.rows) done.erase(outbox::table, values(row));
    if (world_.now_ms() - entry.ts_ms < worth_ms) co_await push(std::move(entry));
    co_await world_.store.commit(done);
  }
  co_return !entries.empty();
}

// Without those that were taken back.
runtime::Task<std::vector<Message>> Pushes::messages_of(Entry entry) {
  std::sort(entry.seqs.begin(), entry.seqs.end());
  std::vector<Range> ranges;
  for (const std::int64_t seq : entry.seqs) ranges.push_back(Range::of(event::table, values(entry.room, seq)));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  std::vector<Message> out;
  for (const Rows& row : rows)
    if (!row.empty()) out.push_back(message_from(row[0]));
  std::erase_if(out, [](const Message& m) { return m.deleted_ms != 0; });
  co_return out;
}

runtime::Task<std::vector<AccountId>> Pushes::people_for(RoomPtr room, std::vector<Message> messages) {
  const AccountId sender = messages.back().sender;
  const std::set<AccountId> blockers = co_await blockers_of(world_.store, sender);
  std::set<AccountId> named;
  for (const Message& m : messages) named.insert(m.mentions.begin(), m.mentions.end());
  std::vector<AccountId> out;
  const std::int64_t now_ms = world_.now_ms();
  for (const Member& member : room->members) {
    const AccountId id = member.account->id;
    const bool is_silent = member.is_muted(now_ms) && !named.contains(id);
    if (member.joining && id != sender && !is_silent && !blockers.contains(id) && !room->is_present(id)) out.push_back(id);
  }
  co_return out;
}

runtime::Task<void> Pushes::push(Entry entry) {
  const RoomPtr room = co_await rooms_.find(entry.room);
  const std::vector<Message> messages = co_await messages_of(std::move(entry));
  if (!room || messages.empty()) co_return;  // the room is gone, or what was said in it
  const Message& newest = messages.back();
  const Member* const by = room->member(newest.sender);
  const std::string sender = by == nullptr ? std::string() : by->account->username;
  std::vector<AccountId> people = co_await people_for(room, messages);
  const std::vector<SessionPtr> devices = co_await sessions_.devices_of(std::move(people));
  for (std::size_t at = 0; at < devices.size(); at += targets_at_once) {
    const auto begin = devices.begin() + static_cast<std::ptrdiff_t>(at);
    std::vector<SessionPtr> some(begin, begin + static_cast<std::ptrdiff_t>(std::min(targets_at_once, devices.size() - at)));
    std::string text = summary_of(newest);
    co_await send(room, sender, std::move(text), std::move(some));
  }
}

runtime::Task<void> Pushes::send(RoomPtr room, std::string sender, std::string text, std::vector<SessionPtr> devices) {
  const coco::Lease<coco_push> push = lease_on<coco_push>(world_.host, COCO_PUSH);
  std::vector<coco_push_target> targets;
  for (const SessionPtr& device : devices)
    targets.push_back({sizeof(coco_push_target), device->device, coco::view(device->push_token), device->account});
  std::vector<const coco_push_target*> pointers;
  for (const coco_push_target& target : targets) pointers.push_back(&target);
  const std::string room_id = room->id.hex();
  coco_push_note note{};
  note.size = sizeof note;
  note.room_type = static_cast<std::int32_t>(room->type);
  note.room = coco::view(room_id);
  note.room_name = coco::view(room->name);
  note.sender = coco::view(sender);
  note.text = coco::view(text);
  note.targets = pointers.data();
  note.n_targets = pointers.size();
  runtime::Awaiting<Gone, coco_push_result> sent(world_.executor, &copy_gone);
  push->send(push->self, &note, sent.completion());
  co_await sent;
  if (sent.status() == COCO_INVALID) {  // and would be again
    world_.host.warn("a push was refused: " + sent.why());
    co_return;
  }
  sent.throw_if_failed();
  const Gone gone = sent.kept();
  for (std::size_t i = 0; i < std::min(gone.size(), devices.size()); ++i)
    if (gone[i] != 0) co_await sessions_.forget_push_token(devices[i]);
}

}  // namespace cocotalk::domain
