// Its start() throws; everything started before is stopped.
#include <cocotalk/plugin.hpp>

namespace {

class ThrowingStart {
 public:
  static constexpr char id[] = "throwing-start", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {nullptr};
  ThrowingStart(coco::Host, const coco::Settings&) {}
  void start() { throw coco::Error(COCO_INTERNAL, "cocotalk.db is newer than this program; use a newer cocotalk"); }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return nullptr; }
};

}  // namespace

COCO_EXPORT(ThrowingStart)
