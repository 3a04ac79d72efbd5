#include "auth/password_jobs.hpp"

#include <cocotalk/auth.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/tokens.hpp>

#include <sodium.h>

namespace cocotalk::auth {

// Passwords as argon2id verifiers and tokens of 256 random bits.
class Auth {
 public:
  static constexpr char id[] = "auth", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_AUTH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::bytes("memory", "19 MiB", 8 << 20, 1 << 30, "memory one password check takes (argon2id); more is safer and slower"),
      coco::integer("passes", "2", 1, 16, "passes over that memory (argon2id); more is safer and slower"),
      coco::millis("remember_for", "60 s", 0, 3'600'000,
                   "how long a login that was verified is accepted again without the work; 0: never"),
      coco::integer("remembered_logins", "10000", 0, 1'000'000, "verified logins remembered at once; 0: none"),
  };

  Auth(coco::Host host, const coco::Settings& values) : host_(host), jobs_(host, cost_from(values), memory_from(values)) {}
  void start() {}
  void stop(coco::Completion&& drained) { jobs_.stop(std::move(drained)); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_AUTH ? &table_ : nullptr; }

  void enroll(std::string_view password, coco::Completion&& done) { jobs_.enroll(password, std::move(done)); }
  void authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done) {
    jobs_.authenticate(password, verifier, std::move(done));
  }
  void issue(coco_token_kind kind, coco_token& out) { coco::issue_token(host_, kind, out); }
  coco_status fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
    return coco::write_fingerprint(kind, text, out);
  }

 private:
  static Cost cost_from(const coco::Settings& values) {
    if (sodium_init() < 0) throw coco::Error(COCO_INTERNAL, "libsodium finds no source of random numbers on this system");
    return {static_cast<std::size_t>(values.number("memory")), static_cast<unsigned>(values.number("passes"))};
  }

  static Memory memory_from(const coco::Settings& values) {
    return {values.number("remember_for"), static_cast<std::size_t>(values.number("remembered_logins"))};
  }

  const coco::Host host_;
  PasswordJobs jobs_;
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, Auth),
                         COCO_BIND(coco_auth, authenticate, Auth),
                         COCO_BIND(coco_auth, issue, Auth),
                         COCO_BIND(coco_auth, fingerprint, Auth)};
};

}  // namespace cocotalk::auth

COCO_EXPORT(cocotalk::auth::Auth)
