// The readers: a few threads, each with its own connection, answering reads from snapshots beside the writer.
#pragma once

#include "storage/connection.hpp"
#include "storage/range.hpp"

#include <cocotalk/plugin.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::storage {

struct ReaderLimits {
  std::size_t threads;
  std::size_t queue;  // reads that may wait; beyond: COCO_BUSY
  std::int64_t cache_bytes;
};

// Made by Storage::start() after the writer has opened the database, ended by stop().
class Readers {
 public:
  using Job = std::function<void(Connection&)>;

  // Opens the connections on the calling thread. Throws SqliteError.
  Readers(coco::Host host, const std::string& path, const ReaderLimits& limits);
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;
  ~Readers() { stop(); }

  // [any] All ranges are answered from one snapshot, from a reader's thread. COCO_BUSY when the queue is full, COCO_ABORTED when
  // stopping.
  void read(std::vector<Range> ranges, coco::Completion&& done);

  // [any] Runs `job` on a reader's thread and answers; COCO_BUSY while another one runs, so that reads always have a thread.
  void run(Job job, coco::Completion&& done);

  // [any but a reader's] Refuses new work, finishes what was accepted, closes the connections.
  void stop();

 private:
  struct Pending {
    std::vector<Range> ranges;
    Job job;  // empty: a read
    coco::Completion done;
  };

  // Takes `pending` when there is room; else says why not and leaves it.
  coco_status push(Pending& pending);
  void live(Connection& connection);
  void answer(Connection& connection, Pending& pending);
  void work(Connection& connection, Pending& pending);

  const std::size_t max_queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> queue_;
  bool stopping_ = false, has_job_ = false;
  std::int64_t *reads_, *depth_, *busy_;
  std::deque<Connection> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace cocotalk::storage
