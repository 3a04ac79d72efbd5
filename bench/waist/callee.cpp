#include "waist/callee.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::bench {
namespace {

class ByVirtualFunction final : public Virtual {
 public:
  void decide(const coco_sign_in& incoming, const coco_session*, std::uint64_t n, coco_verdict& verdict) override {
    verdict.admit = incoming.device + static_cast<std::int32_t>(n);
  }
};

class ByTable {
 public:
  void decide(const coco_sign_in& incoming, const coco_session*, std::uint64_t n, coco_verdict& verdict) {
    verdict.admit = incoming.device + static_cast<std::int32_t>(n);
  }
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, ByTable)};
};

}  // namespace

std::unique_ptr<Virtual> make_virtual() { return std::make_unique<ByVirtualFunction>(); }
const coco_session_policy* table() {
  static const ByTable policy;
  return &policy.table_;
}

}  // namespace cocotalk::bench
