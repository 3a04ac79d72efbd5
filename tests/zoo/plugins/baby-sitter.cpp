// Leaves a thread behind when it has stopped.
#include <cocotalk/plugin.hpp>

#include <pthread.h>
#include <unistd.h>

namespace {

class BabySitter {
 public:
  static constexpr char id[] = "baby-sitter", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};

  BabySitter(coco::Host, const coco::Settings&) {}
  void start() {
    pthread_t thread;
    ::pthread_create(
        &thread, nullptr, [](void*) -> void* { return ::pause(), nullptr; }, nullptr);
    ::pthread_setname_np(thread, "never-joined");
  }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }
};

}  // namespace

COCO_EXPORT(BabySitter)
