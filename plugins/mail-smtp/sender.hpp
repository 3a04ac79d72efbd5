// The letters that wait, and the thread that sends them.
#pragma once

#include "mail-smtp/server.hpp"

#include <cocotalk/plugin.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>

namespace cocotalk::mail_smtp {

// Sends one letter after the other. At `max_waiting` it is busy. What still waits at close() is answered "aborted": nobody waits
// for a mail server when the host stops.
class Sender {
 public:
  Sender(coco::Host host, ServerSettings server, std::size_t max_waiting);
  ~Sender() { close(); }
  // [any]
  void offer(Letter letter, coco::Completion&& done);
  // [main] Ends when the letter under way has.
  void close();

 private:
  struct Job {
    Letter letter;
    coco::Completion done;
  };
  void work();
  void deliver(Job& job);

  const coco::Host host_;
  Server server_;
  const std::size_t max_waiting_;
  std::int64_t* const sent_;
  std::int64_t* const failed_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool is_closed_ = false;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace cocotalk::mail_smtp
