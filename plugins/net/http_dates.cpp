#include "net/http_dates.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace cocotalk::net {

namespace {

using namespace std::chrono;

constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Two or four digits; the first may be a space. -1: none.
int number(std::string_view text) {
  while (text.size() > 1 && text.front() == ' ') text.remove_prefix(1);
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

unsigned month(std::string_view name) {
  for (unsigned i = 0; i < months.size(); ++i)
    if (months[i] == name) return i + 1;
  return 0;
}

// `clock` is "08:49:37".
std::optional<std::int64_t> moment(int y, unsigned m, int d, std::string_view clock) {
  const int h = number(clock.substr(0, 2)), min = number(clock.substr(3, 2)), s = number(clock.substr(6, 2));
  const bool is_clock = clock[2] == ':' && clock[5] == ':' && h >= 0 && h < 24 && min >= 0 && min < 60 && s >= 0 && s <= 60;
  const year_month_day date{year(y), std::chrono::month(m), day(d < 0 ? 0u : static_cast<unsigned>(d))};
  if (!is_clock || y < 0 || !date.ok()) return std::nullopt;
  return milliseconds(sys_days(date).time_since_epoch() + hours(h) + minutes(min) + seconds(s)).count();
}

}  // namespace

std::string http_date(std::int64_t utc_ms) {
  const auto since = floor<seconds>(sys_time<milliseconds>(milliseconds(utc_ms)));
  const auto midnight = floor<std::chrono::days>(since);
  const year_month_day date(midnight);
  const hh_mm_ss clock(since - midnight);
  std::array<char, 40> text;
  const int n = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[weekday(midnight).c_encoding()], unsigned(date.day()),
      months[unsigned(date.month()) - 1].data(), int(date.year()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(n)};
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  const auto part = [&text](std::size_t at, std::size_t n) { return text.substr(at, n); };
  if (text.size() == 29 && part(3, 2) == ", " && part(25, 4) == " GMT")  // Sun, 06 Nov 1994 08:49:37 GMT
    return moment(number(part(12, 4)), month(part(8, 3)), number(part(5, 2)), part(17, 8));
  if (text.size() == 24 && part(3, 1) == " ")  // Sun Nov  6 08:49:37 1994
    return moment(number(part(20, 4)), month(part(4, 3)), number(part(8, 2)), part(11, 8));
  const std::size_t comma = text.find("day, ");
  if (comma == std::string_view::npos || text.size() != comma + 5 + 22 || !text.ends_with(" GMT")) return std::nullopt;
  text.remove_prefix(comma + 5);  // 06-Nov-94 08:49:37 GMT
  const int of_century = number(part(7, 2));
  const int full_year = of_century < 0 ? -1 : of_century + (of_century < 70 ? 2000 : 1900);
  return moment(full_year, month(part(3, 3)), number(part(0, 2)), part(10, 8));
}

}  // namespace cocotalk::net
