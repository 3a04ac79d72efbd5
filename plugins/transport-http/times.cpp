#include "transport-http/times.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace cocotalk::http {
namespace {

struct CalendarTime {
  int year;
  unsigned month, day;
  int hour, minute, second, millisecond;
};

CalendarTime take_apart(std::int64_t ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(ms)};
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  return {int(date.year()),
          unsigned(date.month()),
          unsigned(date.day()),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count())};
}

}  // namespace

std::string zoneless_time(std::int64_t ms) {
  const CalendarTime t = take_apart(ms);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d", t.year, t.month, t.day, t.hour, t.minute,
                t.second, t.millisecond);
  return text.data();
}

std::string offset_time(std::int64_t ms) { return zoneless_time(ms) + "+00:00"; }

std::string gateway_time(std::int64_t ms) {
  std::string text = zoneless_time(ms).substr(0, 19);
  text[10] = ' ';
  return text;
}

}  // namespace cocotalk::http
