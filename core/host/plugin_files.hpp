// The libraries in a plugin folder, known by their names there.
#pragma once

#include <filesystem>
#include <string>

namespace cocotalk::host {

// {"files":[{"file","id","version"}, …]}, by name, as the files themselves say: none of their code runs. What is no plugin is not
// listed.
std::string plugin_files_json(const std::filesystem::path& folder);

// Where the library of this name lies. Throws Refused when the folder has none; a path is no name.
std::filesystem::path library_named(const std::filesystem::path& folder, const std::string& name);

}  // namespace cocotalk::host
