#include "core/host/plugin_files.hpp"

#include "core/host/configuration.hpp"
#include "core/host/places.hpp"
#include "core/plugins/nearest.hpp"
#include "core/plugins/plugin_file.hpp"
#include "core/plugins/written_descriptor.hpp"
#include "core/runtime/json_text.hpp"

#include <algorithm>
#include <vector>

namespace cocotalk::host {
namespace {

using runtime::json_text;

std::vector<std::string> file_names(const std::filesystem::path& folder) {
  std::vector<std::string> out = plugin_names(folder);
  for (std::string& name : out) name += ".so";
  return out;
}

// Empty: it is no plugin.
std::string json_of(const std::filesystem::path& folder, const std::string& name) {
  try {
    const std::string bytes = plugins::read_plugin_file((folder / name).string());
    const plugins::ElfLibrary library(bytes);
    const plugins::WrittenDescriptor written(library);
    return "{\"file\":" + json_text(name) + ",\"id\":" + json_text(written.description().id) +
           ",\"version\":" + json_text(written.description().version) + "}";
  } catch (const plugins::Refusal&) {
  } catch (const plugins::ElfDamage&) {
  }
  return {};
}

}  // namespace

std::string plugin_files_json(const std::filesystem::path& folder) {
  std::string files;
  for (const std::string& name : file_names(folder))
    if (const std::string file = json_of(folder, name); !file.empty()) files += (files.empty() ? "" : ",") + file;
  return "{\"files\":[" + files + "]}";
}

std::filesystem::path library_named(const std::filesystem::path& folder, const std::string& name) {
  const std::vector<std::string> known = file_names(folder);
  if (std::ranges::find(known, name) == known.end())
    throw Refused({"there is no '" + name + "' in the plugin folder; " + plugins::suggestion(name, known)});
  return folder / name;
}

}  // namespace cocotalk::host
