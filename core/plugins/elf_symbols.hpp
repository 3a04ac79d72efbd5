// The dynamic symbols of a library: what it exports, what it expects of others, and of which version.
#pragma once

#include "core/plugins/elf_dynamic.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cocotalk::plugins {

struct ElfSymbol {
  std::string_view name;
  std::string_view version;  // "GLIBC_2.34"; empty: none
  std::string_view library;  // the needed library that shall have the version; empty: any, or its own
  std::uint64_t address = 0, size = 0;
  unsigned char binding = 0, type = 0;  // STB_GLOBAL, STT_FUNC …
  bool is_defined = false, is_visible = false;

  bool is_exported() const { return is_defined && is_visible && binding != STB_LOCAL; }
};

// In the order of the symbol table, to which relocations refer; the first one is empty. Also walks the hash table as the loader
// would. The views are of the image's file. Throws ElfDamage.
std::vector<ElfSymbol> read_symbols(const ElfImage& image, const ElfDynamic& dynamic);

}  // namespace cocotalk::plugins
