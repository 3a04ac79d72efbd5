#include "core/domain/throttle.hpp"

#include <algorithm>

#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {
constexpr std::size_t max_remembered = 100'000;
constexpr std::int64_t place_window_ms = 15 * 60'000;
constexpr std::int64_t account_window_ms = 60 * 60'000;
constexpr std::int64_t slow_ms = 10'000;
std::string place(const std::string& cid, const std::string& address) { return cid + '\0' + address; }
}  // namespace

std::int64_t TokenBuckets::take(AccountId account, std::int64_t now_ms) {
  if (burst_ == 0) return 0;
  if (buckets_.size() > max_remembered) prune(now_ms);
  Bucket& bucket = buckets_.try_emplace(account, Bucket{burst_ * 1000, now_ms}).first->second;
  bucket.thousandths = std::min(burst_ * 1000, bucket.thousandths + (now_ms - bucket.at_ms) * per_second_);
  bucket.at_ms = now_ms;
  if (bucket.thousandths < 1000) return (1000 - bucket.thousandths + per_second_ - 1) / per_second_;
  bucket.thousandths -= 1000;
  return 0;
}

void TokenBuckets::charge(AccountId account, std::int64_t now_ms) {
  const std::int64_t wait_ms = take(account, now_ms);
  if (wait_ms > 0) throw Refusal(COCO_RATE, "RATE", "too many messages", static_cast<std::uint32_t>(wait_ms));
}

void TokenBuckets::prune(std::int64_t now_ms) {
  std::erase_if(buckets_, [&](const auto& entry) {
    return entry.second.thousandths + (now_ms - entry.second.at_ms) * per_second_ >= burst_ * 1000;
  });
}

const Windows::Window* Windows::find(const std::string& key, std::int64_t now_ms) const {
  const auto found = windows_.find(key);
  return found != windows_.end() && now_ms - found->second.began_ms < length_ms_ ? &found->second : nullptr;
}

std::int64_t Windows::wait_ms(const std::string& key, std::int64_t limit, std::int64_t now_ms) const {
  const Window* window = find(key, now_ms);
  return window != nullptr && window->count >= limit ? window->began_ms + length_ms_ - now_ms : 0;
}

void Windows::count(const std::string& key, std::int64_t now_ms) {
  if (windows_.size() > max_remembered)
    std::erase_if(windows_, [&](const auto& entry) { return now_ms - entry.second.began_ms >= length_ms_; });
  if (windows_.size() > max_remembered) windows_.erase(windows_.begin());
  Window& window = windows_[key];
  if (window.count == 0 || now_ms - window.began_ms >= length_ms_) window = {0, now_ms, now_ms};
  ++window.count;
  window.last_ms = now_ms;
}

SignInThrottle::SignInThrottle(const Limits& limits)
    : limits_(limits), by_place_(place_window_ms), by_account_(account_window_ms) {}

std::int64_t SignInThrottle::wait_ms(const std::string& cid, const std::string& address, std::int64_t now_ms) const {
  if (const std::int64_t left = by_place_.wait_ms(place(cid, address), limits_.failed_sign_ins, now_ms); left > 0) return left;
  const Windows::Window* anywhere = by_account_.find(cid, now_ms);
  if (anywhere == nullptr || anywhere->count < limits_.failed_sign_ins_hour) return 0;
  return std::max<std::int64_t>(0, anywhere->last_ms + slow_ms - now_ms);
}

void SignInThrottle::failed(const std::string& cid, const std::string& address, std::int64_t now_ms) {
  by_place_.count(place(cid, address), now_ms);
  by_account_.count(cid, now_ms);
}

void SignInThrottle::succeeded(const std::string& cid, const std::string& address) { by_place_.forget(place(cid, address)); }

}  // namespace cocotalk::domain
