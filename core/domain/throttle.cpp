#include "core/domain/throttle.hpp"

#include <algorithm>

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

void TokenBuckets::prune(std::int64_t now_ms) {
  std::erase_if(buckets_, [&](const auto& entry) {
    return entry.second.thousandths + (now_ms - entry.second.at_ms) * per_second_ >= burst_ * 1000;
  });
}

std::int64_t SignInThrottle::wait_ms(const std::string& cid, const std::string& address, std::int64_t now_ms) const {
  const auto here = by_place_.find(place(cid, address));
  if (here != by_place_.end() && here->second.count >= limits_.failed_sign_ins) {
    const std::int64_t left = here->second.began_ms + place_window_ms - now_ms;
    if (left > 0) return left;
  }
  const auto anywhere = by_account_.find(cid);
  if (anywhere != by_account_.end() && anywhere->second.count >= limits_.failed_sign_ins_hour &&
      now_ms - anywhere->second.began_ms < account_window_ms) {
    const std::int64_t left = anywhere->second.last_ms + slow_ms - now_ms;
    if (left > 0) return left;
  }
  return 0;
}

void SignInThrottle::failed(const std::string& cid, const std::string& address, std::int64_t now_ms) {
  count(by_place_, place(cid, address), place_window_ms, now_ms);
  count(by_account_, cid, account_window_ms, now_ms);
}

void SignInThrottle::succeeded(const std::string& cid, const std::string& address) { by_place_.erase(place(cid, address)); }

void SignInThrottle::count(std::unordered_map<std::string, Window>& windows, const std::string& key, std::int64_t length_ms,
                           std::int64_t now_ms) {
  if (windows.size() > max_remembered)
    std::erase_if(windows, [&](const auto& entry) { return now_ms - entry.second.began_ms >= length_ms; });
  if (windows.size() > max_remembered) windows.erase(windows.begin());
  Window& window = windows[key];
  if (window.count == 0 || now_ms - window.began_ms >= length_ms) {
    window.count = 0;
    window.began_ms = now_ms;
  }
  ++window.count;
  window.last_ms = now_ms;
}

}  // namespace cocotalk::domain
