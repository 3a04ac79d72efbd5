#include "core/host/top/amounts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace cocotalk::host::top {
namespace {

constexpr std::string_view unknown = "–";

std::string decimal(double number) {
  std::array<char, 64> text{};
  const int n = std::snprintf(text.data(), text.size(), "%.1f", number);
  return {text.data(), static_cast<std::size_t>(std::clamp<int>(n, 0, text.size() - 1))};
}

// One digit behind the point where it says something.
std::string short_number(double number) { return number < 99.95 ? decimal(number) : whole(std::llround(number)); }

}  // namespace

std::string whole(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > (number < 0 ? 4U : 3U); digits.insert(at, ",")) at -= 3;
  return digits;
}

std::string amount(std::optional<double> number) { return number ? whole(std::llround(*number)) : std::string(unknown); }

std::string per_second(std::optional<double> rate) { return rate ? short_number(*rate) + "/s" : std::string(unknown); }

std::string milliseconds(std::optional<double> ms) {
  if (!ms) return std::string(unknown);
  if (*ms < 1) return short_number(*ms * 1000) + " µs";
  return *ms < 1000 ? short_number(*ms) + " ms" : short_number(*ms / 1000) + " s";
}

std::string bytes(std::optional<double> number) {
  if (!number) return std::string(unknown);
  if (*number < 1024) return whole(std::llround(*number)) + " B";
  static constexpr std::array<std::string_view, 4> units{" KiB", " MiB", " GiB", " TiB"};
  double left = *number / 1024;
  std::size_t unit = 0;
  for (; left >= 1024 && unit + 1 < units.size(); ++unit) left /= 1024;
  return short_number(left) + std::string(units[unit]);
}

std::string duration(std::int64_t ms) {
  const std::int64_t seconds = std::max<std::int64_t>(0, ms) / 1000, minutes = seconds / 60, hours = minutes / 60,
                     days = hours / 24;
  if (days > 0) return whole(days) + " d " + std::to_string(hours % 24) + " h";
  if (hours > 0) return std::to_string(hours) + " h " + std::to_string(minutes % 60) + " min";
  return minutes > 0 ? std::to_string(minutes) + " min" : std::to_string(seconds) + " s";
}

}  // namespace cocotalk::host::top
