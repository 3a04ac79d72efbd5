#include "core/plugins/descriptor.hpp"

#include "core/plugins/settings.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace cocotalk::plugins {
namespace {

constexpr std::string_view rebuild = "; rebuild it with this SDK";
constexpr std::uint32_t least_size = offsetof(coco_plugin, interface_of) + sizeof(coco_plugin::interface_of);
constexpr std::uint32_t least_spec_size = offsetof(coco_setting_spec, help) + sizeof(coco_setting_spec::help);

using Complaint = std::optional<std::string>;

std::string abi_text(unsigned major, unsigned minor) { return std::to_string(major) + "." + std::to_string(minor); }

bool consists_of(std::string_view text, std::string_view extra) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || extra.find(c) != std::string_view::npos;
  });
}

Complaint layout_complaint(const coco_plugin& p) {
  if (p.magic != COCO_MAGIC)
    return "its symbol '" COCO_PLUGIN_SYMBOL "' is no plugin descriptor (wrong magic number)" + std::string(rebuild);
  if (p.abi_major != COCO_ABI_MAJOR)
    return "built for plugin ABI " + std::to_string(p.abi_major) + ", this host speaks " + std::to_string(COCO_ABI_MAJOR) +
           std::string(rebuild);
  if (p.abi_minor > COCO_ABI_MINOR)
    return "built for plugin ABI " + abi_text(p.abi_major, p.abi_minor) + ", this host speaks " +
           abi_text(COCO_ABI_MAJOR, COCO_ABI_MINOR) + "; use a newer host or rebuild it with this SDK";
  if (p.size < least_size)
    return "its descriptor has " + std::to_string(p.size) + " bytes, this host expects " + std::to_string(least_size) +
           std::string(rebuild);
  return std::nullopt;
}

Complaint missing(std::string_view what) {
  return "its descriptor has no '" + std::string(what) + "'; fill it in and rebuild it";
}

Complaint parts_complaint(const coco_plugin& p) {
  if (p.id == nullptr) return missing("id");
  if (p.version == nullptr) return missing("version");
  if (p.built_with == nullptr) return missing("built_with");
  if (p.provides == nullptr) return missing("provides");
  if (p.needs == nullptr) return missing("needs");
  if (p.n_settings != 0 && p.settings == nullptr) return missing("settings");
  if (p.create == nullptr) return missing("create");
  if (p.start == nullptr) return missing("start");
  if (p.stop == nullptr) return missing("stop");
  if (p.destroy == nullptr) return missing("destroy");
  if (p.interface_of == nullptr) return missing("interface_of");
  if (!consists_of(p.id, "-")) return "its id '" + std::string(p.id) + "' is no lower-case-words; choose another and rebuild it";
  return std::nullopt;
}

Complaint spec_complaint(const coco_setting_spec& spec) {
  if (spec.name == nullptr || !consists_of(spec.name, "_"))
    return "it declares a setting whose name is no lower_case_words; rename it and rebuild the plugin";
  const std::string setting = "its setting '" + std::string(spec.name) + "' ";
  if (std::string_view(spec.name) == "plugin")
    return setting + "has a name the configuration keeps for itself; rename it and rebuild the plugin";
  if (spec.type < COCO_SETTING_BOOL || spec.type > COCO_SETTING_LIST)
    return setting + "has the unknown type " + std::to_string(spec.type) + std::string(rebuild);
  if (spec.help == nullptr) return setting + "has no help; write one line and rebuild the plugin";
  if (spec.type == COCO_SETTING_CHOICE && (spec.choices == nullptr || *spec.choices == nullptr))
    return setting + "has no choices; name them and rebuild the plugin";
  if (spec.default_value == nullptr) return std::nullopt;
  const ParsedSetting parsed = parse_setting(spec, spec.default_value);
  if (const auto* bad = std::get_if<BadSetting>(&parsed)) return setting + "has a bad default: " + bad->why;
  return std::nullopt;
}

// Declared settings, read by the size their plugin was compiled with, which is the distance from one to the next.
std::variant<std::vector<coco_setting_spec>, BadDescriptor> specs_of(const coco_plugin& p) {
  std::vector<coco_setting_spec> specs;
  if (p.n_settings == 0) return specs;
  const std::uint32_t stride = p.settings->size;
  if (stride < least_spec_size)
    return BadDescriptor{"its settings have " + std::to_string(stride) + " bytes each, this host expects " +
                         std::to_string(least_spec_size) + std::string(rebuild)};
  const char* bytes = reinterpret_cast<const char*>(p.settings);
  for (std::uint32_t i = 0; i < p.n_settings; ++i) {
    coco_setting_spec spec{};
    std::memcpy(&spec, bytes + std::size_t{i} * stride, std::min<std::size_t>(stride, sizeof spec));
    if (auto why = spec_complaint(spec)) return BadDescriptor{*std::move(why)};
    for (const coco_setting_spec& earlier : specs)
      if (std::string_view(earlier.name) == spec.name)
        return BadDescriptor{"it declares the setting '" + std::string(spec.name) + "' twice; rename one and rebuild the plugin"};
    specs.push_back(spec);
  }
  return specs;
}

std::vector<std::string> texts(const char* const* ids) {
  std::vector<std::string> out;
  for (; *ids != nullptr; ++ids) out.emplace_back(*ids);
  return out;
}

Need need_of(std::string id) {
  const bool is_optional = id.ends_with('?');
  if (is_optional) id.pop_back();
  return {std::move(id), is_optional};
}

}  // namespace

std::variant<Description, BadDescriptor> describe(const coco_plugin& plugin) {
  if (auto why = layout_complaint(plugin)) return BadDescriptor{*std::move(why)};
  if (auto why = parts_complaint(plugin)) return BadDescriptor{*std::move(why)};
  auto specs = specs_of(plugin);
  if (auto* bad = std::get_if<BadDescriptor>(&specs)) return std::move(*bad);
  Description out{plugin.id,
                  plugin.version,
                  plugin.built_with,
                  plugin.abi_major,
                  plugin.abi_minor,
                  texts(plugin.provides),
                  {},
                  std::get<std::vector<coco_setting_spec>>(std::move(specs))};
  for (std::string& id : texts(plugin.needs)) out.needs.push_back(need_of(std::move(id)));
  return out;
}

}  // namespace cocotalk::plugins
