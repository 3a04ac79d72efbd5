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

// libsodium refuses other alphabets, padding and unused bits that are set.
bool decode(std::string_view text, TokenBytes& bytes) {
  std::size_t used = 0;
  return sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &used, nullptr, base64url) == 0 &&
         used == bytes.size();
}

}  // namespace

std::string token_text(coco_token_kind kind, const TokenBytes& bytes) {
  const Kind* known = find(kind);
  if (known == nullptr) throw coco::Error(COCO_INVALID, "token kind " + std::to_string(kind) + " is unknown");
  std::string text(1 + base64_size + 1, known->letter);
  sodium_bin2base64(text.data() + 1, base64_size + 1, bytes.data(), bytes.size(), base64url);
  text.pop_back();
  return text;
}

std::optional<Fingerprint> fingerprint_of(coco_token_kind kind, std::string_view text) {
  const Kind* known = find(kind);
  TokenBytes bytes;
  if (known == nullptr || text.size() != 1 + base64_size || text.front() != known->letter || !decode(text.substr(1), bytes))
    return std::nullopt;
  Fingerprint out;
  crypto_generichash_blake2b_salt_personal(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0, nullptr,
                                           known->personal);
  sodium_memzero(bytes.data(), bytes.size());
  return out;
}

}  // namespace cocotalk::auth
