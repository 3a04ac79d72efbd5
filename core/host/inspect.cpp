// The commands that look at plugins without creating any: plugins, docs configuration.
#include "core/host/description_text.hpp"
#include "core/host/places.hpp"
#include "core/host/program.hpp"
#include "core/host/reference.hpp"
#include "core/plugins/settings.hpp"
#include "core/runtime/json_text.hpp"

#include <iostream>
#include <vector>

namespace cocotalk::host {
namespace {

using runtime::json_text;

// What is found in a plugin folder, and the linked service in front: a library, or the sentence that refuses it.
struct Found {
  std::vector<plugins::Library> libraries;
  std::vector<std::string> refusals;
};

Found find_all(const Program& program, const std::filesystem::path& folder, plugins::CopyFolder& copies) {
  Found out;
  out.libraries.push_back(plugins::Library::linked(program.service));
  for (const std::string& name : plugin_names(folder)) {
    try {
      out.libraries.push_back(plugins::Library::load(folder / (name + ".so"), copies));
    } catch (const plugins::Refusal& e) {
      out.refusals.emplace_back(e.what());
    }
  }
  return out;
}

void print_text(const plugins::Library& library) {
  const plugins::Description& plugin = library.description();
  std::cout << plugin.id << " " << plugin.version << "\n  file        " << library.file() << "\n  provides    "
            << words(plugin.provides) << "\n  needs       " << words(need_texts(plugin)) << "\n  ABI         " << abi_text(plugin)
            << "\n  built with  " << plugin.built_with << "\n";
  for (const coco_setting_spec& spec : plugin.settings) {
    const std::string range = plugins::range_text(spec);
    std::cout << "  " << spec.name << " = " << (spec.default_value == nullptr ? "(required)" : spec.default_value) << "  ["
              << plugins::type_name(spec.type) << (range.empty() ? "" : ": " + range) << "] " << spec.help << "\n";
  }
  std::cout << "\n";
}

std::string json_of(const plugins::Library& library) {
  const plugins::Description& plugin = library.description();
  std::string settings;
  for (const coco_setting_spec& spec : plugin.settings)
    settings += (settings.empty() ? "" : ",") + ("{\"name\":" + json_text(spec.name)) +
                ",\"type\":" + json_text(plugins::type_name(spec.type)) +
                ",\"default\":" + (spec.default_value == nullptr ? "null" : json_text(spec.default_value)) +
                ",\"allowed\":" + json_text(plugins::range_text(spec)) + ",\"help\":" + json_text(spec.help) + "}";
  return "{\"id\":" + json_text(plugin.id) + ",\"version\":" + json_text(plugin.version) +
         ",\"file\":" + json_text(library.file()) + ",\"provides\":" + json_list(plugin.provides) +
         ",\"needs\":" + json_list(need_texts(plugin)) + ",\"abi\":\"" + abi_text(plugin) +
         "\",\"builtWith\":" + json_text(plugin.built_with) + ",\"settings\":[" + settings + "]}";
}

}  // namespace

int list_plugins(const Program& program, const Invocation& invocation) {
  if (invocation.has("--running")) return list_running(invocation);
  plugins::CopyFolder copies;
  const Found found = find_all(program, plugin_folder(invocation), copies);
  if (invocation.has("--json")) {
    std::string out;
    for (const plugins::Library& library : found.libraries) out += (out.empty() ? "" : ",\n ") + json_of(library);
    std::cout << "[" << out << "]\n";
  } else {
    for (const plugins::Library& library : found.libraries) print_text(library);
  }
  for (const std::string& refusal : found.refusals) std::cerr << refusal << "\n";
  return found.refusals.empty() ? exit_done : exit_failed;
}

int print_reference(const Program& program, const Invocation& invocation) {
  plugins::CopyFolder copies;
  const Found found = find_all(program, plugin_folder(invocation), copies);
  if (!found.refusals.empty()) throw Refused(found.refusals);
  std::vector<plugins::Description> descriptions;
  for (const plugins::Library& library : found.libraries) descriptions.push_back(library.description());
  std::cout << configuration_reference(descriptions);
  return exit_done;
}

}  // namespace cocotalk::host
