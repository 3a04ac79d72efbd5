#include "auth-jwt/token.hpp"

#include "auth-jwt/base64url.hpp"
#include "auth-jwt/issuer.hpp"

#include <gtest/gtest.h>

namespace cocotalk::auth_jwt {
namespace {

using test::claims;
using test::header;

const test::Issuer issuer{1}, other{2};
const Keys keys{{"k1", issuer.public_key}, {"k2", other.public_key}};
const Expected expected{"https://id.example", "chat", 30, 0};
constexpr std::int64_t now_s = 1500;

// The subject, or in brackets why not.
std::string judge(const std::string& token, std::int64_t at_s = now_s, const Expected& rules = expected) {
  const auto verdict = verify(token, keys, rules, at_s);
  if (const auto* accepted = std::get_if<Accepted>(&verdict)) return accepted->subject;
  return std::string("[") + std::get<Refused>(verdict).why + "]";
}
std::string judge_claims(const std::string& payload) { return judge(issuer.sign(header, payload)); }
std::string judge_header(const std::string& text) { return judge(issuer.sign(text, claims())); }

TEST(Token, IsItsSubjects) { EXPECT_EQ(judge_claims(claims()), "anna"); }

// RFC 8037, appendix A.4.
TEST(Token, ASignatureIsThatOfTheRfc) {
  PublicKey key{};
  const std::string x = from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").value();
  std::copy(x.begin(), x.end(), key.begin());
  const std::string text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  const std::string signature =
      from_base64url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg").value();
  EXPECT_TRUE(is_signed(text, signature, key));
  EXPECT_FALSE(is_signed(text + "A", signature, key));
  EXPECT_FALSE(is_signed(text, signature.substr(1), key));
  EXPECT_FALSE(is_signed(text, signature + "A", key));
}

TEST(Token, AnyOtherByteAnywhereIsRefused) {
  const std::string token = issuer.sign(header, claims());
  for (std::size_t at = 0; at < token.size(); ++at)
    for (const char byte : {'A', 'B', '-', '_', '.', '=', '+', ' ', '\0', '\xFF'}) {
      std::string changed = token;
      changed[at] = byte;
      if (changed == token) continue;
      EXPECT_EQ(judge(changed).front(), '[') << "byte " << int{byte} << " at " << at;
    }
}

TEST(Token, ACutOrLongerOneIsRefused) {
  const std::string token = issuer.sign(header, claims());
  for (std::size_t n = 0; n < token.size(); ++n) EXPECT_EQ(judge(token.substr(0, n)).front(), '[') << "cut at " << n;
  for (const char* more : {"A", "=", ".", ".A", " ", "\n"}) EXPECT_EQ(judge(token + more).front(), '[') << more;
  EXPECT_EQ(judge(" " + token).front(), '[');
}

TEST(Token, HasAtMost4096Bytes) {
  const auto padded = [](std::size_t n) { return issuer.sign(header, claims("pad", '"' + std::string(n, 'x') + '"')); };
  std::size_t n = 2000;
  while (padded(n + 1).size() <= max_token_bytes) ++n;
  ASSERT_GE(padded(n).size(), max_token_bytes - 1);
  EXPECT_EQ(judge(padded(n)), "anna");
  EXPECT_EQ(judge(padded(n + 1)), "[too long]");
}

TEST(Token, TheAlgorithmIsEdDsaWrittenSo) {
  for (const char* alg : {"none", "None", "", "HS256", "ES256", "eddsa", "EDDSA", "Ed25519", "EdDSA "})
    EXPECT_EQ(judge_header(std::string(R"({"alg":")") + alg + R"(","typ":"JWT","kid":"k1"})"), "[another algorithm]") << alg;
  EXPECT_EQ(judge_header(R"({"typ":"JWT","kid":"k1"})"), "[another algorithm]");
  EXPECT_EQ(judge_header(R"({"alg":["EdDSA"],"typ":"JWT","kid":"k1"})"), "[another algorithm]");
}

// The public key as the secret of an HMAC, the oldest trick.
TEST(Token, WithoutASignatureOrWithAnotherKindItIsRefused) {
  const std::string text = test::base64url(header) + "." + test::base64url(claims());
  EXPECT_EQ(judge(text + "."), "[a wrong signature]");
  EXPECT_EQ(judge(text), "[not three parts]");
  EXPECT_EQ(judge(text + "." + test::base64url(std::string(32, 'x'))), "[a wrong signature]");
  EXPECT_EQ(judge(text + "." + test::base64url(std::string(64, '\0'))), "[a wrong signature]");
}

TEST(Token, TheTypeIsJwt) {
  for (const char* typ : {R"("jwt")", R"("at+jwt")", R"("")", "null"})
    EXPECT_EQ(judge_header(std::string(R"({"alg":"EdDSA","kid":"k1","typ":)") + typ + "}"), "[another type]") << typ;
  EXPECT_EQ(judge_header(R"({"alg":"EdDSA","kid":"k1"})"), "[another type]");
}

TEST(Token, TheHeaderSaysNothingElse) {
  for (const char* field :
       {R"("crit":["exp"])", R"("jku":"https://evil.example")", R"("jwk":{})", R"("x5c":[])", R"("cty":"JWT")", R"("b64":false)"})
    EXPECT_EQ(judge_header(std::string(R"({"alg":"EdDSA","typ":"JWT","kid":"k1",)") + field + "}"),
              "[a header of other fields than alg, typ and kid]");
  EXPECT_EQ(judge_header(R"({"alg":"EdDSA","typ":"JWT","kid":"k1","kid":"k1"})"), "[a broken header]");
}

TEST(Token, TheKeyIsTheOneItNames) {
  EXPECT_EQ(judge(other.sign(R"({"alg":"EdDSA","typ":"JWT","kid":"k2"})", claims())), "anna") << "the next key of a rotation";
  EXPECT_EQ(judge(other.sign(header, claims())), "[a wrong signature]");
  for (const char* kid : {"k3", "", "K1", "k1 ", "../k1"})
    EXPECT_EQ(judge_header(std::string(R"({"alg":"EdDSA","typ":"JWT","kid":")") + kid + "\"}"), "[an unknown key]") << kid;
  EXPECT_EQ(judge_header(R"({"alg":"EdDSA","typ":"JWT"})"), "[a header of other fields than alg, typ and kid]");
}

TEST(Token, IssuerAndAudienceAreOurs) {
  for (const char* iss : {R"("https://id.example/")", R"("HTTPS://id.example")", R"(["https://id.example"])", "1", ""})
    EXPECT_EQ(judge_claims(claims("iss", iss)), "[another issuer]") << iss;
  for (const char* aud : {R"("Chat")", R"("chat2")", "[]", R"(["mail"])", R"(["chat",5])", "null", ""})
    EXPECT_EQ(judge_claims(claims("aud", aud)), "[for another audience]") << aud;
  EXPECT_EQ(judge_claims(claims("aud", R"(["mail","chat"])")), "anna");
}

TEST(Token, TheSubjectCanBeBoundTo) {
  EXPECT_EQ(judge_claims(claims("sub", '"' + std::string(max_subject_bytes, 's') + '"')), std::string(max_subject_bytes, 's'));
  for (const std::string& sub : {std::string(R"("")"), '"' + std::string(max_subject_bytes + 1, 's') + '"',
                                 std::string(R"("a\u0000b")"), std::string(R"("a\nb")"), std::string("5"), std::string()})
    EXPECT_EQ(judge_claims(claims("sub", sub)), "[no subject]") << sub;
}

TEST(Token, EndsAtItsExpiryPlusTheLeeway) {
  const std::string token = issuer.sign(header, claims());
  EXPECT_EQ(judge(token, 2029), "anna");
  EXPECT_EQ(judge(token, 2030), "[expired]");
  const Expected exact{"https://id.example", "chat", 0, 0};
  EXPECT_EQ(judge(token, 1999, exact), "anna");
  EXPECT_EQ(judge(token, 2000, exact), "[expired]");
  for (const char* exp : {"", "null", R"("2000")", "2000.5", "-1", "1e99", "9223372036854775807"})
    EXPECT_EQ(judge_claims(claims("exp", exp)), "[no time of expiry]") << exp;
}

TEST(Token, BeginsAtItsIssueLessTheLeeway) {
  const std::string token = issuer.sign(header, claims());
  EXPECT_EQ(judge(token, 970), "anna");
  EXPECT_EQ(judge(token, 969), "[issued in the future]");
  for (const char* iat : {"", "null", R"("1000")", "-1", "9223372036854775807"})
    EXPECT_EQ(judge_claims(claims("iat", iat)), "[no time of issue]") << iat;
}

TEST(Token, MayBeginLaterThanItsIssue) {
  const std::string token = issuer.sign(header, claims("nbf", "1200"));
  EXPECT_EQ(judge(token, 1170), "anna");
  EXPECT_EQ(judge(token, 1169), "[not valid yet]");
  for (const char* nbf : {"null", R"("1000")", "-1", "1.5"})
    EXPECT_EQ(judge_claims(claims("nbf", nbf)), "[a broken time of its beginning]") << nbf;
}

TEST(Token, IsNotAcceptedLongerThanMaxAgeAfterItsIssue) {
  const std::string token = issuer.sign(header, claims());
  const Expected rules{"https://id.example", "chat", 30, 300};
  EXPECT_EQ(judge(token, 1329, rules), "anna");
  EXPECT_EQ(judge(token, 1330, rules), "[too old]");
}

TEST(Token, ClaimsAreStrictJson) {
  for (const char* payload : {"", "[]", R"({"iss":"https://id.example"}x)"})
    EXPECT_EQ(judge_claims(payload), "[broken claims]") << payload;
  std::string twice = claims();
  EXPECT_EQ(judge_claims(twice.insert(1, R"("sub":"ben",)")), "[broken claims]");
}

TEST(Token, LooksLikeOneWhenItIsMeantAsOne) {
  EXPECT_TRUE(looks_like_a_token(other.sign(header, claims())));
  for (const char* text : {"anna", "anna@example.org", "a.b.c", "", "..", "eyJ"}) EXPECT_FALSE(looks_like_a_token(text)) << text;
}

}  // namespace
}  // namespace cocotalk::auth_jwt
