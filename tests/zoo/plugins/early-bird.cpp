// Starts a thread before it is started, and leaves it behind.
#include <cocotalk/plugin.hpp>

#include <pthread.h>
#include <unistd.h>

namespace {

class EarlyBird {
 public:
  static constexpr char id[] = "early-bird", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};

  EarlyBird(coco::Host, const coco::Settings&) {
    pthread_t thread;
    ::pthread_create(
        &thread, nullptr, [](void*) -> void* { return ::pause(), nullptr; }, nullptr);
  }
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }
};

}  // namespace

COCO_EXPORT(EarlyBird)
