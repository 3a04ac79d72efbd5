// From what somebody wrote to what a plugin is created with: typed, in range, complete.
#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace cocotalk::plugins {

// A validated value, owning its texts.
struct SettingValue {
  std::string name;
  coco_setting_type type = COCO_SETTING_TEXT;
  std::int64_t number = 0;
  std::string text;
  std::vector<std::string> items;
};

// What is wrong with a value, as "'x' is no duration; write one like 20 s".
struct BadSetting {
  std::string why;
};
using ParsedSetting = std::variant<SettingValue, BadSetting>;

// Reads a value written as text: a default, an environment variable, a flag, a string of the configuration. Lists are separated
// by commas.
ParsedSetting parse_setting(const coco_setting_spec& spec, std::string_view text);
// A list whose items stand alone, as in a JSON array.
ParsedSetting list_setting(const coco_setting_spec& spec, std::vector<std::string> items);
// The sentence for a value of another kind: "a list" for a duration.
BadSetting wrong_kind(const coco_setting_spec& spec, std::string_view found);

// "duration", "size", …, and an example of one.
std::string type_name(coco_setting_type type);
// What is allowed beyond the type: "1 to 64", "text, json"; empty: everything.
std::string range_text(const coco_setting_spec& spec);

// The values as the waist wants them. Views into `values`, which must outlive this.
class RawSettings {
 public:
  explicit RawSettings(std::span<const SettingValue> values);
  const coco_setting* data() const noexcept { return raw_.data(); }
  std::uint64_t size() const noexcept { return raw_.size(); }

 private:
  std::vector<std::vector<coco_view>> items_;
  std::vector<coco_setting> raw_;
};

}  // namespace cocotalk::plugins
