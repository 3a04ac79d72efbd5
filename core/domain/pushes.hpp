// Waking the devices of people who do not look: from an outbox written in the message's own transaction.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/rooms.hpp"
#include "core/domain/sessions.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// Lives on the loop. At least once for each message, unless a newer one of the same room comes within half a second: then that
// one alone. Who is named in one of them is woken also when he muted the room; nobody by a person whom he blocks. What the push
// service does not take stays in the outbox and is tried again, for an hour. Without a provider of cocotalk.push/1 nothing is
// written.
class Pushes {
 public:
  Pushes(World& world, Rooms& rooms, Sessions& sessions) : world_(world), rooms_(rooms), sessions_(sessions) {}

  // Adds the outbox's row for the message of `room` with sequence `seq` (a result of the same transaction).
  void add_to(Transaction& transaction, const RoomId& room, Value seq) const;
  // After such a transaction was committed.
  void wake();
  // Once a second: whether there is a provider, and what a host before this one left.
  void tick();
  // Whether it is in the middle of something.
  bool is_busy() const { return is_busy_; }

 private:
  static constexpr std::int64_t collapse_ms = 500, first_retry_ms = 1'000, last_retry_ms = 60'000, worth_ms = 60 * 60'000;
  static constexpr std::uint32_t rows_at_once = 200;
  static constexpr std::size_t targets_at_once = 500;  // per note: a push plugin copies it

  // The rows of one room, and the messages they stand for, the newest last.
  struct Entry {
    RoomId room;
    std::int64_t ts_ms = 0;
    std::vector<std::int64_t> seqs, rows;
  };
  void run_after(std::int64_t ms);
  runtime::Task<void> run();
  // False when there was nothing.
  runtime::Task<bool> work_off_some();
  runtime::Task<void> push(Entry entry);
  runtime::Task<std::vector<Message>> messages_of(Entry entry);
  // Whose devices are woken: who does not look, has not muted the room, or is named in one of the messages.
  runtime::Task<std::vector<AccountId>> people_for(RoomPtr room, std::vector<Message> messages);
  runtime::Task<void> send(RoomPtr room, std::string sender, std::string text, std::vector<SessionPtr> devices);
  static std::vector<Entry> entries_of(const Rows& rows);

  World& world_;
  Rooms& rooms_;
  Sessions& sessions_;
  bool is_active_ = false;   // somebody provides cocotalk.push/1
  bool is_running_ = false;  // or will be, by a timer
  bool is_busy_ = false;
  bool has_more_ = false;  // since it began to run
  std::int64_t retry_ms_ = first_retry_ms;
};

}  // namespace cocotalk::domain
