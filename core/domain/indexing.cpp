#include "core/domain/indexing.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

// Texts only: files have addresses, and what is told is not said.
bool is_searched(const Message& m) { return m.number != 0 && m.type == MessageType::chat; }

void feed_texts(Feeding& feeding, const Rows& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    Message m = message_from(events[i]);
    if (is_searched(m)) feeding.texts.push_back({m.number, m.sent_ms, std::move(m.content)});
  }
}

// Which messages these events say otherwise, or take back.
std::set<std::int64_t> revised_in(const Rows& events) {
  std::set<std::int64_t> out;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Message m = message_from(events[i]);
    if (m.kind == Message::edited_kind || m.kind == Message::deleted_kind) out.insert(m.concerns());
  }
  return out;
}

}  // namespace

// ---- when

void Indexing::begin(std::string record) {
  record_ = std::move(record);
  compare_anew();
  tick();
}

void Indexing::compare_anew() {
  is_open_ = has_compared_ = false;
  compared_.reset();
}

void Indexing::tick() {
  const bool was_provided = std::exchange(is_provided_, finder_.is_there());
  if (!is_provided_ || is_running_) return;
  const bool is_time = has_compared_ && world_.now_ms() - compared_ms_ > compare_again_ms;
  if (is_time) compare_anew();
  if (is_time || !was_provided) run_after(0);
}

void Indexing::wake(const RoomId& room) {
  if (!is_provided_) return;
  add_waiting(room);
  if (!is_running_) run_after(gather_ms);
}

void Indexing::run_after(std::int64_t ms) {
  if (is_stopping_ || record_.empty()) return;
  is_running_ = true;
  world_.executor.after(ms, [this] { runtime::spawn(run()); });
}

runtime::Task<void> Indexing::run() {
  is_busy_ = true;
  bool has_more = false;
  std::int64_t wait_ms = pause_ms;
  try {
    has_more = co_await work();
    retry_ms_ = first_retry_ms;
  } catch (const coco::Error& e) {
    has_more = true;
    wait_ms = std::exchange(retry_ms_, std::min(2 * retry_ms_, last_retry_ms));
    if (e.code() != COCO_BUSY)
      world_.host.warn("the search index does not follow: " + std::string(e.what()) + "; tried again in " +
                       std::to_string(wait_ms) + " ms");
  }
  is_busy_ = is_running_ = false;
  if (has_more && is_provided_) run_after(wait_ms);
}

// ---- what

runtime::Task<bool> Indexing::work() {
  const runtime::Mutex::Guard guard = co_await one_at_a_time_.acquire();
  if (!is_open_) co_await finder_.open(record_);
  is_open_ = true;
  if (!waiting_.empty())
    co_await follow_some();
  else if (!has_compared_)
    co_await compare_some();
  const bool has_more = !waiting_.empty() || !has_compared_;
  was_complete_ = was_complete_ || !has_more;
  co_return has_more;
}

runtime::Task<void> Indexing::compare_some() {
  Range heads = compared_ ? Range(room_head::table).after(values(*compared_)).limit(heads_at_once)
                          : Range(room_head::table).limit(heads_at_once);
  const Rows rows = co_await world_.store.read_one(std::move(heads));
  std::vector<RoomId> rooms;
  for (std::size_t i = 0; i < rows.size(); ++i) rooms.push_back(RoomId::from_blob(rows[i].text(room_head::room)));
  if (rooms.empty()) {
    has_compared_ = true;
    compared_ms_ = world_.now_ms();
    co_return;
  }
  const std::vector<std::int64_t> positions = co_await finder_.positions(rooms);
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    const std::int64_t head = rows[i].number(room_head::seq);
    if (positions[i] > head) co_await finder_.forget(rooms[i]);  // the store was put back by hand
    if (positions[i] != head) add_waiting(rooms[i]);
  }
  compared_ = rooms.back();
}

runtime::Task<void> Indexing::follow_some() {
  const std::vector<RoomId> rooms = take_waiting();
  std::vector<RoomId> unfinished = rooms;
  std::exception_ptr failure;
  try {
    const std::vector<std::int64_t> positions = co_await finder_.positions(rooms);
    const std::uint32_t limit = events_at_once / static_cast<std::uint32_t>(rooms.size());
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < rooms.size(); ++i)
      ranges.push_back(Range(event::table).after(values(rooms[i], positions[i])).to(values(rooms[i])).limit(limit));
    const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
    std::vector<Feeding> feedings;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      if (rows[i].empty()) continue;
      feedings.emplace_back();
      feedings.back().room = rooms[i];
      feed_texts(feedings.back(), rows[i]);
      feedings.back().position = rows[i][rows[i].size() - 1].number(event::seq);
      co_await feed_revised(feedings.back(), rows[i]);
    }
    if (!feedings.empty()) co_await finder_.index(std::move(feedings));
    unfinished.clear();
    for (std::size_t i = 0; i < rooms.size(); ++i)
      if (rows[i].size() == limit) unfinished.push_back(rooms[i]);
  } catch (const coco::Error&) {
    failure = std::current_exception();
  }
  for (const RoomId& room : unfinished) add_waiting(room);
  if (failure) std::rethrow_exception(failure);
}

// As they are now: what was taken back has no text, and is found no more.
runtime::Task<void> Indexing::feed_revised(Feeding& feeding, const Rows& events) {
  std::vector<Range> ranges;
  for (const std::int64_t number : revised_in(events))
    ranges.push_back(Range::in(event::table, event::by_number, values(feeding.room, number)));
  if (ranges.empty()) co_return;
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  for (const Rows& row : rows) feed_texts(feeding, row);
}

void Indexing::add_waiting(const RoomId& room) {
  if (is_waiting_.insert(room).second) waiting_.push_back(room);
}

std::vector<RoomId> Indexing::take_waiting() {
  std::vector<RoomId> out;
  for (; out.size() < rooms_at_once && !waiting_.empty(); waiting_.pop_front()) {
    is_waiting_.erase(waiting_.front());
    out.push_back(waiting_.front());
  }
  return out;
}

runtime::Task<void> Indexing::forget(RoomId room) {
  if (!finder_.is_there()) co_return;
  const runtime::Mutex::Guard guard = co_await one_at_a_time_.acquire();
  co_await finder_.forget(room);
}

}  // namespace cocotalk::domain
