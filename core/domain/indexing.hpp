// The search index follows the rooms' histories.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/finder.hpp"
#include "core/domain/world.hpp"
#include "core/runtime/mutex.hpp"

namespace cocotalk::domain {

// Lives on the loop. Nothing is written with a message: the index knows how far it has got in each room (its position, in the
// index' own transactions), and reads on from there. Which rooms have gone on is known from wake(); after a start, from comparing
// all rooms' heads with their positions, which also fills the index of a database that had none. So no crash can make it miss a
// message; it only makes it later.
class Indexing {
 public:
  Indexing(World& world, Finder& finder) : world_(world), finder_(finder), one_at_a_time_(world.executor) {}

  // The store is open, and this is its name; another one than before, and the index is made anew.
  void begin(std::string record);
  // After an event of the room was stored.
  void wake(const RoomId& room);
  // Once a second: whether somebody provides cocotalk.search/1. Once an hour all rooms are compared again, for whoever took his
  // place.
  void tick();
  // When the room is no more. Throws coco::Error.
  runtime::Task<void> forget(RoomId room);
  // Begins nothing more; what is under way ends soon.
  void stop() { is_stopping_ = true; }
  bool is_busy() const { return is_busy_; }
  // Whether everything is found that was said until it last got to the end.
  bool is_complete() const { return was_complete_; }

 private:
  static constexpr std::int64_t gather_ms = 200;  // between the first message and its indexing, with those that come meanwhile
  static constexpr std::int64_t pause_ms = 10;    // between two pieces of a long way
  static constexpr std::int64_t compare_again_ms = 60 * 60'000;
  static constexpr std::int64_t first_retry_ms = 1'000, last_retry_ms = 60'000;
  static constexpr std::size_t rooms_at_once = 50;
  static constexpr std::uint32_t events_at_once = 400, heads_at_once = 500;

  void compare_anew();
  void run_after(std::int64_t ms);
  runtime::Task<void> run();
  // One piece. False: there is nothing to do.
  runtime::Task<bool> work();
  // Compares some more heads with their positions.
  runtime::Task<void> compare_some();
  // Reads on in some of the rooms that wait.
  runtime::Task<void> follow_some();
  runtime::Task<void> feed_revised(Feeding& feeding, const Rows& events);
  void add_waiting(const RoomId& room);
  std::vector<RoomId> take_waiting();

  World& world_;
  Finder& finder_;
  runtime::Mutex one_at_a_time_;  // what is forgotten is not fed again by what was read before
  std::string record_;            // empty: not begun
  bool is_provided_ = false, is_open_ = false, has_compared_ = false, was_complete_ = false, is_stopping_ = false;
  bool is_running_ = false;  // or will be, by a timer
  bool is_busy_ = false;
  std::optional<RoomId> compared_;  // up to this one
  std::int64_t compared_ms_ = 0;    // when the last one was
  std::deque<RoomId> waiting_;      // rooms with events behind their position, each once
  std::set<RoomId> is_waiting_;
  std::int64_t retry_ms_ = first_retry_ms;
};

}  // namespace cocotalk::domain
