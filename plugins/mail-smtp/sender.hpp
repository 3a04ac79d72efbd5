// The letters that wait, and how the next one is sent.
#pragma once

#include "mail-smtp/server.hpp"

#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <cstddef>

namespace cocotalk::mail_smtp {

// Sends one letter after the other on a thread of its own. At `max_waiting` it is busy. What still waits at close() is answered
// "aborted": nobody waits for a mail server when the host stops.
class Sender {
 public:
  Sender(coco::Host host, ServerSettings server, std::size_t max_waiting);
  // [any]
  void offer(Letter letter, coco::Completion&& done);
  // [main] Ends when the letter under way has.
  void close() { worker_.close(); }

 private:
  struct Job {
    Letter letter;
    coco::Completion done;
  };
  void deliver(Job& job);

  const coco::Host host_;
  Server server_;
  std::int64_t* const sent_;
  std::int64_t* const failed_;
  coco::Worker<Job> worker_;  // last: it uses everything above
};

}  // namespace cocotalk::mail_smtp
