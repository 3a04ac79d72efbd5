// How often somebody may try or speak.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "core/domain/ids.hpp"
#include "core/domain/limits.hpp"

namespace cocotalk::domain {

// Tokens that refill with time: `burst` at once, then `per_second`. The clock is the caller's, in ms.
class TokenBuckets {
 public:
  TokenBuckets(std::int64_t burst, std::int64_t per_second) : burst_(burst), per_second_(per_second) {}
  // 0: taken. Otherwise how many ms to wait.
  std::int64_t take(AccountId account, std::int64_t now_ms);
  // Takes, or refuses RATE.
  void charge(AccountId account, std::int64_t now_ms);

 private:
  struct Bucket {
    std::int64_t thousandths;
    std::int64_t at_ms;
  };
  void prune(std::int64_t now_ms);
  const std::int64_t burst_, per_second_;
  std::unordered_map<AccountId, Bucket> buckets_;
};

// How often something happened to each key in windows of one length, each of which begins with its first count. Bounded: of too
// many keys some are forgotten. The clock is the caller's, in ms.
class Windows {
 public:
  explicit Windows(std::int64_t length_ms) : length_ms_(length_ms) {}
  struct Window {
    std::int64_t count = 0;
    std::int64_t began_ms = 0;
    std::int64_t last_ms = 0;
  };
  // The one under way; null: none.
  const Window* find(const std::string& key, std::int64_t now_ms) const;
  // 0: fewer than `limit` so far. Otherwise how many ms until the window ends.
  std::int64_t wait_ms(const std::string& key, std::int64_t limit, std::int64_t now_ms) const;
  void count(const std::string& key, std::int64_t now_ms);
  void forget(const std::string& key) { windows_.erase(key); }

 private:
  const std::int64_t length_ms_;
  std::unordered_map<std::string, Window> windows_;
};

// Failed sign-ins: few per account and address in 15 minutes; many per account from anywhere only slow it down, so that nobody
// can lock another out (promises.md, limits).
class SignInThrottle {
 public:
  explicit SignInThrottle(const Limits& limits);
  // 0: may try. Otherwise how many ms to wait.
  std::int64_t wait_ms(const std::string& cid, const std::string& address, std::int64_t now_ms) const;
  void failed(const std::string& cid, const std::string& address, std::int64_t now_ms);
  void succeeded(const std::string& cid, const std::string& address);

 private:
  const Limits& limits_;
  Windows by_place_;    // cid, NUL, address
  Windows by_account_;  // cid
};

}  // namespace cocotalk::domain
