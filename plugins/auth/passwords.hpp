// Passwords as argon2id verifiers (RFC 9106), made and checked by libsodium.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cocotalk::auth {

// What one guess costs, for us and for who stole the database. One lane.
struct Cost {
  std::size_t memory_bytes;
  unsigned passes;
};

// The verifier to store for a password: "$argon2id$v=19$m=…,t=…,p=1$⟨salt⟩$⟨hash⟩", at most 127 characters. Works as long as
// `cost` says; keep it off threads that must not block. Throws coco::Error with COCO_BUSY when there is not enough memory.
std::string make_verifier(std::string_view password, const Cost& cost);

// A well-formed verifier of the same cost that no password fits: neither its salt nor its hash was ever computed.
std::string make_decoy(const Cost& cost);

// True when the verifier was made of this password. A text that is no verifier is an account nobody can sign in to; the
// work is then done against `decoy`, so that the time of a refusal does not tell which accounts exist. Blocks like make_verifier.
bool fits(std::string_view password, std::string_view verifier, const std::string& decoy);

}  // namespace cocotalk::auth
