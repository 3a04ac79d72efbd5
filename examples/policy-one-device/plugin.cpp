// A session policy: one device per account, whatever its class. Who signs in on the phone is signed out of the web page.
#include <cocotalk/session_policy.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <iterator>

class OneDevice {
 public:
  static constexpr char id[] = "policy-one-device", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::millis("undisturbed", "0 s", 0, 3'600'000,
                   "a device that was active this recently keeps its place, and the sign-in is refused; 0: it never does"),
  };

  OneDevice(coco::Host, const coco::Settings& values) : undisturbed_ms_(values.number("undisturbed")) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SESSION_POLICY ? &table_ : nullptr; }

  void decide(const coco_sign_in& incoming, const coco_session* existing, std::uint64_t n, coco_verdict& verdict) noexcept {
    for (std::uint64_t i = 0; i < n; ++i)
      if (incoming.now_ms - existing[i].seen_ms < undisturbed_ms_) return refuse(verdict);
    verdict.admit = 1;
    std::fill_n(verdict.ends, n, std::uint8_t{1});
  }

 private:
  static void refuse(coco_verdict& verdict) noexcept {
    constexpr char why[] = "the account is in use on another device; try again when it is idle";
    verdict.admit = 0;
    std::copy(std::begin(why), std::end(why), verdict.reason);
  }

  const std::int64_t undisturbed_ms_;
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, OneDevice)};
};

COCO_EXPORT(OneDevice)
