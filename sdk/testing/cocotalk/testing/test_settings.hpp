// Settings for a plugin under test, written as in a configuration. The host's own reader knows more ways to complain; this one
// says the first thing that is wrong.
#pragma once

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// {"sessions", "2"}, {"memory", "8 MiB"}, {"hosts", "a,b"}: what differs from the defaults.
using SettingTexts = std::map<std::string, std::string>;

// All settings a plugin declares, with their defaults where `texts` says nothing. Lives as long as the call of create().
// Throws coco::Error for an unknown name, a missing one or a value outside its range.
class TestSettings {
 public:
  TestSettings(const coco_plugin& plugin, const SettingTexts& texts) {
    const std::span specs(plugin.settings, plugin.n_settings);
    for (const auto& given : texts)
      if (!is_declared(specs, given.first)) refuse(given.first, "is not declared by plugin '" + std::string(plugin.id) + "'");
    for (const coco_setting_spec& spec : specs) {
      const auto given = texts.find(spec.name);
      if (given == texts.end() && spec.default_value == nullptr) refuse(spec.name, "has no default and is not given");
      add(spec, given != texts.end() ? given->second : spec.default_value);
    }
  }
  TestSettings(const TestSettings&) = delete;
  TestSettings& operator=(const TestSettings&) = delete;

  const coco_setting* data() const noexcept { return values_.data(); }
  std::uint64_t size() const noexcept { return values_.size(); }

 private:
  [[noreturn]] static void refuse(const std::string& name, const std::string& why) {
    throw coco::Error(COCO_INVALID, "setting '" + name + "' " + why);
  }

  static bool is_declared(std::span<const coco_setting_spec> specs, const std::string& name) {
    return std::any_of(specs.begin(), specs.end(), [&](const coco_setting_spec& spec) { return name == spec.name; });
  }

  void add(const coco_setting_spec& spec, const std::string& written) {
    const std::string_view text = texts_.emplace_back(written);
    coco_setting value{sizeof value, spec.type, coco::view(spec.name), 0, coco::view(text), nullptr, 0};
    switch (spec.type) {
      case COCO_SETTING_TEXT: break;
      case COCO_SETTING_CHOICE: check_choice(spec, written); break;
      case COCO_SETTING_LIST: split(text, value); break;
      case COCO_SETTING_BOOL: value.number = truth(spec, written); break;
      default: value.number = number(spec, text);
    }
    values_.push_back(value);
  }

  static void check_choice(const coco_setting_spec& spec, const std::string& text) {
    for (const char* const* choice = spec.choices; *choice != nullptr; ++choice)
      if (text == *choice) return;
    refuse(spec.name, "cannot be '" + text + "'");
  }

  static std::int64_t truth(const coco_setting_spec& spec, const std::string& text) {
    if (text != "true" && text != "false") refuse(spec.name, "is '" + text + "', neither true nor false");
    return text == "true" ? 1 : 0;
  }

  static std::int64_t number(const coco_setting_spec& spec, std::string_view text) {
    std::int64_t amount = 0;
    const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (problem != std::errc()) refuse(spec.name, "is '" + std::string(text) + "', not a number");
    const std::int64_t value = amount * unit(spec, text.substr(static_cast<std::size_t>(rest - text.data())));
    const bool has_range = spec.min != 0 || spec.max != 0;
    if (has_range && (value < spec.min || value > spec.max))
      refuse(spec.name,
             "is " + std::to_string(value) + ", outside " + std::to_string(spec.min) + " to " + std::to_string(spec.max));
    return value;
  }

  static std::int64_t unit(const coco_setting_spec& spec, std::string_view name) {
    static const std::map<std::pair<coco_setting_type, std::string_view>, std::int64_t> units = {
        {{COCO_SETTING_BYTES, " KiB"}, 1 << 10},  {{COCO_SETTING_BYTES, " MiB"}, 1 << 20},
        {{COCO_SETTING_BYTES, " GiB"}, 1 << 30},  {{COCO_SETTING_MILLIS, " ms"}, 1},
        {{COCO_SETTING_MILLIS, " s"}, 1000},      {{COCO_SETTING_MILLIS, " min"}, 60'000},
        {{COCO_SETTING_MILLIS, " h"}, 3'600'000}, {{COCO_SETTING_MILLIS, " d"}, 86'400'000}};
    if (name.empty()) return 1;
    const auto found = units.find({spec.type, name});
    if (found == units.end()) refuse(spec.name, "has the unknown unit '" + std::string(name) + "'");
    return found->second;
  }

  void split(std::string_view text, coco_setting& value) {
    std::vector<coco_view>& items = lists_.emplace_back();
    while (!text.empty()) {
      const std::size_t comma = std::min(text.find(','), text.size());
      items.push_back(coco::view(text.substr(0, comma)));
      text.remove_prefix(std::min(comma + 1, text.size()));
    }
    value.items = items.data();
    value.n_items = items.size();
  }

  std::deque<std::string> texts_;  // deques: what they hold stays where it is
  std::deque<std::vector<coco_view>> lists_;
  std::vector<coco_setting> values_;
};

}  // namespace cocotalk::testing
