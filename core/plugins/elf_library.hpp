// A shared library as its file says it is: read whole, with every table the dynamic loader will believe checked before it does.
#pragma once

#include "core/plugins/elf_dynamic.hpp"
#include "core/plugins/elf_image.hpp"
#include "core/plugins/elf_relocations.hpp"
#include "core/plugins/elf_symbols.hpp"

#include <string_view>
#include <vector>

namespace cocotalk::plugins {

// Pure; runs nothing of the library. The file's bytes live longer; it is not copied, its parts refer to each other.
struct ElfLibrary {
  // Throws ElfDamage.
  explicit ElfLibrary(std::string_view file) : image(file) {}
  ElfLibrary(const ElfLibrary&) = delete;
  ElfLibrary& operator=(const ElfLibrary&) = delete;

  const ElfImage image;
  const ElfDynamic dynamic{image};
  const std::vector<ElfSymbol> symbols = read_symbols(image, dynamic);
  const ElfPointers pointers{image, dynamic, symbols};

  // A symbol the library defines and shows; NULL when it has none of this name.
  const ElfSymbol* exported(std::string_view name) const noexcept {
    for (const ElfSymbol& symbol : symbols)
      if (symbol.is_exported() && symbol.name == name) return &symbol;
    return nullptr;
  }
};

}  // namespace cocotalk::plugins
