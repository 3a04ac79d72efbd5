#include "core/host/rehearsal.hpp"

#include "core/host/probe.hpp"
#include "core/plugins/examine.hpp"
#include "core/plugins/plugin_file.hpp"
#include "core/plugins/written_descriptor.hpp"

#include <algorithm>
#include <optional>

namespace cocotalk::host {
namespace {

using plugins::Finding;
using plugins::SettingValue;
using plugins::Weight;

// As parse_setting() reads it.
std::string text_of(const SettingValue& value) {
  switch (value.type) {
    case COCO_SETTING_BOOL: return value.number != 0 ? "true" : "false";
    case COCO_SETTING_TEXT:
    case COCO_SETTING_CHOICE: return value.text;
    case COCO_SETTING_LIST: {
      std::string out;
      for (const std::string& item : value.items) out += (out.empty() ? "" : ",") + item;
      return out;
    }
    default: return std::to_string(value.number);
  }
}

// The settings it would be created with; nothing when it will be refused before any of its code runs. Throws Refused when they
// are wrong.
std::optional<std::vector<Override>> settings_for(const std::string& file, const Section& section,
                                                  const Environment& environment) {
  try {
    const std::string bytes = plugins::read_plugin_file(file);
    const plugins::ElfLibrary library(bytes);
    const plugins::WrittenDescriptor descriptor(library);
    const plugins::Findings findings = plugins::examine(library);
    std::vector<std::string> complaints;
    std::vector<Override> out;
    for (const SettingValue& value : resolve(section, descriptor.description().settings, environment, complaints))
      out.push_back({value.name, text_of(value), ""});
    const auto is_refused = [](const Finding& finding) { return finding.weight == Weight::refusal; };
    if (std::ranges::any_of(findings, is_refused)) return std::nullopt;
    if (!complaints.empty()) throw Refused(std::move(complaints));
    return out;
  } catch (const plugins::Refusal&) {
  } catch (const plugins::ElfDamage&) {
  }
  return std::nullopt;
}

}  // namespace

void rehearse(const std::filesystem::path& file, const Section& section, const Environment& environment) {
  auto settings = settings_for(file.string(), section, environment);
  if (!settings) return;
  Probe wanted;
  wanted.file = file;
  wanted.settings = std::move(*settings);
  std::vector<std::string> complaints;
  for (const Finding& finding : probe(wanted))
    if (finding.weight == Weight::refusal) complaints.push_back(file.string() + ": " + finding.why);
  if (!complaints.empty()) throw Refused(std::move(complaints));
}

}  // namespace cocotalk::host
