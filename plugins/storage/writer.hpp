// The writer: one thread, one connection, group commit.
#pragma once

#include "storage/connection.hpp"
#include "storage/disk_health.hpp"
#include "storage/group.hpp"

#include <cocotalk/plugin.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cocotalk::storage {

struct WriterLimits {
  std::size_t queue;          // transactions that may wait; beyond: COCO_BUSY
  std::uint64_t queue_bytes;  // and what they may weigh
  std::chrono::milliseconds gather;
  std::int64_t checkpoint_bytes;
  std::int64_t cache_bytes;
};

// Takes all that queued while the last group was written (at most 512) and commits it as one. Answers, in order, from its thread,
// when the commit is durable. Checkpoints when idle or when the log has grown. Made by Storage::start(), ended by stop().
class Writer {
 public:
  static constexpr std::size_t max_group = 512;

  // Opens the database on the calling thread, then starts the writer's. Throws SqliteError.
  Writer(coco::Host host, const std::string& path, const WriterLimits& limits);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  // [any] Answers COCO_BUSY at once when the queue is full, COCO_ABORTED when stopping.
  void push(Transaction transaction, coco::Completion&& done);

  // [any but the writer's] Runs `job` on the writer's thread between two groups and waits for it; throws the coco::Error it
  // throws.
  void run(const std::function<void(Connection&)>& job);

  // [any but the writer's] stop() is near: empties the log. stop() then begins it anew, so that who opens it next finds next to
  // nothing in it, and keeps its file: to give the space back takes ten times as long.
  void settle();

  // [any but the writer's] Refuses new work, finishes what was accepted, empties the log into the database. Returns when that is
  // done; the readers' connections must be closed before.
  void stop();

 private:
  struct Pending {
    Transaction transaction;
    coco::Completion done;
  };
  using Job = std::function<void(Connection&)>;
  struct Turn {
    std::vector<Pending> group;
    std::deque<Job> jobs;
    bool is_last = false;
  };

  void live();
  Turn next_turn();
  void gather(std::unique_lock<std::mutex>& lock);
  void commit(std::vector<Pending>& group);
  void answer(std::vector<Pending>& group, const std::vector<Outcome>& outcomes);
  void refuse(std::vector<Pending>& group, coco_status status, const std::string& why);
  void checkpoint_at(std::int64_t log_bytes);
  void finish();
  void probe();
  void write_a_little();

  const WriterLimits limits_;
  Connection connection_;
  DiskHealth disk_;
  std::size_t last_group_ = 0, group_before_ = 0;
  bool is_settled_ = false;  // until it was idle

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> queue_;
  std::uint64_t queued_bytes_ = 0;
  std::size_t wake_at_ = 1;  // the length of the queue the writer waits for
  std::deque<Job> jobs_;
  bool stopping_ = false;

  std::int64_t *commits_, *commit_microseconds_, *transactions_, *conflicts_, *depth_, *group_size_, *busy_, *checkpoints_,
      *log_bytes_;
  std::thread thread_;
};

}  // namespace cocotalk::storage
