// cocotalk.push/1 for development: who would be woken stands in the log, without the token and the text.
#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::push_log {
namespace {

class LogPush {
 public:
  static constexpr char id[] = "push-log", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_PUSH, nullptr};
  static constexpr const char* needs[] = {nullptr};

  LogPush(coco::Host host, const coco::Settings&) : host_(host) {}

  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PUSH ? &table_ : nullptr; }

  void send(const coco_push_note& note, coco::Completion&& done) {
    for (const coco_push_target* const target : std::span(note.targets, note.n_targets))
      host_.info("would wake the " + std::string(target->device == COCO_WEB ? "page" : "phone") + " of account " +
                 std::to_string(target->account) + ": " + std::string(coco::text(note.sender)) + " wrote in room " +
                 std::string(coco::text(note.room)));
    const std::vector<std::uint8_t> gone(note.n_targets, 0);
    const coco_push_result result{sizeof result, 0, gone.data(), gone.size()};
    done.ok(&result);
  }

 private:
  const coco::Host host_;
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, LogPush)};
};

}  // namespace
}  // namespace cocotalk::push_log

COCO_EXPORT(cocotalk::push_log::LogPush)
