// The commands about one plugin's file: plugin check, plugin seal, plugin allow.
#include "core/host/crash_record.hpp"
#include "core/host/introspection.h"
#include "core/host/places.hpp"
#include "core/host/plugin_check.hpp"
#include "core/host/program.hpp"
#include "core/plugins/plugin_file.hpp"
#include "core/plugins/seal.hpp"
#include "core/plugins/written_descriptor.hpp"

#include <charconv>
#include <iostream>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

void add_provided(const plugins::Description& plugin, Offered& out) {
  out.interfaces.insert(plugin.provides.begin(), plugin.provides.end());
}

// What a file provides is read without loading it; files that are no plugins provide nothing.
void add_file(const fs::path& file, Offered& out) {
  try {
    const std::string bytes = plugins::read_plugin_file(file.string());
    const plugins::ElfLibrary library(bytes);
    add_provided(plugins::WrittenDescriptor(library).description(), out);
  } catch (const plugins::Refusal&) {
  } catch (const plugins::ElfDamage&) {
  }
}

// Of the configuration that was named, else of the plugin folder; and what the program has itself.
Offered offered(const Program& program, const Invocation& invocation) {
  Offered out;
  const fs::path folder = plugin_folder(invocation);
  out.interfaces.insert(COCO_INTROSPECTION);
  const auto service = plugins::describe(program.service);
  add_provided(std::get<plugins::Description>(service), out);
  if (invocation.config) {
    std::vector<std::string> complaints;
    const Configuration configuration = parse_configuration(read_configuration_file(*invocation.config), {}, complaints);
    for (const Section& section : configuration.plugins) add_file(library_file(section, configuration.file, folder), out);
    out.where = configuration.file;
  } else {
    for (const std::string& name : plugin_names(folder)) add_file(folder / (name + ".so"), out);
    out.where = folder.string();
  }
  return out;
}

std::chrono::milliseconds patience(const Invocation& invocation) {
  const std::string text = invocation.value("--patience", "10000");
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure != std::errc() || end != text.data() + text.size() || out < 1 || out > 3'600'000)
    throw UsageError("--patience: '" + text + "' is no number of milliseconds from 1 to 3600000");
  return std::chrono::milliseconds(out);
}

}  // namespace

int check_plugin(const Program& program, const Invocation& invocation) {
  Probe wanted;
  wanted.file = invocation.words[0];
  wanted.settings = invocation.overrides;
  wanted.limits.time = patience(invocation);
  const CheckedPlugin checked =
      check_plugin_file(wanted, offered(program, invocation), invocation.has("--no-probe") ? Probing::no : Probing::yes);
  std::cout << (invocation.has("--json") ? json_of(checked) + "\n" : text_of(checked));
  return plugins::is_fine(checked.findings) ? exit_done : exit_failed;
}

int allow_plugin(const Program&, const Invocation& invocation) {
  const fs::path data = data_folder(chosen_configuration(invocation), invocation.overrides, environment_of_process());
  const std::string& plugin = invocation.words[0];
  if (!CrashRecord::forget(data, plugin))
    throw Refused({CrashRecord::file_in(data).string() + ": has no crash of a plugin '" + plugin +
                   "'; name the one that is left out, and the host's --config or --data"});
  std::cout << "plugin '" << plugin << "' takes part again at the next start\n";
  return exit_done;
}

int seal_plugin(const Program&, const Invocation& invocation) {
  const std::string& file = invocation.words[0];
  try {
    if (plugins::seal_file(file)) return exit_done;
  } catch (const plugins::ElfDamage& e) {
    throw Refused({file + ": " + e.what()});
  }
  throw Refused({file + ": has no room for a seal; link it with cocotalk_add_plugin(), or with the --build-id it uses"});
}

}  // namespace cocotalk::host
