// Signing what we send, with OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace cocotalk::push_http {

// HMAC-SHA256 (RFC 2104), as 64 hex digits.
std::string hmac_sha256(std::string_view key, std::string_view text);

// A JSON Web Token (RFC 7519) of these claims, a JSON object, signed with RS256 (RFC 7518, 3.3). `private_key`: PEM. Throws
// coco::Error COCO_INVALID when that is no RSA key.
std::string signed_token(std::string_view claims, std::string_view private_key);

// RFC 4648, 5, without padding.
std::string base64url(std::string_view bytes);

}  // namespace cocotalk::push_http
