#include "auth/verified.hpp"

#include <cstring>

namespace cocotalk::auth {
namespace {

const unsigned char* bytes_of(const void* data) { return static_cast<const unsigned char*>(data); }

}  // namespace

Verified::Verified(Memory memory) : memory_(memory) { crypto_generichash_keygen(key_.data()); }

std::size_t Verified::Hash::operator()(const Print& print) const noexcept {
  std::size_t out;
  std::memcpy(&out, print.data(), sizeof out);
  return out;
}

// The verifier's size stands first, so that no other pair runs together to the same bytes.
Verified::Print Verified::print_of(std::string_view password, std::string_view verifier) const {
  crypto_generichash_state state;
  Print out;
  const std::uint64_t size = verifier.size();
  crypto_generichash_init(&state, key_.data(), key_.size(), out.size());
  crypto_generichash_update(&state, bytes_of(&size), sizeof size);
  crypto_generichash_update(&state, bytes_of(verifier.data()), verifier.size());
  crypto_generichash_update(&state, bytes_of(password.data()), password.size());
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);
  return out;
}

bool Verified::knows(std::string_view password, std::string_view verifier, std::int64_t now_ms) {
  if (memory_.logins == 0 || verifier.empty()) return false;
  const Print print = print_of(password, verifier);
  const std::lock_guard lock(mutex_);
  const auto found = at_ms_.find(print);
  return found != at_ms_.end() && !is_over(found->second, now_ms);
}

void Verified::remember(std::string_view password, std::string_view verifier, std::int64_t now_ms) {
  if (memory_.logins == 0) return;
  const Print print = print_of(password, verifier);
  const std::lock_guard lock(mutex_);
  while (!order_.empty() && (order_.size() >= memory_.logins || is_over(order_.front().at_ms, now_ms))) forget_oldest();
  at_ms_[print] = now_ms;
  order_.push_back({print, now_ms});
}

void Verified::forget_oldest() {
  const auto found = at_ms_.find(order_.front().print);
  if (found != at_ms_.end() && found->second == order_.front().at_ms) at_ms_.erase(found);
  order_.pop_front();
}

}  // namespace cocotalk::auth
