#include "core/host/top/series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace cocotalk::host::top {
namespace {

constexpr std::array<std::string_view, 8> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string_view bar(double value, double highest) {
  if (highest <= 0 || value <= 0) return heights.front();
  const auto height = static_cast<std::size_t>(std::lround(value / highest * (heights.size() - 1)));
  return heights[std::min(height, heights.size() - 1)];
}

}  // namespace

void Series::add(std::int64_t now_ms, std::optional<double> value) {
  const std::int64_t column = now_ms / column_ms;
  const std::int64_t passed = columns_.empty() ? 1 : std::clamp<std::int64_t>(column - newest_, 0, most_columns);
  for (std::int64_t i = 0; i < passed; ++i) columns_.emplace_back();
  while (columns_.size() > most_columns) columns_.pop_front();
  newest_ = std::max(newest_, column);
  std::optional<double>& last = columns_.back();
  if (value) last = std::max(last.value_or(*value), *value);
}

std::string Series::line(int columns) const {
  const auto shown = std::min(columns_.size(), static_cast<std::size_t>(std::max(columns, 0)));
  double highest = 0;
  for (auto one = columns_.end() - static_cast<std::ptrdiff_t>(shown); one != columns_.end(); ++one)
    highest = std::max(highest, one->value_or(0));
  std::string out(static_cast<std::size_t>(std::max(columns, 0)) - shown, ' ');
  for (auto one = columns_.end() - static_cast<std::ptrdiff_t>(shown); one != columns_.end(); ++one)
    out += *one ? bar(**one, highest) : " ";
  return out;
}

}  // namespace cocotalk::host::top
