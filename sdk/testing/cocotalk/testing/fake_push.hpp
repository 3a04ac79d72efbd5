// A push that keeps what it was given. For tests and simulators.
#pragma once

#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace cocotalk::testing {

// Provides cocotalk.push/1 while it lives. All functions [any]; answers before send() returns.
class FakePush {
 public:
  struct Note {
    std::int32_t room_type;
    std::string room, room_name, sender, text;
    std::vector<std::string> tokens;
    std::vector<std::int64_t> accounts;
  };

  const coco_push* table() const noexcept { return &table_; }
  // What send() answers from now on; a failure keeps nothing.
  void set_status(coco_status status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  // From now on this token is answered as gone.
  void forget(const std::string& token) {
    const std::lock_guard lock(mutex_);
    gone_.insert(token);
  }
  std::vector<Note> notes() const {
    const std::lock_guard lock(mutex_);
    return notes_;
  }

  void send(const coco_push_note& note, coco::Completion&& done) {
    const std::lock_guard lock(mutex_);
    if (status_ != COCO_OK) return done.fail(status_, "told to fail");
    Note kept{note.room_type, text(note.room), text(note.room_name), text(note.sender), text(note.text), {}, {}};
    std::vector<std::uint8_t> gone;
    for (std::uint64_t i = 0; i < note.n_targets; ++i) {
      kept.tokens.push_back(text(note.targets[i]->token));
      kept.accounts.push_back(note.targets[i]->account);
      gone.push_back(static_cast<std::uint8_t>(gone_.count(kept.tokens.back())));
    }
    notes_.push_back(std::move(kept));
    const coco_push_result result{sizeof result, 0, gone.data(), gone.size()};
    done.ok(&result);
  }

 private:
  static std::string text(coco_view view) { return std::string(coco::text(view)); }
  mutable std::mutex mutex_;
  coco_status status_ = COCO_OK;
  std::set<std::string> gone_;
  std::vector<Note> notes_;
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, FakePush)};
};

}  // namespace cocotalk::testing
