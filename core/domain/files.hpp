// Files people have uploaded: how many, how large, whose; and those that are to vanish.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "core/domain/session.hpp"
#include "core/domain/throttle.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

struct Room;

enum class FileUse : std::int64_t { message = 0, picture = 1, background = 2 };

// A file that has arrived whole, as whoever stored it says.
struct NewFile {
  std::string name, thumbnail;  // in the store; an empty thumbnail: there is none
  std::string url;              // what clients fetch it by
  std::int64_t bytes = 0;       // of both
};

// Lives on the loop. A file's life: *announced* before anybody can open it, *kept* when somebody's transaction says whose it is,
// *doomed* when nobody shows it any more. What is announced is doomed until it is kept, so nothing is left of an upload that
// failed anywhere, also by a crash. The bytes themselves are in cocotalk.files/1.
class Files {
 public:
  explicit Files(World& world) : world_(world), uploads_(minute_ms) {}

  // Before the first byte, which is counted. Refuses QUOTA (too many a minute; what would not fit) and RETRY. `bytes`: as the
  // client says; 0 if it does not.
  runtime::Task<void> admit(SessionPtr by, std::int64_t bytes);
  // From now on a file of this name vanishes, unless it is kept within a minute. Durable when answered. Refuses CONFLICT when it
  // is somebody's already.
  runtime::Task<void> announce(std::string name);
  // Adds to `transaction` that the file is the account's, in place of its older pictures of the same use; nothing: in place of
  // them there is none. Refuses QUOTA, and RETRY when it has vanished. The commit conflicts when the account's files have changed
  // meanwhile.
  runtime::Task<void> keep(Transaction& transaction, AccountId owner, FileUse use, std::optional<NewFile> file,
                           std::optional<RoomId> room = std::nullopt);
  // The same for the picture of an account that the transaction itself makes; `owner` is its number.
  runtime::Task<void> keep_for_new(Transaction& transaction, Value owner, NewFile file);
  // A file for a message, by a member of the room.
  runtime::Task<void> keep_for_message(SessionPtr by, std::shared_ptr<Room> room, NewFile file);
  // Dooms some of the files of a room that is gone; true when there were no more.
  runtime::Task<bool> forget_room(RoomId room);

  // At the start: what was announced before it vanishes.
  void recover();
  // Every second: erases what is due.
  void tick();
  // Something is being erased.
  bool is_busy() const { return is_sweeping_; }

 private:
  static constexpr std::int64_t minute_ms = 60'000, never = std::numeric_limits<std::int64_t>::max();

  std::int64_t due_ms() const { return world_.now_ms() + world_.limits.unclaimed_ms; }
  void doom(Transaction& transaction, const std::string& name);
  void doom(Transaction& transaction, const Row& file);
  void refuse_over_quota(std::int64_t bytes) const;
  runtime::Task<void> sweep(std::int64_t until_ms);
  runtime::Task<void> erase(std::string name, std::int64_t due);

  World& world_;
  Windows uploads_;
  std::int64_t next_due_ms_ = never;
  bool is_sweeping_ = false;
};

}  // namespace cocotalk::domain
