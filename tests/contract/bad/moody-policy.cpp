// Forgets at every third question to say whether it admits.
#include <cocotalk/session_policy.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <atomic>
#include <string_view>

namespace cocotalk::bad {

class MoodyPolicy {
 public:
  static constexpr char id[] = "moody-policy", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
  static constexpr const char* needs[] = {nullptr};

  MoodyPolicy(coco::Host, const coco::Settings&) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SESSION_POLICY ? &table_ : nullptr; }

  void decide(const coco_sign_in&, const coco_session*, std::uint64_t n, coco_verdict& verdict) noexcept {
    std::fill_n(verdict.ends, n, std::uint8_t{1});
    if (++questions_ % 3 != 0) verdict.admit = 1;
  }

 private:
  std::atomic<unsigned> questions_ = 0;
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, MoodyPolicy)};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::MoodyPolicy)
