#include "core/host/places.hpp"

#include "core/host/embedded.hpp"

#include <algorithm>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

fs::path prefix() { return fs::read_symlink("/proc/self/exe").parent_path().parent_path(); }

}  // namespace

fs::path plugin_folder_of_program() { return prefix() / "lib/cocotalk/plugins"; }

fs::path template_folder_of_program() { return prefix() / "share/cocotalk/template"; }

fs::path contract_runner() { return prefix() / "libexec/cocotalk/cocotalk-contract"; }

std::vector<std::string> plugin_names(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored))
    if (at->path().extension() == ".so") out.push_back(at->path().stem().string());
  std::ranges::sort(out);
  return out;
}

ConfigurationText ready_configuration(const std::string& name) {
  const fs::path installed = prefix() / "share/cocotalk/config" / (name + ".json");
  if (fs::exists(installed)) return read_configuration_file(installed);
  return {name + ".json (built in)", std::string(name == "console" ? embedded_console : embedded_cocotalk)};
}

}  // namespace cocotalk::host
