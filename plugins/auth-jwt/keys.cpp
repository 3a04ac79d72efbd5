#include "auth-jwt/keys.hpp"

#include "auth-jwt/base64url.hpp"
#include "auth-jwt/object.hpp"

#include <cocotalk/error.hpp>

#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace cocotalk::auth_jwt {

namespace {

coco::Error wrong(const std::string& what) { return coco::Error(COCO_INVALID, "setting 'keys': " + what); }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.empty()) throw wrong("'" + path + "' cannot be read");
  return text;
}

PublicKey checked(std::string_view bytes, const std::string& path) {
  PublicKey key{};
  if (bytes.size() != key.size()) throw wrong("'" + path + "': an Ed25519 key has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), key.begin());
  if (crypto_core_ed25519_is_valid_point(key.data()) != 1) throw wrong("'" + path + "': these bytes are no Ed25519 key");
  return key;
}

// RFC 8410: SubjectPublicKeyInfo with id-Ed25519 is these twelve bytes and the key.
constexpr unsigned char spki_prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

PublicKey key_of_pem(std::string_view pem, const std::string& path) {
  constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----", end = "-----END PUBLIC KEY-----";
  if (pem.find("PRIVATE KEY-----") != std::string_view::npos)
    throw wrong("'" + path + "' holds a private key, which belongs to the identity provider alone; give its public key");
  const std::size_t from = pem.find(begin), to = pem.find(end);
  if (from == std::string_view::npos || to == std::string_view::npos || to < from)
    throw wrong("'" + path + "' is no public key in PEM form");
  const std::string_view base64 = pem.substr(from + begin.size(), to - from - begin.size());
  std::array<unsigned char, 64> der{};
  std::size_t size = 0;
  const bool is_base64 = sodium_base642bin(der.data(), der.size(), base64.data(), base64.size(), "\r\n", &size, nullptr,
                                           sodium_base64_VARIANT_ORIGINAL) == 0;
  if (!is_base64 || size < sizeof spki_prefix || !std::equal(std::begin(spki_prefix), std::end(spki_prefix), der.begin()))
    throw wrong("'" + path + "' is no Ed25519 key");
  const char* bytes = reinterpret_cast<const char*>(der.data());
  return checked({bytes + sizeof spki_prefix, size - sizeof spki_prefix}, path);
}

std::string text_of(const simdjson::dom::object& jwk, std::string_view key) {
  std::string_view out;
  return jwk.at_key(key).get_string().get(out) == simdjson::SUCCESS ? std::string(out) : std::string();
}

bool is_ed25519(const simdjson::dom::object& jwk) { return text_of(jwk, "kty") == "OKP" && text_of(jwk, "crv") == "Ed25519"; }

std::pair<std::string, PublicKey> key_of_jwk(const simdjson::dom::object& jwk, const std::string& path) {
  if (jwk.at_key("d").error() == simdjson::SUCCESS)
    throw wrong("'" + path + "' holds a private key, which belongs to the identity provider alone; give its public key");
  const std::string name = text_of(jwk, "kid"), use = text_of(jwk, "use"), alg = text_of(jwk, "alg");
  if (name.empty()) throw wrong("'" + path + "': a key has no name (kid)");
  if (!use.empty() && use != "sig") throw wrong("'" + path + "': key '" + name + "' is not for signatures (use)");
  if (!alg.empty() && alg != "EdDSA") throw wrong("'" + path + "': key '" + name + "' is not for EdDSA (alg)");
  return {name, checked(from_base64url(text_of(jwk, "x")).value_or(""), path)};
}

void add(Keys& keys, std::pair<std::string, PublicKey> named, const std::string& path) {
  if (!keys.insert(named).second) throw wrong("'" + path + "': there is another key named '" + named.first + "'");
}

void add_jwks(Keys& keys, const std::string& path) {
  const std::string text = read_file(path);
  const std::optional<Object> file = Object::parse(text);
  if (!file) throw wrong("'" + path + "' is no JWK Set; a PEM file is given as NAME=FILE");
  simdjson::dom::array set;
  if (file->raw().at_key("keys").get_array().get(set) != simdjson::SUCCESS) {
    if (!is_ed25519(file->raw())) throw wrong("'" + path + "' is no Ed25519 key (kty OKP, crv Ed25519)");
    return add(keys, key_of_jwk(file->raw(), path), path);
  }
  for (const simdjson::dom::element item : set) {
    simdjson::dom::object jwk;
    if (item.get_object().get(jwk) == simdjson::SUCCESS && is_ed25519(jwk)) add(keys, key_of_jwk(jwk, path), path);
  }
}

}  // namespace

Keys read_keys(const std::vector<std::string>& settings) {
  Keys keys;
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) {
      add_jwks(keys, setting);
      continue;
    }
    const std::string path = setting.substr(equals + 1);
    add(keys, {setting.substr(0, equals), key_of_pem(read_file(path), path)}, path);
  }
  if (keys.empty()) throw wrong("there is no Ed25519 key in it, so nobody could sign in");
  return keys;
}

}  // namespace cocotalk::auth_jwt
