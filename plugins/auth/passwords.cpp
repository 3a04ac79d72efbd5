#include "auth/passwords.hpp"

#include <cocotalk/plugin.hpp>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

namespace cocotalk::auth {

namespace {

using VerifierText = std::array<char, crypto_pwhash_STRBYTES>;  // NUL-terminated, as libsodium wants it

std::optional<VerifierText> as_verifier(std::string_view text) {
  VerifierText verifier{};
  if (text.size() >= verifier.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), verifier.begin());
  const bool is_well_formed =
      crypto_pwhash_str_needs_rehash(verifier.data(), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) != -1;
  if (!is_well_formed) return std::nullopt;
  return verifier;
}

// libsodium does not take NULL, which a view of nothing may hold.
const char* data_of(std::string_view password) { return password.empty() ? "" : password.data(); }

std::string base64(std::size_t random_bytes) {
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), random_bytes);
  std::array<char, sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING)> text{};
  return sodium_bin2base64(text.data(), text.size(), bytes.data(), random_bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

}  // namespace

std::string make_verifier(std::string_view password, const Cost& cost) {
  VerifierText verifier{};
  if (crypto_pwhash_str(verifier.data(), data_of(password), password.size(), cost.passes, cost.memory_bytes) != 0)
    throw coco::Error(COCO_BUSY, "hashing a password: the system gave no " + std::to_string(cost.memory_bytes >> 20) +
                                     " MiB of memory; try again, or lower the setting 'memory'");
  return verifier.data();
}

std::string make_decoy(const Cost& cost) {
  constexpr std::size_t salt_bytes = 16, hash_bytes = 32;  // those of libsodium's own verifiers
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
         base64(salt_bytes) + "$" + base64(hash_bytes);
}

bool fits(std::string_view password, std::string_view verifier, const std::string& decoy) {
  std::optional<VerifierText> checked = as_verifier(verifier);
  if (!checked) checked = as_verifier(decoy);
  return crypto_pwhash_str_verify(checked.value().data(), data_of(password), password.size()) == 0;
}

}  // namespace cocotalk::auth
