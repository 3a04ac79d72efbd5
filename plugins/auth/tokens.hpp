// Tokens: 256 random bits as text. Whoever has the text is the session; what is stored is only a fingerprint.
#pragma once

#include <cocotalk/auth.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::auth {

constexpr std::size_t token_bytes = 32;
using TokenBytes = std::array<std::uint8_t, token_bytes>;
using Fingerprint = std::array<std::uint8_t, COCO_FINGERPRINT_BYTES>;

// The text of a token: a letter for the kind (a, r, t) and the bytes as base64url without padding, 44 characters in all. The
// letter keeps a refresh token from being taken for an access token. Throws coco::Error for an unknown kind. Pure.
std::string token_text(coco_token_kind kind, const TokenBytes& bytes);

// BLAKE2b-256 of the token's bytes, personalised by the kind. Nothing when the text is not exactly what token_text() makes for
// that kind: every token has one spelling. Pure. Whoever looks a fingerprint up compares nothing secret, so the time that takes
// tells nothing about tokens.
std::optional<Fingerprint> fingerprint_of(coco_token_kind kind, std::string_view text);

}  // namespace cocotalk::auth
