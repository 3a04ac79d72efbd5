// A thread of its own gives up, in a function of the C library.
#include <cocotalk/plugin.hpp>

#include <cstdlib>
#include <thread>

namespace {

class GivesUp {
 public:
  static constexpr char id[] = "gives-up", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};

  GivesUp(coco::Host, const coco::Settings&) {}
  void start() {
    thread_ = std::thread([] { std::abort(); });
    thread_.join();
  }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  std::thread thread_;
};

}  // namespace

COCO_EXPORT(GivesUp)
