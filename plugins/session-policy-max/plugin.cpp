#include "session-policy-max/limit.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::session_policy_max {

// The policy for several devices of a class.
class SessionPolicyMax {
 public:
  static constexpr char id[] = "session-policy-max", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr const char* winners[] = {"newest", "oldest", nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("sessions", "5", 0, 1000, "sessions an account may have per device class (mobile, web); 0: any number"),
      coco::choice("wins", "newest", winners,
                   "who stays when all are taken: newest ends the oldest session, oldest refuses the sign-in"),
  };

  SessionPolicyMax(coco::Host, const coco::Settings& values)
      : limit_{values.number("sessions"), values.text("wins") == "oldest" ? Winner::oldest : Winner::newest} {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SESSION_POLICY ? &table_ : nullptr; }

  void decide(const coco_sign_in& incoming, const coco_session* existing, std::uint64_t n, coco_verdict& verdict) noexcept {
    session_policy_max::decide(limit_, incoming, {existing, n}, verdict);
  }

 private:
  const Limit limit_;
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, SessionPolicyMax)};
};

}  // namespace cocotalk::session_policy_max

COCO_EXPORT(cocotalk::session_policy_max::SessionPolicyMax)
