#include "core/plugins/units.hpp"

#include <charconv>
#include <span>

namespace cocotalk::plugins {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
constexpr Unit byte_units[] = {{"TiB", 1LL << 40}, {"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}};
constexpr Unit time_units[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1000}, {"ms", 1}};

std::span<const Unit> units_of(coco_setting_type type) {
  if (type == COCO_SETTING_BYTES) return byte_units;
  if (type == COCO_SETTING_MILLIS) return time_units;
  return {};
}

}  // namespace

std::optional<std::int64_t> parse_number(coco_setting_type type, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc()) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit.empty()) return number;
  if (unit.front() == ' ') unit.remove_prefix(1);
  for (const Unit& known : units_of(type)) {
    std::int64_t product = 0;
    if (known.name == unit) return __builtin_mul_overflow(number, known.factor, &product) ? std::nullopt : std::optional(product);
  }
  return std::nullopt;
}

std::string number_text(coco_setting_type type, std::int64_t number) {
  for (const Unit& unit : units_of(type))
    if (number != 0 && number % unit.factor == 0) return std::to_string(number / unit.factor) + " " + std::string(unit.name);
  return std::to_string(number);
}

}  // namespace cocotalk::plugins
