// The identity provider's public keys, each under the name its tokens carry (kid).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::auth_jwt {

// An Ed25519 public key (RFC 8032).
using PublicKey = std::array<std::uint8_t, 32>;

using Keys = std::map<std::string, PublicKey, std::less<>>;

// Reads the setting `keys`: "NAME=FILE" is a PEM public key with that name; "FILE" is a JWK or a JWK Set (RFC 7517, RFC 8037),
// whose keys carry their own. Of a set, keys of other kinds are left out. Throws coco::Error naming the file: unreadable, no such
// key, a private key, a name twice, no key at all.
Keys read_keys(const std::vector<std::string>& settings);

}  // namespace cocotalk::auth_jwt
