// A push note that outlives the call that brought it, and the answer to it.
#pragma once

#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::push_http {

struct Target {
  coco_device_class device;
  std::string token;
  std::int64_t account;
};

struct Note {
  std::int32_t room_type = 0;
  std::string room, room_name, sender, text;
  std::vector<Target> targets;

  Note() = default;
  explicit Note(const coco_push_note& note)
      : room_type(note.room_type),
        room(coco::text(note.room)),
        room_name(coco::text(note.room_name)),
        sender(coco::text(note.sender)),
        text(coco::text(note.text)) {
    for (std::uint64_t i = 0; i < note.n_targets; ++i)
      targets.push_back({note.targets[i]->device, std::string(coco::text(note.targets[i]->token)), note.targets[i]->account});
  }
};

// Per target: whether its token is of no use any more.
using Gone = std::vector<std::uint8_t>;

// One note under way to a push service.
struct Job {
  Note note;
  coco::Completion done;
};

// Has `deliver(const Note&) -> Gone` do it, and answers.
template <class Service>
void answer(Service& service, Job& job) noexcept {
  try {
    const Gone gone = service.deliver(job.note);
    const coco_push_result result{sizeof result, 0, gone.data(), gone.size()};
    job.done.ok(&result);
  } catch (const coco::Error& e) {
    job.done.fail(e.code(), e.what());
  } catch (const std::exception& e) {
    job.done.fail(COCO_INTERNAL, e.what());
  }
}

}  // namespace cocotalk::push_http
