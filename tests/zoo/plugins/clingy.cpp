// Everything that keeps a library in memory or runs before it is asked: a unique symbol, a static object, an exported name.
#include <cocotalk/plugin.hpp>

#include <string>

namespace {

class Clingy {
 public:
  static constexpr char id[] = "clingy", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};

  Clingy(coco::Host, const coco::Settings&) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }
};

}  // namespace

// g++ makes the static of an inline function that is visible a unique symbol.
__attribute__((visibility("default"))) inline int& count() {
  static int n = 0;
  return n;
}
__attribute__((visibility("default"))) std::string greeting(static_cast<std::size_t>(++count()), 'h');

COCO_EXPORT(Clingy)
