// The contract of every auth. It speaks of passwords; here somebody's password is what he says to his identity provider, who then
// signs a token for him: so all of its rules apply. Then what is only this plugin's.
#include "auth-jwt/issuer.hpp"

#include <cocotalk/testing/auth_contract.hpp>

#include <fstream>

namespace cocotalk::testing {

const auth_jwt::test::Issuer identity_provider{1};

// FakeHost's clock stands here.
constexpr std::int64_t now_s = 1'700'000'000;

inline std::string token_for(const std::string& subject, std::int64_t exp_s = now_s + 60) {
  return identity_provider.sign(auth_jwt::test::header, R"({"iss":"https://id.example","aud":"chat","sub":")" + subject +
                                                            R"(","iat":)" + std::to_string(now_s) + R"(,"exp":)" +
                                                            std::to_string(exp_s) + "}");
}

// The plugin with its key in a file.
class Running {
 public:
  explicit Running(const SettingTexts& changed = {}) {
    const std::string file = folder_.path() / "keys.jwk";
    std::ofstream(file) << identity_provider.jwk("k1");
    SettingTexts settings{{"issuer", "https://id.example"}, {"audience", "chat"}, {"keys", file}};
    for (const auto& [name, value] : changed) settings[name] = value;
    plugin_.emplace(coco_plugin_abi1, settings);
  }
  TestedPlugin& plugin() { return *plugin_; }
  const coco_auth* auth() { return plugin_->table<coco_auth>(COCO_AUTH); }

 private:
  const TemporaryFolder folder_;
  std::optional<TestedPlugin> plugin_;
};

// Whoever knows the password is this subject, of any length and any bytes.
inline std::string subject_of(std::string_view password) {
  unsigned char digest[32];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(password.data()), password.size(), nullptr, 0);
  return auth_jwt::test::base64url({reinterpret_cast<const char*>(digest), sizeof digest});
}

class BehindAnIdentityProvider {
 public:
  const coco_auth* table() const { return &table_; }

  void enroll(std::string_view password, coco::Completion&& done) {
    const std::string subject = subject_of(password);
    with_->enroll(with_->self, coco::view(subject), handed_on(std::move(done)));
  }
  void authenticate(std::string_view password, coco_view verifier, coco::Completion&& done) {
    const std::string token = token_for(subject_of(password));
    with_->authenticate(with_->self, coco::view(token), verifier, handed_on(std::move(done)));
  }
  coco_status issue(coco_token_kind kind, coco_token* out, coco_error* error) {
    return with_->issue(with_->self, kind, out, error);
  }
  coco_status fingerprint(coco_token_kind kind, coco_view text, std::uint8_t* out) {
    return with_->fingerprint(with_->self, kind, text, out);
  }

 private:
  static coco_completion handed_on(coco::Completion&& done) {
    return coco::on_completion<void>(
        [done = std::move(done)](coco_status status, const void* result, const coco_error* error) mutable {
          if (status == COCO_OK) return done.ok(result);
          done.fail(status, error->text);
        });
  }

  Running running_;
  const coco_auth* with_ = running_.auth();
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, BehindAnIdentityProvider),
                         COCO_BIND(coco_auth, authenticate, BehindAnIdentityProvider),
                         COCO_BIND(coco_auth, issue, BehindAnIdentityProvider),
                         COCO_BIND(coco_auth, fingerprint, BehindAnIdentityProvider)};
};

}  // namespace cocotalk::testing

COCO_AUTH_CONTRACT(AuthJwt, [] { return provider_of_fake<coco_auth, BehindAnIdentityProvider>(); })

namespace cocotalk::testing {
namespace {

struct Enrolled {
  coco_status status;
  std::string verifier, why;
};

Enrolled enroll(const coco_auth* auth, std::string_view text) {
  Answer<std::string> answer;
  auth->enroll(auth->self, coco::view(text),
               answer.expect<coco_view>([](const coco_view* verifier) { return std::string(coco::text(*verifier)); }));
  return {answer.status(), answer.kept().value_or(""), answer.why()};
}

coco_status authenticate(const coco_auth* auth, std::string_view token, std::string_view verifier) {
  Answer<int> answer;
  auth->authenticate(auth->self, coco::view(token), coco::view(verifier), answer.expect_nothing());
  return answer.status();
}

TEST(AuthJwt, ATokenOpensTheAccountOfItsSubjectAndNoOther) {
  Running running;
  const std::string anna = enroll(running.auth(), "anna").verifier;
  EXPECT_EQ(authenticate(running.auth(), token_for("anna"), anna), COCO_OK);
  EXPECT_EQ(authenticate(running.auth(), token_for("ben"), anna), COCO_UNAUTHORIZED);
  EXPECT_EQ(authenticate(running.auth(), token_for("anna"), "anna"), COCO_UNAUTHORIZED);
  EXPECT_EQ(authenticate(running.auth(), "anna", anna), COCO_UNAUTHORIZED) << "a subject is no secret";
  EXPECT_EQ(authenticate(running.auth(), anna, anna), COCO_UNAUTHORIZED);
}

TEST(AuthJwt, WhoSignsUpWithATokenIsBoundToItsSubject) {
  Running running;
  EXPECT_EQ(enroll(running.auth(), token_for("anna")).verifier, enroll(running.auth(), "anna").verifier);
  EXPECT_EQ(enroll(running.auth(), token_for("anna", now_s - 60)).status, COCO_UNAUTHORIZED);
}

TEST(AuthJwt, ASubjectHasABound) {
  Running running;
  EXPECT_EQ(enroll(running.auth(), std::string(255, 's')).status, COCO_OK);
  for (const std::string& subject : {std::string(256, 's'), std::string(), std::string("a\nb")})
    EXPECT_EQ(enroll(running.auth(), subject).status, COCO_INVALID);
}

TEST(AuthJwt, TheHostsClockDecides) {
  Running running;
  const std::string anna = enroll(running.auth(), "anna").verifier;
  const std::string token = token_for("anna");
  running.plugin().host().now_ms = (now_s + 60 + 30) * 1000 - 1;
  EXPECT_EQ(authenticate(running.auth(), token, anna), COCO_OK);
  running.plugin().host().now_ms += 1;
  EXPECT_EQ(authenticate(running.auth(), token, anna), COCO_UNAUTHORIZED);
  EXPECT_TRUE(running.plugin().host().logged("an identity token was refused: expired"));
  for (const std::string& line : running.plugin().host().log()) EXPECT_EQ(line.find(token), std::string::npos);
}

TEST(AuthJwt, DeclaresSettingsThatCannotBeDangerous) {
  EXPECT_NO_THROW(Running(SettingTexts{{"leeway", "5 min"}, {"max_age", "0 s"}}));
  EXPECT_THROW(Running(SettingTexts{{"leeway", "6 min"}}), coco::Error);
  EXPECT_THROW(Running(SettingTexts{{"max_age", "31 d"}}), coco::Error);
  EXPECT_THROW(Running(SettingTexts{{"issuer", ""}}), coco::Error);
  EXPECT_THROW(Running(SettingTexts{{"audience", ""}}), coco::Error);
  EXPECT_THROW(Running(SettingTexts{{"keys", ""}}), coco::Error);
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {}), coco::Error) << "who may sign in has no default";
}

}  // namespace
}  // namespace cocotalk::testing
