// Push that writes into the log who would be woken; never the token, which wakes a device, nor what was said.
#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

class TemplatePush {
 public:
  static constexpr char id[] = "template-push", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_PUSH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::boolean("pages", "true", "wake web pages too, not only phones"),
  };

  TemplatePush(coco::Host host, const coco::Settings& values) : host_(host), wakes_pages_(values.flag("pages")) {}
  void start() { woken_ = host_.counter("template_push_woken", "devices that would have been woken"); }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PUSH ? &table_ : nullptr; }

  // [any] A service that is asked over the network needs a thread: see coco::Worker in <cocotalk/worker.hpp>.
  void send(const coco_push_note& note, coco::Completion&& done) {
    for (std::uint64_t i = 0; i < note.n_targets; ++i) {
      const coco_push_target& target = *note.targets[i];
      if (target.device == COCO_WEB && !wakes_pages_) continue;
      coco::add(woken_);
      host_.info("would wake a device of account " + std::to_string(target.account) + " for room " +
                 std::string(coco::text(note.room)));
    }
    const std::vector<std::uint8_t> gone(note.n_targets, 0);  // 1: no device will ever answer to this token again
    const coco_push_result result{sizeof result, 0, gone.data(), gone.size()};
    done.ok(&result);
  }

 private:
  const coco::Host host_;
  const bool wakes_pages_;
  std::int64_t* woken_ = nullptr;  // the host's
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, TemplatePush)};
};

COCO_EXPORT(TemplatePush)
