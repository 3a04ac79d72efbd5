// Where the program finds its own things.
#pragma once

#include "core/host/configuration.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cocotalk::host {

// ../lib/cocotalk/plugins beside the folder of the program: the same in the build folder and where it is installed.
std::filesystem::path plugin_folder_of_program();

// ../share/cocotalk/template: what `plugin new` copies. Part of the SDK, so it may be missing.
std::filesystem::path template_folder_of_program();

// ../libexec/cocotalk/cocotalk-contract beside the folder of the program: what `cocotalk plugin test` runs.
std::filesystem::path contract_runner();

// The libraries in a folder, by name and sorted: "net", "storage". Empty when there is no such folder.
std::vector<std::string> plugin_names(const std::filesystem::path& folder);

// The configurations that come with the program: ../share/cocotalk/config/⟨name⟩.json if it was installed, so that an operator
// finds and may edit it, else as it was when the program was built.
ConfigurationText ready_configuration(const std::string& name);

}  // namespace cocotalk::host
