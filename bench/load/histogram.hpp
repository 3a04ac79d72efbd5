// Durations, counted in buckets that are at most 1/64 wide of what they hold.
#pragma once

#include "load/clock.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cocotalk::load {

// Counting costs a few nanoseconds and no memory; quantiles are read at the end.
class Histogram {
 public:
  void add(Nanoseconds value) {
    ++counts_[bucket_of(value)];
    ++total_;
    largest_ = std::max(largest_, value);
  }
  std::uint64_t total() const { return total_; }
  Nanoseconds largest() const { return largest_; }

  // The upper edge of the bucket that holds the quantile `q` (0 … 1): never better than the truth. 0 when nothing was counted.
  Nanoseconds quantile(double q) const {
    const auto wanted = static_cast<std::uint64_t>(q * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
      seen += counts_[bucket];
      if (seen > wanted) return std::min(last_of(bucket), largest_);
    }
    return largest_;
  }

 private:
  // Values below 128 have a bucket each; every further power of two has 64.
  static constexpr unsigned precision_bits = 6;
  static constexpr std::size_t n_buckets = (64 - precision_bits + 1) << precision_bits;

  static std::size_t bucket_of(Nanoseconds value) {
    const int spare_bits = static_cast<int>(std::bit_width(value)) - static_cast<int>(precision_bits) - 1;
    if (spare_bits <= 0) return value;
    return (static_cast<std::size_t>(spare_bits) << precision_bits) + (value >> spare_bits);
  }
  static Nanoseconds last_of(std::size_t bucket) {
    if (bucket < (2u << precision_bits)) return bucket;
    const std::size_t spare_bits = (bucket >> precision_bits) - 1;
    const Nanoseconds first = bucket - (spare_bits << precision_bits);
    return (first << spare_bits) + ((Nanoseconds{1} << spare_bits) - 1);
  }

  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(n_buckets, 0);
  std::uint64_t total_ = 0;
  Nanoseconds largest_ = 0;
};

}  // namespace cocotalk::load
