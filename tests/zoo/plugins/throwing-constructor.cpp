// Its constructor throws: the waist turns it into a sentence.
#include <cocotalk/plugin.hpp>

namespace {

class ThrowingConstructor {
 public:
  static constexpr char id[] = "throwing-constructor", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};
  ThrowingConstructor(coco::Host, const coco::Settings&) {
    throw std::runtime_error("the stars are wrong; wait for better ones");
  }
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }
};

}  // namespace

COCO_EXPORT(ThrowingConstructor)
