// A number over the last minutes, as far as it was looked at, and its spark line. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace cocotalk::host::top {

// One column stands for five seconds, whatever the pace of looking, and shows the highest that was seen within them.
class Series {
 public:
  static constexpr std::int64_t column_ms = 5000;
  static constexpr int most_columns = 60;

  void add(std::int64_t now_ms, std::optional<double> value);

  // The newest columns at the right; blank where nothing was seen. The height is that of the highest one shown.
  std::string line(int columns) const;

 private:
  std::int64_t newest_ = 0;                      // number of the last column
  std::deque<std::optional<double>> columns_{};  // oldest first
};

}  // namespace cocotalk::host::top
