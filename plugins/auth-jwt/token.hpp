// A JSON Web Token (RFC 7519) signed with EdDSA (RFC 8037), read as strictly as the words allow (RFC 8725).
#pragma once

#include "auth-jwt/keys.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace cocotalk::auth_jwt {

constexpr std::size_t max_token_bytes = 4096;
constexpr std::size_t max_subject_bytes = 255;

// What a token must say to be ours.
struct Expected {
  std::string issuer, audience;
  std::int64_t leeway_s;   // by which the two clocks may differ
  std::int64_t max_age_s;  // since `iat`; 0: as long as `exp` says
};

struct Accepted {
  std::string subject;
};
struct Refused {
  const char* why;  // for the log: it says nothing of the token
};

// Whose token it is. Exactly three parts of canonical base64url; the header says alg EdDSA, typ JWT, a known kid and nothing
// else; the signature is by that key; iss, aud, sub, exp and iat are there and right, nbf when it is there. Times are whole
// seconds since 1970. Pure.
std::variant<Accepted, Refused> verify(std::string_view token, const Keys& keys, const Expected& expected, std::int64_t now_s);

// True for three parts that two dots divide: what is meant as a token, whether it is good or not.
bool looks_like_a_token(std::string_view text);

// True when an account can be bound to it: 1 to 255 bytes without control characters.
bool is_subject(std::string_view text);

// True when `signature` is by `key` over `text` (RFC 8032, with the checks of libsodium: canonical, no key or point of small
// order).
bool is_signed(std::string_view text, std::string_view signature, const PublicKey& key);

}  // namespace cocotalk::auth_jwt
