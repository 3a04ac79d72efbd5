// A session policy: so many signed-in devices per account, whatever their class; who signs in last stays.
#include <cocotalk/session_policy.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

class TemplateSessionPolicy {
 public:
  static constexpr char id[] = "template-session-policy", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("devices", "2", 1, 100, "signed-in devices an account may have; for one more, the oldest leaves"),
  };

  TemplateSessionPolicy(coco::Host, const coco::Settings& values)
      : devices_(static_cast<std::uint64_t>(values.number("devices"))) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SESSION_POLICY ? &table_ : nullptr; }

  // [any] Pure: the same question gets the same verdict. The sessions come oldest first; `ends` has a byte for each, 0 on entry.
  void decide(const coco_sign_in&, const coco_session*, std::uint64_t n, coco_verdict& verdict) noexcept {
    verdict.admit = 1;
    if (n >= devices_) std::fill_n(verdict.ends, n - devices_ + 1, std::uint8_t{1});
  }

 private:
  const std::uint64_t devices_;
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, TemplateSessionPolicy)};
};

COCO_EXPORT(TemplateSessionPolicy)
