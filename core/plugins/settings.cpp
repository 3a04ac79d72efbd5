#include "core/plugins/settings.hpp"

#include "core/plugins/nearest.hpp"
#include "core/plugins/units.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::plugins {
namespace {

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::vector<std::string> choices_of(const coco_setting_spec& spec) {
  std::vector<std::string> out;
  for (const char* const* choice = spec.choices; choice != nullptr && *choice != nullptr; ++choice) out.emplace_back(*choice);
  return out;
}

std::string example_of(const coco_setting_spec& spec) {
  switch (spec.type) {
    case COCO_SETTING_BOOL: return "write true or false";
    case COCO_SETTING_INTEGER: return "write one like 42";
    case COCO_SETTING_BYTES: return "write one like 65536, \"64 KiB\" or \"25 MiB\"";
    case COCO_SETTING_MILLIS: return "write one like 1500, \"20 s\" or \"5 min\"";
    case COCO_SETTING_CHOICE: return "write one of " + range_text(spec);
    case COCO_SETTING_LIST: return "write one like [\"a\", \"b\"]";
    default: return "write one like \"words\"";
  }
}

BadSetting no_such(const coco_setting_spec& spec, std::string_view found) {
  return {std::string(found) + " is no " + type_name(spec.type) + "; " + example_of(spec)};
}

bool has_range(const coco_setting_spec& spec) { return spec.min != 0 || spec.max != 0; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view item = trimmed(text.substr(0, comma));
    if (!item.empty()) out.emplace_back(item);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return out;
}

ParsedSetting parse_range(const coco_setting_spec& spec, SettingValue value, std::string_view text) {
  const auto number = parse_number(spec.type, text);
  if (!number) return no_such(spec, quoted(text));
  if (has_range(spec) && (*number < spec.min || *number > spec.max))
    return BadSetting{quoted(text) + " is out of range; it may be " + range_text(spec)};
  value.number = *number;
  return value;
}

}  // namespace

std::string type_name(coco_setting_type type) {
  switch (type) {
    case COCO_SETTING_BOOL: return "boolean";
    case COCO_SETTING_INTEGER: return "whole number";
    case COCO_SETTING_BYTES: return "size";
    case COCO_SETTING_MILLIS: return "duration";
    case COCO_SETTING_CHOICE: return "choice";
    case COCO_SETTING_LIST: return "list of texts";
    default: return "text";
  }
}

std::string range_text(const coco_setting_spec& spec) {
  if (spec.type == COCO_SETTING_CHOICE) {
    std::string out;
    for (const std::string& choice : choices_of(spec)) out += (out.empty() ? "" : ", ") + choice;
    return out;
  }
  return has_range(spec) ? number_text(spec.type, spec.min) + " to " + number_text(spec.type, spec.max) : "";
}

BadSetting wrong_kind(const coco_setting_spec& spec, std::string_view found) { return no_such(spec, found); }

ParsedSetting parse_setting(const coco_setting_spec& spec, std::string_view text) {
  SettingValue value{spec.name, spec.type, 0, {}, {}};
  switch (spec.type) {
    case COCO_SETTING_BOOL:
      if (text != "true" && text != "false") return no_such(spec, quoted(text));
      value.number = text == "true" ? 1 : 0;
      return value;
    case COCO_SETTING_CHOICE: {
      const std::vector<std::string> choices = choices_of(spec);
      for (const std::string& choice : choices)
        if (choice == text) return value.text = choice, value;
      return BadSetting{quoted(text) + " is no choice; " + suggestion(text, choices)};
    }
    case COCO_SETTING_LIST: return list_setting(spec, split(text));
    case COCO_SETTING_TEXT: return value.text = text, value;
    default: return parse_range(spec, std::move(value), text);
  }
}

ParsedSetting list_setting(const coco_setting_spec& spec, std::vector<std::string> items) {
  return SettingValue{spec.name, spec.type, 0, {}, std::move(items)};
}

RawSettings::RawSettings(std::span<const SettingValue> values) {
  items_.reserve(values.size());
  for (const SettingValue& value : values) {
    std::vector<coco_view>& items = items_.emplace_back();
    for (const std::string& item : value.items) items.push_back(coco::view(item));
    raw_.push_back({sizeof(coco_setting), value.type, coco::view(value.name), value.number, coco::view(value.text), items.data(),
                    items.size()});
  }
}

}  // namespace cocotalk::plugins
