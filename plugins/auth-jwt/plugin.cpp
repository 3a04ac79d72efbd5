#include "auth-jwt/keys.hpp"
#include "auth-jwt/token.hpp"

#include <cocotalk/auth.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/tokens.hpp>

#include <sodium.h>

#include <string>

namespace cocotalk::auth_jwt {

// Who somebody is says an identity provider: in the place of the password stands a token it signed. An account is bound to that
// provider's subject; sessions are ours, with tokens as those of the plugin `auth`.
class AuthJwt {
 public:
  static constexpr char id[] = "auth-jwt", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_AUTH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("issuer", nullptr, "who must have issued a token (iss)"),
      coco::string("audience", nullptr, "whom it must be for (aud)"),
      coco::list("keys", nullptr,
                 "the issuer's public keys (Ed25519): NAME=FILE for PEM, FILE for a JWK or JWK Set; read at the start"),
      coco::millis("leeway", "30 s", 0, 300'000, "by how much the issuer's clock may differ from ours"),
      coco::millis("max_age", "1 h", 0, 2'592'000'000,
                   "how long after its issue a token is accepted, whatever it says; 0: as long as it says"),
  };

  AuthJwt(coco::Host host, const coco::Settings& values)
      : host_(host),
        key_files_(values.items("keys")),
        expected_{values.text("issuer"), values.text("audience"), values.number("leeway") / 1000,
                  values.number("max_age") / 1000},
        accepted_(host.counter("identity_tokens", "identity tokens presented, by outcome", "outcome=\"accepted\"")),
        refused_(host.counter("identity_tokens", "identity tokens presented, by outcome", "outcome=\"refused\"")) {
    if (sodium_init() < 0) throw coco::Error(COCO_INTERNAL, "libsodium finds no source of random numbers on this system");
    for (const auto& [name, value] : {std::pair("issuer", &expected_.issuer), {"audience", &expected_.audience}})
      if (value->empty()) throw coco::Error(COCO_INVALID, "setting '" + std::string(name) + "' is empty; every token names one");
  }
  void start() { keys_ = read_keys(key_files_); }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_AUTH ? &table_ : nullptr; }

  // Binds an account: to the subject of a token that is presented (who signs up), or to the subject that is written (`cocotalk
  // user add`).
  void enroll(std::string_view text, coco::Completion&& done) {
    std::string subject(text);
    if (looks_like_a_token(text)) {
      const auto verdict = judge(text);
      const auto* accepted = std::get_if<Accepted>(&verdict);
      if (accepted == nullptr) return done.fail(COCO_UNAUTHORIZED, "the identity token is not accepted");
      subject = accepted->subject;
    }
    if (!is_subject(subject)) return done.fail(COCO_INVALID, "the subject has 1 to 255 bytes and no control characters");
    const std::string verifier = verifier_of(subject);
    const coco_view result = coco::view(verifier);
    done.ok(&result);
  }

  // The whole token is judged before the account is looked at: an unknown account takes the same time.
  void authenticate(std::string_view token, std::string_view verifier, coco::Completion&& done) {
    const auto verdict = judge(token);
    const auto* accepted = std::get_if<Accepted>(&verdict);
    if (accepted == nullptr || verifier_of(accepted->subject) != verifier)
      return done.fail(COCO_UNAUTHORIZED, "the account is unknown or the identity token is not its own");
    done.ok();
  }

  void issue(coco_token_kind kind, coco_token& out) { coco::issue_token(host_, kind, out); }
  coco_status fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
    return coco::write_fingerprint(kind, text, out);
  }

 private:
  static std::string verifier_of(const std::string& subject) { return "subject:" + subject; }

  std::variant<Accepted, Refused> judge(std::string_view token) const {
    auto verdict = verify(token, keys_, expected_, host_.now_ms() / 1000);
    const auto* refused = std::get_if<Refused>(&verdict);
    coco::add(refused == nullptr ? accepted_ : refused_);
    if (refused != nullptr) host_.debug("an identity token was refused: " + std::string(refused->why));
    return verdict;
  }

  const coco::Host host_;
  const std::vector<std::string> key_files_;
  const Expected expected_;
  std::int64_t *const accepted_, *const refused_;
  Keys keys_;
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, AuthJwt),
                         COCO_BIND(coco_auth, authenticate, AuthJwt),
                         COCO_BIND(coco_auth, issue, AuthJwt),
                         COCO_BIND(coco_auth, fingerprint, AuthJwt)};
};

}  // namespace cocotalk::auth_jwt

COCO_EXPORT(cocotalk::auth_jwt::AuthJwt)
