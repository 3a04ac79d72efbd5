#include "session-policy/newest_wins.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::session_policy {

// The default policy: one session per device class, the newest wins.
class SessionPolicy {
 public:
  static constexpr char id[] = "session-policy", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
  static constexpr const char* needs[] = {nullptr};

  SessionPolicy(coco::Host, const coco::Settings&) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_SESSION_POLICY ? &table_ : nullptr; }

  void decide(const coco_sign_in& incoming, const coco_session* existing, std::uint64_t n, coco_verdict& verdict) noexcept {
    newest_wins(incoming, {existing, n}, verdict);
  }

 private:
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, SessionPolicy)};
};

}  // namespace cocotalk::session_policy

COCO_EXPORT(cocotalk::session_policy::SessionPolicy)
