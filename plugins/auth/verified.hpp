// Logins that were verified a moment ago, so that many connections of one account cost one argon2id.
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace cocotalk::auth {

// For how long, and how many at once (0: none).
struct Memory {
  std::int64_t for_ms = 60'000;
  std::size_t logins = 10'000;
};

// Remembers that a password fitted a verifier, as a keyed hash of both (BLAKE2b under a key of this process): neither can be read
// from it, and how long a look takes says nothing about either. A changed password has another verifier and a deleted account has
// none, so what was remembered of them is never asked for again. Of what does not fit nothing is remembered. Any thread.
class Verified {
 public:
  explicit Verified(Memory memory);

  bool knows(std::string_view password, std::string_view verifier, std::int64_t now_ms);
  void remember(std::string_view password, std::string_view verifier, std::int64_t now_ms);

 private:
  using Print = std::array<unsigned char, crypto_generichash_BYTES>;
  struct Hash {
    std::size_t operator()(const Print& print) const noexcept;
  };
  struct Entry {
    Print print;
    std::int64_t at_ms;
  };
  Print print_of(std::string_view password, std::string_view verifier) const;
  bool is_over(std::int64_t at_ms, std::int64_t now_ms) const { return now_ms < at_ms || now_ms - at_ms >= memory_.for_ms; }
  void forget_oldest();

  const Memory memory_;
  std::array<unsigned char, crypto_generichash_KEYBYTES> key_;
  std::mutex mutex_;
  std::unordered_map<Print, std::int64_t, Hash> at_ms_;
  std::deque<Entry> order_;  // oldest first; an entry that was remembered again stands twice
};

}  // namespace cocotalk::auth
