// The libraries a plugin is linked to: whether this machine has them, and whether they have what it expects of them.
#pragma once

#include "core/plugins/elf_library.hpp"
#include "core/plugins/finding.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace cocotalk::plugins {

// Where the dynamic loader of this machine looks: LD_LIBRARY_PATH, the folders a library names, its cache, the system's folders.
class LibrarySearch {
 public:
  // Reads the cache (/etc/ld.so.cache), if there is one it understands.
  LibrarySearch();
  // `run_path`: that of the library that needs `name`. Empty when it is nowhere.
  std::filesystem::path find(const std::string& name, const std::string& run_path) const;

 private:
  std::map<std::string, std::filesystem::path, std::less<>> cached_;
};

// Libraries that are missing, versions they do not have, symbols nobody provides. Reads the libraries; runs nothing of them.
Findings examine_linked_libraries(const ElfLibrary& library, const LibrarySearch& search);

}  // namespace cocotalk::plugins
