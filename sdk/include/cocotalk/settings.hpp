// How a plugin declares its settings, and reads their values.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/error.hpp>
#include <cocotalk/view.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace coco {

constexpr coco_setting_spec setting(coco_setting_type type, const char* name, const char* value, std::int64_t min,
                                    std::int64_t max, const char* help, const char* const* choices = nullptr) {
  return {sizeof(coco_setting_spec), type, name, value, min, max, choices, help};
}
constexpr coco_setting_spec boolean(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_BOOL, name, value, 0, 0, help);
}
constexpr coco_setting_spec integer(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_INTEGER, name, value, min, max, help);
}
constexpr coco_setting_spec bytes(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_BYTES, name, value, min, max, help);
}
constexpr coco_setting_spec millis(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_MILLIS, name, value, min, max, help);
}
constexpr coco_setting_spec string(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_TEXT, name, value, 0, 0, help);
}
constexpr coco_setting_spec choice(const char* name, const char* value, const char* const* choices, const char* help) {
  return setting(COCO_SETTING_CHOICE, name, value, 0, 0, help, choices);
}
constexpr coco_setting_spec list(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_LIST, name, value, 0, 0, help);
}

// The validated settings a plugin is created with. Borrowed for the constructor. Asking for an undeclared name throws.
class Settings {
 public:
  Settings(const coco_setting* values, std::uint64_t n) noexcept : values_(values, n) {}
  std::int64_t number(std::string_view name) const { return find(name).number; }
  bool flag(std::string_view name) const { return find(name).number != 0; }
  std::string text(std::string_view name) const { return std::string(coco::text(find(name).text)); }
  std::vector<std::string> items(std::string_view name) const {
    const coco_setting& s = find(name);
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < s.n_items; ++i) out.emplace_back(coco::text(s.items[i]));
    return out;
  }

 private:
  const coco_setting& find(std::string_view name) const {
    for (const coco_setting& s : values_)
      if (coco::text(s.name) == name) return s;
    throw Error(COCO_INTERNAL, "setting '" + std::string(name) + "' is not declared");
  }
  std::span<const coco_setting> values_;
};

}  // namespace coco
