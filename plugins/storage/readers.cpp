#include "storage/readers.hpp"

#include <optional>
#include <utility>

namespace cocotalk::storage {

namespace {

// A single statement is a snapshot by itself.
void select_all(Connection& connection, const std::vector<Range>& ranges, Rows& rows) {
  std::optional<Open> snapshot;
  if (ranges.size() > 1) snapshot.emplace(connection, connection.begin);
  for (const Range& range : ranges) range.select(connection, rows);
}

}  // namespace

Readers::Readers(coco::Host host, const std::string& path, const ReaderLimits& limits)
    : max_queue_(limits.queue),
      reads_(host.counter("reads", "reads answered ok")),
      depth_(host.gauge("read_queue_depth", "reads that wait for a reader")),
      busy_(host.counter("busy_refusals", "requests refused because a queue was full", "queue=\"read\"")) {
  for (std::size_t i = 0; i < limits.threads; ++i) connections_.emplace_back(path, Connection::Role::reader, limits.cache_bytes);
  for (Connection& connection : connections_) threads_.emplace_back([this, &connection] { live(connection); });
}

void Readers::read(std::vector<Range> ranges, coco::Completion&& done) {
  Pending pending{std::move(ranges), {}, std::move(done)};
  const coco_status refused = push(pending);
  if (refused == COCO_BUSY) pending.done.fail(refused, "too many reads wait to be answered");
  if (refused == COCO_ABORTED) pending.done.fail(refused, "storage is stopping");
}

void Readers::run(Job job, coco::Completion&& done) {
  Pending pending{{}, std::move(job), std::move(done)};
  const coco_status refused = push(pending);
  if (refused == COCO_BUSY) pending.done.fail(refused, "another backup is being written, or too many reads wait");
  if (refused == COCO_ABORTED) pending.done.fail(refused, "storage is stopping");
}

coco_status Readers::push(Pending& pending) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return COCO_ABORTED;
    if (queue_.size() >= max_queue_ || (pending.job && has_job_)) {
      coco::add(busy_);
      return COCO_BUSY;
    }
    has_job_ = has_job_ || pending.job;
    queue_.push_back(std::move(pending));
    __atomic_store_n(depth_, static_cast<std::int64_t>(queue_.size()), __ATOMIC_RELAXED);
  }
  changed_.notify_one();
  return COCO_OK;
}

void Readers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  connections_.clear();
}

void Readers::live(Connection& connection) {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !queue_.empty() || stopping_; });
    if (queue_.empty()) return;
    Pending pending = std::move(queue_.front());
    queue_.pop_front();
    __atomic_store_n(depth_, static_cast<std::int64_t>(queue_.size()), __ATOMIC_RELAXED);
    lock.unlock();
    if (pending.job)
      work(connection, pending);
    else
      answer(connection, pending);
  }
}

void Readers::answer(Connection& connection, Pending& pending) {
  Rows rows;
  try {
    select_all(connection, pending.ranges, rows);
  } catch (const coco::Error& error) {
    return pending.done.fail(error.code(), std::string("cannot read: ") + error.what());
  }
  const std::vector<coco_rows> views = rows.views();
  const coco_read_result result{sizeof(coco_read_result), 0, views.data(), views.size()};
  coco::add(reads_);
  pending.done.ok(&result);
}

void Readers::work(Connection& connection, Pending& pending) {
  std::optional<coco::Error> failure;
  try {
    pending.job(connection);
  } catch (const coco::Error& error) {
    failure = error;
  }
  {
    const std::lock_guard lock(mutex_);
    has_job_ = false;
  }
  if (failure)
    pending.done.fail(failure->code(), failure->what());
  else
    pending.done.ok();
}

}  // namespace cocotalk::storage
