// An identity provider for tests: a key pair and what it signs.
#pragma once

#include "auth-jwt/keys.hpp"

#include <sodium.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::auth_jwt::test {

inline std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();
  return out;
}

class Issuer {
 public:
  // Another key for each seed, always the same for one.
  explicit Issuer(unsigned char seed) {
    unsigned char bytes[crypto_sign_SEEDBYTES] = {seed};
    crypto_sign_seed_keypair(public_key.data(), secret_, bytes);
  }

  // The three parts, whatever stands in them.
  std::string sign(std::string_view header, std::string_view payload) const {
    return sign_parts(base64url(header) + "." + base64url(payload));
  }
  std::string sign_parts(const std::string& text) const {
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(), secret_);
    return text + "." + base64url({reinterpret_cast<const char*>(signature), sizeof signature});
  }

  PublicKey public_key{};
  std::string jwk(const std::string& kid) const {
    const std::string_view x(reinterpret_cast<const char*>(public_key.data()), public_key.size());
    return R"({"kty":"OKP","crv":"Ed25519","kid":")" + kid + R"(","x":")" + base64url(x) + R"("})";
  }

 private:
  unsigned char secret_[crypto_sign_SECRETKEYBYTES];
};

inline const std::string header = R"({"alg":"EdDSA","typ":"JWT","kid":"k1"})";

// {"iss":"https://id.example","aud":"chat","sub":"anna","iat":1000,"exp":2000} with one field changed: its JSON, or empty to
// leave it out.
inline std::string claims(const std::string& changed = "", const std::string& json = "") {
  const std::pair<const char*, const char*> fields[] = {
      {"iss", R"("https://id.example")"}, {"aud", R"("chat")"}, {"sub", R"("anna")"}, {"iat", "1000"}, {"exp", "2000"}};
  std::string out;
  const auto add = [&out](const std::string& name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "{\"" : ",\"") + name + "\":" + value;
  };
  bool is_new = !changed.empty();
  for (const auto& [name, value] : fields) {
    if (name == changed) is_new = false;
    add(name, name == changed ? json : value);
  }
  if (is_new) add(changed, json);
  return out + "}";
}

}  // namespace cocotalk::auth_jwt::test
