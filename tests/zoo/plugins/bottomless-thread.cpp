// Calls itself in a thread of its own until the stack ends.
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <thread>

namespace {

std::uint64_t dig(std::uint64_t depth) {
  volatile char earth[1024];
  earth[depth % sizeof earth] = 1;
  return depth == UINT64_MAX ? 0 : dig(depth + 1) + static_cast<std::uint64_t>(earth[0]);
}

class BottomlessThread {
 public:
  static constexpr char id[] = "bottomless-thread", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};

  BottomlessThread(coco::Host, const coco::Settings&) {}
  void start() {
    std::thread([this] { depth_ = dig(0); }).join();
  }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  std::uint64_t depth_ = 0;
};

}  // namespace

COCO_EXPORT(BottomlessThread)
