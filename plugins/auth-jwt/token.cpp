#include "auth-jwt/token.hpp"

#include "auth-jwt/base64url.hpp"
#include "auth-jwt/object.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

namespace cocotalk::auth_jwt {

namespace {

constexpr std::int64_t latest_s = std::int64_t{1} << 40;  // the year 36812: far, and sums of it do not overflow

struct Parts {
  std::string_view header, payload, signature, signed_text;
};

std::optional<Parts> parts_of(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
               token.substr(0, second)};
}

std::optional<Object> object_of(std::string_view part) {
  const std::optional<std::string> text = from_base64url(part);
  return text ? Object::parse(*text) : std::nullopt;
}

bool is_time(std::int64_t seconds) { return seconds >= 0 && seconds <= latest_s; }

// Null when they hold.
const char* complaint_about(const Object& claims, const Expected& expected, std::int64_t now_s) {
  if (claims.text("iss") != expected.issuer) return "another issuer";
  if (claims.names("aud", expected.audience) != true) return "for another audience";
  const auto subject = claims.text("sub");
  if (!subject || !is_subject(*subject)) return "no subject";
  const auto expires_s = claims.integer("exp"), issued_s = claims.integer("iat");
  if (!expires_s || !is_time(*expires_s)) return "no time of expiry";
  if (!issued_s || !is_time(*issued_s)) return "no time of issue";
  if (now_s >= *expires_s + expected.leeway_s) return "expired";
  if (now_s + expected.leeway_s < *issued_s) return "issued in the future";
  if (expected.max_age_s != 0 && now_s >= *issued_s + expected.max_age_s + expected.leeway_s) return "too old";
  if (!claims.has("nbf")) return nullptr;
  const auto not_before_s = claims.integer("nbf");
  if (!not_before_s || !is_time(*not_before_s)) return "a broken time of its beginning";
  return now_s + expected.leeway_s < *not_before_s ? "not valid yet" : nullptr;
}

}  // namespace

std::variant<Accepted, Refused> verify(std::string_view token, const Keys& keys, const Expected& expected, std::int64_t now_s) {
  if (token.size() > max_token_bytes) return Refused{"too long"};
  const std::optional<Parts> parts = parts_of(token);
  if (!parts) return Refused{"not three parts"};
  const std::optional<Object> header = object_of(parts->header);
  if (!header) return Refused{"a broken header"};
  if (header->text("alg") != "EdDSA") return Refused{"another algorithm"};
  if (header->text("typ") != "JWT") return Refused{"another type"};
  const auto kid = header->text("kid");
  if (!kid || header->raw().size() != 3) return Refused{"a header of other fields than alg, typ and kid"};
  const auto key = keys.find(*kid);
  if (key == keys.end()) return Refused{"an unknown key"};
  const std::optional<std::string> signature = from_base64url(parts->signature);
  if (!signature || !is_signed(parts->signed_text, *signature, key->second)) return Refused{"a wrong signature"};
  const std::optional<Object> claims = object_of(parts->payload);
  if (!claims) return Refused{"broken claims"};
  if (const char* why = complaint_about(*claims, expected, now_s)) return Refused{why};
  return Accepted{std::string(*claims->text("sub"))};
}

bool looks_like_a_token(std::string_view text) {
  const std::optional<Parts> parts = parts_of(text);
  return parts && object_of(parts->header);
}

bool is_subject(std::string_view text) {
  return !text.empty() && text.size() <= max_subject_bytes &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

bool is_signed(std::string_view text, std::string_view signature, const PublicKey& key) {
  if (signature.size() != crypto_sign_BYTES) return false;
  const auto bytes = [](std::string_view view) { return reinterpret_cast<const unsigned char*>(view.data()); };
  return crypto_sign_verify_detached(bytes(signature), bytes(text), text.size(), key.data()) == 0;
}

}  // namespace cocotalk::auth_jwt
