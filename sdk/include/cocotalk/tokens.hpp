// Tokens: 256 random bits as text. Whoever has the text is the session; what is stored is only a fingerprint. For providers of
// cocotalk.auth/1: with this form sessions outlive the replacement of one by another. Needs libsodium.
#pragma once

#include <cocotalk/auth.h>
#include <cocotalk/error.hpp>
#include <cocotalk/host.hpp>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace coco {

constexpr std::size_t token_bytes = 32;
using TokenBytes = std::array<std::uint8_t, token_bytes>;
using Fingerprint = std::array<std::uint8_t, COCO_FINGERPRINT_BYTES>;

namespace detail {

constexpr int token_base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t token_base64_size = 43;
static_assert(sodium_base64_ENCODED_LEN(token_bytes, token_base64) == token_base64_size + 1);  // and a NUL

struct TokenKind {
  char letter;
  unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES];
};

inline const TokenKind* find_token_kind(coco_token_kind kind) {
  static constexpr TokenKind access{'a', "coco access"}, refresh{'r', "coco refresh"}, ticket{'t', "coco ticket"};
  switch (kind) {
    case COCO_TOKEN_ACCESS: return &access;
    case COCO_TOKEN_REFRESH: return &refresh;
    case COCO_TOKEN_TICKET: return &ticket;
    default: return nullptr;
  }
}

inline std::string encode_token(const TokenKind& kind, const TokenBytes& bytes) {
  std::string text(1 + token_base64_size + 1, kind.letter);
  sodium_bin2base64(text.data() + 1, token_base64_size + 1, bytes.data(), bytes.size(), token_base64);
  text.pop_back();
  return text;
}

// libsodium 1.0.18 also decodes characters beyond ASCII: only a text that comes out again the same is a token.
inline bool decode_token(const TokenKind& kind, std::string_view text, TokenBytes& bytes) {
  if (text.size() != 1 + token_base64_size) return false;
  std::size_t used = 0;
  const bool is_base64 = sodium_base642bin(bytes.data(), bytes.size(), text.data() + 1, token_base64_size, nullptr, &used,
                                           nullptr, token_base64) == 0;
  return is_base64 && used == bytes.size() && encode_token(kind, bytes) == text;
}

}  // namespace detail

// The text of a token: a letter for the kind (a, r, t) and the bytes as base64url without padding, 44 characters in all. The
// letter keeps a refresh token from being taken for an access token. Throws coco::Error for an unknown kind. Pure.
inline std::string token_text(coco_token_kind kind, const TokenBytes& bytes) {
  const detail::TokenKind* known = detail::find_token_kind(kind);
  if (known == nullptr) throw Error(COCO_INVALID, "token kind " + std::to_string(kind) + " is unknown");
  return detail::encode_token(*known, bytes);
}

// BLAKE2b-256 of the token's bytes, personalised by the kind. Nothing when the text is not exactly what token_text() makes for
// that kind: every token has one spelling. Pure. Whoever looks a fingerprint up compares nothing secret, so the time that takes
// tells nothing about tokens.
inline std::optional<Fingerprint> fingerprint_of(coco_token_kind kind, std::string_view text) {
  const detail::TokenKind* known = detail::find_token_kind(kind);
  TokenBytes bytes;
  if (known == nullptr || !detail::decode_token(*known, text, bytes)) return std::nullopt;
  Fingerprint out;
  crypto_generichash_blake2b_salt_personal(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0, nullptr,
                                           known->personal);
  sodium_memzero(bytes.data(), bytes.size());
  return out;
}

// The slots issue() and fingerprint() of cocotalk.auth/1 for tokens of this form. The first throws coco::Error for an unknown
// kind.
inline void issue_token(Host host, coco_token_kind kind, coco_token& out) {
  TokenBytes bytes;
  host.random(bytes.data(), bytes.size());
  const std::string text = token_text(kind, bytes);
  sodium_memzero(bytes.data(), bytes.size());
  out.text_size = static_cast<std::uint32_t>(text.copy(out.text, sizeof out.text));
  const Fingerprint stored = fingerprint_of(kind, text).value();
  std::copy(stored.begin(), stored.end(), out.fingerprint);
}
inline coco_status write_fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
  const std::optional<Fingerprint> stored = fingerprint_of(kind, text);
  if (!stored) return COCO_UNAUTHORIZED;
  std::copy(stored->begin(), stored->end(), out);
  return COCO_OK;
}

}  // namespace coco
