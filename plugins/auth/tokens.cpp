#include "auth/tokens.hpp"

#include <cocotalk/plugin.hpp>

#include <sodium.h>

namespace cocotalk::auth {

namespace {

constexpr int base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t base64_size = 43;
static_assert(sodium_base64_ENCODED_LEN(token_bytes, base64url) == base64_size + 1);  // and a NUL

struct Kind {
  char letter;
  unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES];
};

const Kind* find(coco_token_kind kind) {
  static constexpr Kind access{'a', "coco access"}, refresh{'r', "coco refresh"}, ticket{'t', "coco ticket"};
  switch (kind) {
    case COCO_TOKEN_ACCESS: return &access;
    case COCO_TOKEN_REFRESH: return &refresh;
    case COCO_TOKEN_TICKET: return &ticket;
    default: return nullptr;
  }
}

std::string encode(const Kind& kind, const TokenBytes& bytes) {
  std::string text(1 + base64_size + 1, kind.letter);
  sodium_bin2base64(text.data() + 1, base64_size + 1, bytes.data(), bytes.size(), base64url);
  text.pop_back();
  return text;
}

// libsodium 1.0.18 also decodes characters beyond ASCII: only a text that comes out again the same is a token.
bool decode(const Kind& kind, std::string_view text, TokenBytes& bytes) {
  if (text.size() != 1 + base64_size) return false;
  std::size_t used = 0;
  const bool is_base64 =
      sodium_base642bin(bytes.data(), bytes.size(), text.data() + 1, base64_size, nullptr, &used, nullptr, base64url) == 0;
  return is_base64 && used == bytes.size() && encode(kind, bytes) == text;
}

}  // namespace

std::string token_text(coco_token_kind kind, const TokenBytes& bytes) {
  const Kind* known = find(kind);
  if (known == nullptr) throw coco::Error(COCO_INVALID, "token kind " + std::to_string(kind) + " is unknown");
  return encode(*known, bytes);
}

std::optional<Fingerprint> fingerprint_of(coco_token_kind kind, std::string_view text) {
  const Kind* known = find(kind);
  TokenBytes bytes;
  if (known == nullptr || !decode(*known, text, bytes)) return std::nullopt;
  Fingerprint out;
  crypto_generichash_blake2b_salt_personal(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0, nullptr,
                                           known->personal);
  sodium_memzero(bytes.data(), bytes.size());
  return out;
}

}  // namespace cocotalk::auth
