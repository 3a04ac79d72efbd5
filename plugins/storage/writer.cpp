#include "storage/writer.hpp"

#include "storage/backup.hpp"

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace cocotalk::storage {

namespace {

constexpr auto idle = std::chrono::milliseconds(200);

void set(std::int64_t* gauge, std::int64_t value) { __atomic_store_n(gauge, value, __ATOMIC_RELAXED); }

std::int64_t microseconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

Writer::Writer(coco::Host host, const std::string& path, const WriterLimits& limits)
    : limits_(limits),
      connection_(path, Connection::Role::writer, limits.cache_bytes),
      disk_(host),
      commits_(host.counter("commits", "groups of transactions made durable")),
      commit_microseconds_(host.counter("commit_microseconds", "time these groups took, from the first statement on")),
      transactions_(host.counter("transactions", "transactions answered ok")),
      conflicts_(host.counter("conflicts", "transactions answered conflict or invalid by the writer")),
      depth_(host.gauge("commit_queue_depth", "transactions that wait for the writer")),
      group_size_(host.gauge("commit_group_size", "transactions in the last group")),
      busy_(host.counter("busy_refusals", "requests refused because a queue was full", "queue=\"commit\"")),
      checkpoints_(host.counter("checkpoints", "times the log was moved to the database")),
      log_bytes_(host.gauge("log_bytes", "bytes in the write-ahead log that are not in the database")) {
  thread_ = std::thread([this] { live(); });
}

Writer::~Writer() { stop(); }

void Writer::push(Transaction transaction, coco::Completion&& done) {
  std::unique_lock lock(mutex_);
  if (stopping_) {
    lock.unlock();
    return done.fail(COCO_ABORTED, "storage is stopping");
  }
  if (queue_.size() >= limits_.queue || queued_bytes_ + transaction.bytes() > limits_.queue_bytes) {
    lock.unlock();
    coco::add(busy_);
    return done.fail(COCO_BUSY, "too many transactions wait to be stored");
  }
  queued_bytes_ += transaction.bytes();
  queue_.push_back({std::move(transaction), std::move(done)});
  set(depth_, static_cast<std::int64_t>(queue_.size()));
  const bool wake = queue_.size() == wake_at_;
  lock.unlock();
  if (wake) changed_.notify_one();
}

void Writer::run(const std::function<void(Connection&)>& job) {
  // Failures come back as values: an exception that two threads share is freed by the one that lets go last.
  coco_status failure = COCO_OK;
  std::string why;
  const auto done = std::make_shared<std::promise<void>>();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) throw coco::Error(COCO_ABORTED, "storage is stopping");
    jobs_.emplace_back([&, done](Connection& connection) {
      try {
        job(connection);
      } catch (const coco::Error& error) {
        failure = error.code();
        why = error.what();
      }
      done->set_value();
    });
  }
  changed_.notify_one();
  done->get_future().get();
  if (failure != COCO_OK) throw coco::Error(failure, why);
}

void Writer::settle() {
  run([this](Connection& connection) {
    connection.checkpoint();
    is_settled_ = true;
  });
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::live() {
  for (;;) {
    Turn turn = next_turn();
    if (!turn.group.empty()) commit(turn.group);
    for (Job& job : turn.jobs) job(connection_);
    if (turn.is_last) return finish();
    const bool is_idle = turn.group.empty() && turn.jobs.empty();
    if (is_idle && disk_.refuses_writes()) probe();
    if (is_idle) is_settled_ = false;
    checkpoint_at(is_idle ? 1 : limits_.checkpoint_bytes);
  }
}

// Waits for work; an empty turn after a while without any.
Writer::Turn Writer::next_turn() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, idle, [this] { return !queue_.empty() || !jobs_.empty() || stopping_; });
  gather(lock);
  Turn turn;
  const std::size_t n = std::min(queue_.size(), max_group);
  turn.group.reserve(n);
  for (; turn.group.size() < n; queue_.pop_front()) {
    queued_bytes_ -= queue_.front().transaction.bytes();
    turn.group.push_back(std::move(queue_.front()));
  }
  set(depth_, static_cast<std::int64_t>(queue_.size()));
  turn.jobs = std::exchange(jobs_, {});
  turn.is_last = stopping_ && queue_.empty();
  return turn;
}

// When the last groups were larger than the one or two that wait now, the senders that were just answered are about to come back:
// waiting for them a little halves the commits. A lone sender never waits.
void Writer::gather(std::unique_lock<std::mutex>& lock) {
  const std::size_t expected = std::min(std::max(last_group_, group_before_), max_group);
  if (queue_.empty() || queue_.size() > 2 || expected <= 2) return;
  wake_at_ = expected;
  changed_.wait_for(lock, limits_.gather, [&] { return queue_.size() >= expected || stopping_; });
  wake_at_ = 1;
}

void Writer::commit(std::vector<Pending>& group) {
  group_before_ = std::exchange(last_group_, group.size());
  set(group_size_, static_cast<std::int64_t>(group.size()));
  if (disk_.is_lost())
    return refuse(group, COCO_ABORTED, "the disk lost writes; the storage does nothing until it is started again");
  std::vector<const Transaction*> transactions;
  for (const Pending& pending : group) transactions.push_back(&pending.transaction);
  try {
    const auto begun = std::chrono::steady_clock::now();
    const std::vector<Outcome> outcomes = commit_group(connection_, transactions);
    coco::add(commit_microseconds_, microseconds_since(begun));
    disk_.writes_succeed();
    answer(group, outcomes);
  } catch (const SqliteError& error) {
    disk_.writes_fail(error);
    if (error.is_fsync()) return refuse(group, COCO_ABORTED, "the disk could not say whether the transaction is stored");
    refuse(group, COCO_RETRY, std::string("nothing was stored: ") + error.what());
  }
}

void Writer::answer(std::vector<Pending>& group, const std::vector<Outcome>& outcomes) {
  coco::add(commits_);
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Outcome& outcome = outcomes[i];
    coco::add(outcome.status == COCO_OK ? transactions_ : conflicts_);
    if (outcome.status != COCO_OK) {
      const coco_committed conflict{sizeof(coco_committed), 0, outcome.failed_op, nullptr, nullptr, 0};
      group[i].done.fail(outcome.status, outcome.why, outcome.status == COCO_CONFLICT ? &conflict : nullptr);
      continue;
    }
    const auto first = group[i].transaction.first_result();
    const coco_committed result{sizeof(coco_committed), 0, outcome.failed_op, outcome.results.data(), first.data(),
                                first.size() - 1};
    group[i].done.ok(&result);
  }
}

void Writer::refuse(std::vector<Pending>& group, coco_status status, const std::string& why) {
  for (Pending& pending : group) pending.done.fail(status, why);
}

void Writer::checkpoint_at(std::int64_t log_bytes) {
  set(log_bytes_, connection_.log_bytes());
  if (disk_.is_lost() || connection_.log_bytes() < log_bytes) return;
  try {
    connection_.checkpoint();
    coco::add(checkpoints_);
    set(log_bytes_, connection_.log_bytes());
    disk_.checkpoints_succeed();
  } catch (const SqliteError& error) {
    if (!error.is_busy()) disk_.checkpoints_fail(error);  // else Storage::settle() moves it at this moment
  }
}

// What stays in the log is found there by the next start.
void Writer::finish() {
  if (disk_.is_lost()) return;
  try {
    if (!is_settled_) return connection_.final_checkpoint();
    connection_.checkpoint();
    write_a_little();
  } catch (const SqliteError& error) {
    disk_.checkpoints_fail(error);
  }
}

// To see whether the disk takes it again.
void Writer::probe() {
  try {
    write_a_little();
    disk_.writes_succeed();
  } catch (const SqliteError& error) {
    disk_.writes_fail(error);
  }
}

// What is there already; SQLite writes this nevertheless, unlike a row that stays as it is.
void Writer::write_a_little() {
  Open open(connection_, connection_.begin_immediate);
  Statement(connection_.handle(), "PRAGMA application_id = " + std::to_string(application_id)).run();
  open.commit();
}

}  // namespace cocotalk::storage
