#include "core/host/resolve.hpp"

#include "core/plugins/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include <unistd.h>

namespace cocotalk::host {
namespace {

using plugins::BadSetting;
using plugins::ParsedSetting;
using plugins::SettingValue;

std::string full_name(const Section& section, std::string_view key) {
  return section.name.empty() ? std::string(key) : section.name + "." + std::string(key);
}

std::string found_text(const Json& value) {
  switch (value.kind) {
    case Json::Kind::number: return value.text;
    case Json::Kind::boolean: return value.flag ? "true" : "false";
    case Json::Kind::string: return "\"" + value.text + "\"";
    default: return std::string(kind_name(value.kind));
  }
}

ParsedSetting parse_list(const coco_setting_spec& spec, const Json& value) {
  std::vector<std::string> items;
  for (const Json& item : value.items) {
    if (item.kind != Json::Kind::string) return plugins::wrong_kind(spec, "a list with " + found_text(item) + " in it");
    items.push_back(item.text);
  }
  return plugins::list_setting(spec, std::move(items));
}

// A value of the file: the JSON kind must fit the type.
ParsedSetting parse_json_setting(const coco_setting_spec& spec, const Json& value) {
  const bool is_string = value.kind == Json::Kind::string;
  const bool is_number = value.kind == Json::Kind::number;
  switch (spec.type) {
    case COCO_SETTING_BOOL:
      if (value.kind == Json::Kind::boolean) return plugins::parse_setting(spec, value.flag ? "true" : "false");
      break;
    case COCO_SETTING_INTEGER:
      if (is_number) return plugins::parse_setting(spec, value.text);
      break;
    case COCO_SETTING_BYTES:
    case COCO_SETTING_MILLIS:
      if (is_number || is_string) return plugins::parse_setting(spec, value.text);
      break;
    case COCO_SETTING_LIST:
      if (value.kind == Json::Kind::array) return parse_list(spec, value);
      break;
    default:
      if (is_string) return plugins::parse_setting(spec, value.text);
  }
  return plugins::wrong_kind(spec, found_text(value));
}

// What counts for one setting: its value and where it was written.
struct Written {
  ParsedSetting parsed;
  std::string where;
};

std::optional<Written> written(const Section& section, const coco_setting_spec& spec, const Environment& environment) {
  const Given* by_flag = nullptr;
  const Given* by_file = nullptr;
  for (const Given& given : section.given) {
    if (given.key != spec.name) continue;
    if (given.source == Given::Source::flag)
      by_flag = &given;  // the last flag counts
    else
      by_file = &given;
  }
  if (by_flag != nullptr) return Written{plugins::parse_setting(spec, by_flag->value.text), by_flag->where};
  const std::string variable = variable_name(section.name, spec.name);
  const auto found = environment.find(variable);
  if (found != environment.end()) return Written{plugins::parse_setting(spec, found->second), "environment variable " + variable};
  if (by_file != nullptr) return Written{parse_json_setting(spec, by_file->value), by_file->where};
  if (spec.default_value != nullptr) return Written{plugins::parse_setting(spec, spec.default_value), section.where};
  return std::nullopt;
}

void complain_of_unknown(const Section& section, std::span<const coco_setting_spec> specs, std::vector<std::string>& complaints) {
  std::vector<std::string> known;
  for (const coco_setting_spec& spec : specs) known.emplace_back(spec.name);
  std::vector<std::string> top = known;
  if (section.name.empty()) top.insert(top.end(), {"log", "plugins", "service"});
  for (const Given& given : section.given)
    if (std::ranges::find(known, given.key) == known.end())
      complaints.push_back(given.where + ": '" + full_name(section, given.key) + "' is no setting; " +
                           plugins::suggestion(given.key, top));
}

}  // namespace

Environment environment_of_process() {
  Environment out;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const std::size_t equals = line.find('=');
    if (line.starts_with("COCOTALK_") && equals != std::string_view::npos)
      out.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  if (const auto listen = out.extract("COCOTALK_LISTEN")) out.emplace("COCOTALK_NET_LISTEN", listen.mapped());
  return out;
}

std::string variable_name(const std::string& section, const std::string& key) {
  std::string out = "COCOTALK_";
  for (const char c : section.empty() ? key : section + "_" + key)
    out += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::vector<SettingValue> resolve(const Section& section, std::span<const coco_setting_spec> specs,
                                  const Environment& environment, std::vector<std::string>& complaints) {
  std::vector<SettingValue> out;
  for (const coco_setting_spec& spec : specs) {
    std::optional<Written> value = written(section, spec, environment);
    const std::string name = "'" + full_name(section, spec.name) + "'";
    if (!value) {
      complaints.push_back(section.where + ": " + name + " is missing; write it: " + spec.help);
    } else if (const auto* bad = std::get_if<BadSetting>(&value->parsed)) {
      complaints.push_back(value->where + ": " + name + ": " + bad->why);
    } else {
      out.push_back(std::get<SettingValue>(std::move(value->parsed)));
    }
  }
  complain_of_unknown(section, specs, complaints);
  return out;
}

}  // namespace cocotalk::host
