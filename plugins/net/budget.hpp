// What all clients together leave unread.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace cocotalk::net {

struct Shared;
class Connection;
class Lane;

// One for the host. Every byte that waits for a client is counted here, in net's outboxes and where their owners keep them; when
// it is more than the setting `outbox_total`, the connection with the largest outbox of all lanes is closed.
class Budget {
 public:
  explicit Budget(const Shared& shared) : shared_(shared) {}

  // [any]
  void count(std::int64_t added);
  std::uint32_t percent() const;

 private:
  struct Step;
  void look_for_largest();
  void ask(Lane& lane);
  void answered(std::uint64_t connection, std::uint64_t bytes);
  void close(Lane& lane, std::uint64_t connection);
  std::uint64_t total() const;

  const Shared& shared_;
  std::atomic<std::int64_t> total_ = 0;
  std::atomic<bool> is_looking_ = false;

  std::mutex mutex_;  // of one look
  std::size_t awaited_ = 0;
  std::uint64_t largest_ = 0, largest_bytes_ = 0;
};

}  // namespace cocotalk::net
