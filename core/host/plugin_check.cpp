#include "core/host/plugin_check.hpp"

#include "core/host/description_text.hpp"
#include "core/host/plugin_settings.hpp"
#include "core/host/resolve.hpp"
#include "core/plugins/examine.hpp"
#include "core/plugins/linked_libraries.hpp"
#include "core/plugins/plugin_file.hpp"
#include "core/plugins/written_descriptor.hpp"
#include "core/runtime/json_text.hpp"

#include <algorithm>

namespace cocotalk::host {
namespace {

using plugins::Finding;
using plugins::Findings;
using plugins::Weight;
using runtime::json_text;

void add(Findings& to, Findings&& more) { std::ranges::move(more, std::back_inserter(to)); }

void examine_needs(const plugins::Description& plugin, const Offered& offered, Findings& out) {
  for (const plugins::Need& need : plugin.needs)
    if (!need.is_optional && !offered.interfaces.contains(need.interface_id))
      out.push_back({Weight::defect, "unmet-need",
                     "needs " + need.interface_id + ", which nobody in " + offered.where +
                         " provides; add a plugin that does, or name the "
                         "configuration it is for with --config"});
}

// Settings are judged before anything is created, as the host does it.
void examine_settings(const plugins::Description& plugin, const std::vector<Override>& settings, Findings& out) {
  std::vector<std::string> complaints;
  resolve(given_settings(plugin.id, settings), plugin.settings, {}, complaints);
  for (std::string& complaint : complaints) out.push_back({Weight::defect, "settings", std::move(complaint)});
}

// The part that runs nothing.
void read(CheckedPlugin& out, const std::vector<Override>& settings, const Offered& offered) {
  try {
    const std::string bytes = plugins::read_plugin_file(out.file);
    const plugins::ElfLibrary library(bytes);
    add(out.findings, plugins::examine(library));
    const plugins::WrittenDescriptor descriptor(library);
    add(out.findings, plugins::examine_linked_libraries(library, plugins::LibrarySearch()));
    examine_needs(descriptor.description(), offered, out.findings);
    examine_settings(descriptor.description(), settings, out.findings);
    out.description = descriptor.description();
    out.description->settings.clear();
  } catch (const plugins::Refusal& e) {
    out.findings.push_back({Weight::refusal, "file", e.why()});
  } catch (const plugins::ElfDamage& e) {
    out.findings.push_back({Weight::refusal, "file", e.what()});
  }
}

// "policy.lanes" is "lanes" to the plugin itself.
Probe with_own_names(Probe wanted, const std::string& plugin) {
  for (Override& setting : wanted.settings)
    if (setting.key.starts_with(plugin + ".")) setting.key.erase(0, plugin.size() + 1);
  return wanted;
}

}  // namespace

CheckedPlugin check_plugin_file(const Probe& wanted, const Offered& offered, Probing probing) {
  CheckedPlugin out;
  out.file = wanted.file.string();
  read(out, wanted.settings, offered);
  const bool is_harmless = std::ranges::none_of(
      out.findings, [](const Finding& finding) { return finding.weight == Weight::refusal || finding.rule == "settings"; });
  if (is_harmless && probing == Probing::yes) {
    add(out.findings, probe(with_own_names(wanted, out.description->id)));
    out.was_probed = true;
  }
  return out;
}

std::string text_of(const CheckedPlugin& plugin) {
  std::string out = plugin.file;
  if (const auto& description = plugin.description)
    out += ": " + description->id + " " + description->version + ", ABI " + abi_text(*description) + ", " +
           description->built_with + "\n  provides    " + words(description->provides) + "\n  needs       " +
           words(need_texts(*description));
  out += "\n";
  for (const Finding& finding : plugin.findings) {
    const std::string name(plugins::weight_name(finding.weight));
    out += "  " + name + std::string(12 - name.size(), ' ') + finding.why + "\n";
  }
  if (!plugins::is_fine(plugin.findings)) return out + "  to be mended\n";
  return out + (plugin.was_probed ? "  fine: read, created and destroyed\n" : "  fine: read\n");
}

std::string json_of(const CheckedPlugin& plugin) {
  std::string findings;
  for (const Finding& finding : plugin.findings)
    findings += (findings.empty() ? "" : ",") + ("{\"weight\":" + json_text(plugins::weight_name(finding.weight))) +
                ",\"rule\":" + json_text(finding.rule) + ",\"text\":" + json_text(finding.why) + "}";
  std::string about;
  if (const auto& description = plugin.description)
    about = ",\"id\":" + json_text(description->id) + ",\"version\":" + json_text(description->version) +
            ",\"abi\":" + json_text(abi_text(*description)) + ",\"builtWith\":" + json_text(description->built_with) +
            ",\"provides\":" + json_list(description->provides) + ",\"needs\":" + json_list(need_texts(*description));
  return "{\"file\":" + json_text(plugin.file) + ",\"fine\":" + (plugins::is_fine(plugin.findings) ? "true" : "false") +
         ",\"probed\":" + (plugin.was_probed ? "true" : "false") + about + ",\"findings\":[" + findings + "]}";
}

}  // namespace cocotalk::host
