// cocotalk.storage/1 in memory, for tests that need a storage and for simulators that need one that fails.
#pragma once

#include "cocotalk/testing/memory/answer.hpp"
#include "cocotalk/testing/memory/range.hpp"
#include "cocotalk/testing/memory/transaction.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Answers within the call, unless a scheduler is set. All of storage.h holds, from any thread; effects and answers of commits are
// in the order in which the commits were handed in. Everything committed counts as durable. Requests that are still waiting when
// the fake is destroyed are answered "aborted".
class FakeStorage {
 public:
  using Scheduler = std::function<void(std::function<void()>)>;
  // All that outlives a crash: tables, versions, backups. A plain value.
  struct Snapshot {
    memory::Tables tables;
    std::map<std::string, memory::Tables> backups;
  };

  FakeStorage() = default;
  explicit FakeStorage(Snapshot durable) : store_(std::move(durable)) {}
  FakeStorage(const FakeStorage&) = delete;
  FakeStorage& operator=(const FakeStorage&) = delete;
  ~FakeStorage() { *alive_ = false; }

  const coco_storage* table() const { return &table_; }

  // From here on nothing happens within a call: each commit hands the scheduler two steps (decide the next commit, answer the
  // next decided one), each read two (take the snapshot, answer). The scheduler may run the steps it holds in any order, or
  // never, but one at a time, and not from within the call that hands them over; steps left over after the fake is gone do
  // nothing.
  void set_scheduler(Scheduler scheduler) { scheduler_ = std::move(scheduler); }

  // The next commit to be decided fails without effect.
  void fail_next_commit(coco_status status) {
    const std::lock_guard lock(mutex_);
    next_failure_ = status;
  }
  // Asked for each commit, counted from 0, when it is decided: COCO_OK lets it pass. An empty function ends it.
  void fail_commits_with(std::function<coco_status(std::uint64_t n)> decide) {
    const std::lock_guard lock(mutex_);
    decide_failure_ = std::move(decide);
  }

  Snapshot snapshot() const {
    const std::lock_guard lock(mutex_);
    return store_;
  }
  void load(Snapshot durable) {
    const std::lock_guard lock(mutex_);
    store_ = std::move(durable);
  }

  // Refuses what comes from here on, finishes what was accepted. Not from within an answer.
  void stop() {
    std::uint64_t n_reads = 0;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      n_reads = next_read_;
    }
    while (decide_next_commit()) {
    }
    while (has_decided_commit()) answer_next_commit();
    for (std::uint64_t number = 0; number < n_reads; ++number) {
      take_snapshot(number);
      answer_read(number);
    }
  }

  coco_status define(const coco_schema& schema) {
    const std::lock_guard lock(mutex_);
    store_.tables.define(schema);
    return COCO_OK;
  }

  void commit(const coco_transaction& from, coco::Completion&& done) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_) commits_.push_back({memory::Transaction(store_.tables, from), std::move(done)});
    }
    if (done) return done.fail(COCO_ABORTED, "storage is stopping");
    step([this] {
      if (decide_next_commit()) step([this] { answer_next_commit(); });
    });
  }

  void read(const coco_range* from, std::uint64_t n, coco::Completion&& done) {
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      std::vector<memory::Range> ranges = memory::checked(store_.tables, from, n);
      if (!stopping_) reads_.emplace(number = next_read_++, WaitingRead{std::move(ranges), {}, std::move(done)});
    }
    if (done) return done.fail(COCO_ABORTED, "storage is stopping");
    step([this, number] {
      take_snapshot(number);
      step([this, number] { answer_read(number); });
    });
  }

  void backup(std::string_view path, coco::Completion&& done) {
    bool is_new = false;
    {
      const std::lock_guard lock(mutex_);
      is_new = store_.backups.emplace(std::string(path), store_.tables).second;
    }
    if (!is_new) return done.fail(COCO_INVALID, "the file '" + std::string(path) + "' exists");
    done.ok();
  }

  void settle() {}
  coco_status restore(std::string_view path) {
    const std::lock_guard lock(mutex_);
    const auto found = store_.backups.find(std::string(path));
    if (found == store_.backups.end()) throw coco::Error(COCO_INVALID, "the file '" + std::string(path) + "' is no backup");
    store_.tables = found->second;
    return COCO_OK;
  }

 private:
  struct WaitingCommit {
    memory::Transaction transaction;
    coco::Completion done;
  };
  struct DecidedCommit {
    memory::Outcome outcome;
    coco::Completion done;
  };
  struct WaitingRead {
    std::vector<memory::Range> ranges;
    std::vector<memory::Rows> rows;  // filled when the snapshot is taken
    coco::Completion done;
  };

  // Runs `f` now, or lets the scheduler run it later.
  void step(std::function<void()> f) {
    if (!scheduler_) return f();
    scheduler_([alive = alive_, f = std::move(f)] {
      if (*alive) f();
    });
  }

  // False when none waits.
  bool decide_next_commit() {
    const std::lock_guard lock(mutex_);
    if (commits_.empty()) return false;
    WaitingCommit next = std::move(commits_.front());
    commits_.pop_front();
    const coco_status failure = planned_failure();
    memory::Outcome outcome = failure == COCO_OK ? next.transaction.apply(store_.tables)
                                                 : memory::Outcome{failure, "this failure was planned by the test", 0, {}, {0}};
    decided_.push_back({std::move(outcome), std::move(next.done)});
    return true;
  }

  bool has_decided_commit() const {
    const std::lock_guard lock(mutex_);
    return !decided_.empty();
  }

  coco_status planned_failure() {
    const std::uint64_t n = n_commits_++;
    if (next_failure_) return *std::exchange(next_failure_, std::nullopt);
    return decide_failure_ ? decide_failure_(n) : COCO_OK;
  }

  // One thread answers at a time, so that answers keep their order; those due from within an answer follow it.
  void answer_next_commit() {
    std::unique_lock lock(mutex_);
    ++answers_due_;
    if (answering_) return;
    answering_ = true;
    for (; answers_due_ > 0; --answers_due_) {
      if (decided_.empty()) continue;
      DecidedCommit next = std::move(decided_.front());
      decided_.pop_front();
      lock.unlock();
      memory::answer(next.outcome, next.done);
      lock.lock();
    }
    answering_ = false;
  }

  void take_snapshot(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = reads_.find(number);
    if (found == reads_.end() || !found->second.rows.empty()) return;
    for (const memory::Range& range : found->second.ranges) found->second.rows.push_back(range.select(store_.tables));
  }

  void answer_read(std::uint64_t number) {
    std::unique_lock lock(mutex_);
    auto found = reads_.extract(number);
    lock.unlock();
    if (!found.empty()) memory::answer(found.mapped().rows, found.mapped().done);
  }

  mutable std::mutex mutex_;
  Snapshot store_;
  Scheduler scheduler_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  bool stopping_ = false;
  std::deque<WaitingCommit> commits_;
  std::deque<DecidedCommit> decided_;
  std::uint64_t answers_due_ = 0;
  bool answering_ = false;
  std::map<std::uint64_t, WaitingRead> reads_;
  std::uint64_t next_read_ = 0;
  std::uint64_t n_commits_ = 0;
  std::optional<coco_status> next_failure_;
  std::function<coco_status(std::uint64_t)> decide_failure_;
  const coco_storage table_{sizeof(coco_storage),
                            0,
                            this,
                            COCO_BIND(coco_storage, define, FakeStorage),
                            COCO_BIND(coco_storage, commit, FakeStorage),
                            COCO_BIND(coco_storage, read, FakeStorage),
                            COCO_BIND(coco_storage, backup, FakeStorage),
                            COCO_BIND(coco_storage, restore, FakeStorage),
                            COCO_BIND(coco_storage, settle, FakeStorage)};
};

}  // namespace cocotalk::testing
