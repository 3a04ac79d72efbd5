// An auth whose passwords are their own verifiers, and which forgets to answer for one of them.
#include <cocotalk/auth.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/tokens.hpp>

#include <utility>

namespace {

class ForgetfulAuth {
 public:
  static constexpr char id[] = "auth", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_AUTH, nullptr};
  static constexpr const char* needs[] = {nullptr};

  ForgetfulAuth(coco::Host host, const coco::Settings&) : host_(host) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return &table_; }

  void enroll(std::string_view password, coco::Completion&& done) {
    const coco_view verifier = coco::view(password);
    done.ok(&verifier);
  }
  void authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done) {
    if (password == "forget-this-password") {
      const coco::Completion dropped = std::move(done);
      return;
    }
    if (password != verifier) return done.fail(COCO_DENIED, "another password");
    done.ok();
  }
  void issue(coco_token_kind kind, coco_token& out) { coco::issue_token(host_, kind, out); }
  coco_status fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
    return coco::write_fingerprint(kind, text, out);
  }

 private:
  const coco::Host host_;
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, ForgetfulAuth),
                         COCO_BIND(coco_auth, authenticate, ForgetfulAuth),
                         COCO_BIND(coco_auth, issue, ForgetfulAuth),
                         COCO_BIND(coco_auth, fingerprint, ForgetfulAuth)};
};

}  // namespace

COCO_EXPORT(ForgetfulAuth)
