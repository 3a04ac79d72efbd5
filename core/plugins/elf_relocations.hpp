// What the dynamic loader writes into a library once it knows where everything lies.
#pragma once

#include "core/plugins/elf_symbols.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace cocotalk::plugins {

// Where a pointer of the library's data will point to: addresses counted from the library's beginning.
class ElfPointers {
 public:
  // Checks every relocation: what is written lies in memory that can be written, symbols exist, and nothing is called that is no
  // code. `symbols` are those of the image. Throws ElfDamage.
  ElfPointers(const ElfImage& image, const ElfDynamic& dynamic, const std::vector<ElfSymbol>& symbols);

  // Nothing: a null pointer, or one to what another library has.
  std::optional<std::uint64_t> at(std::uint64_t address) const;
  // Whether it points to what another library has.
  bool is_imported(std::uint64_t address) const { return imported_.contains(address); }
  // The functions of an array such as DT_INIT_ARRAY.
  std::vector<std::uint64_t> functions(const ElfImage& image, std::optional<std::uint64_t> address, std::uint64_t size) const;

 private:
  void add_table(std::string_view table, std::uint64_t n_relative);
  void add_one(const Elf64_Rela& rela);
  void add_packed(std::string_view table);
  void add_packed_one(std::uint64_t address);

  const ElfImage& image_;
  const std::vector<ElfSymbol>& symbols_;
  std::map<std::uint64_t, std::uint64_t> targets_;
  std::set<std::uint64_t> imported_;
};

}  // namespace cocotalk::plugins
