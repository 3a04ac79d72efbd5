#include "core/plugins/elf_symbols.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cocotalk::plugins {
namespace {

constexpr auto of_hash = "is damaged in its hash table; copy or build it again";

TEST(ElfSymbols, FindsTheOneThatIsExportedByEitherHashTable) {
  for (const std::string& bytes : {sealed_sample(), plain_sample(), packed_sample()}) {
    const ElfLibrary library(bytes);
    ASSERT_NE(library.exported("coco_plugin_abi1"), nullptr);
    EXPECT_EQ(library.exported("coco_plugin_abi1")->type, STT_OBJECT);
    EXPECT_EQ(library.exported("create"), nullptr) << "is not visible";
  }
}

TEST(ElfSymbols, KnowsTheVersionsOfWhatItUses) {
  const std::string bytes = sealed_sample();
  const ElfLibrary library(bytes);
  const auto found = std::ranges::find(library.symbols, "__cxa_finalize", &ElfSymbol::name);
  ASSERT_NE(found, library.symbols.end());
  EXPECT_FALSE(found->is_defined);
  EXPECT_EQ(found->library, "libc.so.6");
  EXPECT_EQ(found->version.substr(0, 6), "GLIBC_");
}

TEST(ElfSymbols, AHashTableEndsAndDividesByNoZero) {
  std::string library = sealed_sample();
  const std::size_t table = offset_of(library, header_at<Elf64_Dyn>(library, dynamic_at(library, DT_GNU_HASH)).d_un.d_ptr);
  for (const auto& [field, value] : std::initializer_list<std::pair<std::size_t, std::uint32_t>>{
           {0, 0}, {0, 1u << 30}, {1, 1u << 30}, {2, 3}, {2, 1u << 30}, {3, 64}}) {
    std::string damaged = library;
    write_at<std::uint32_t>(damaged, table + field * 4, value);
    EXPECT_EQ(damage_in(damaged), of_hash) << "field " << field << " is " << value;
  }
  std::string plain = plain_sample();
  const std::size_t old = offset_of(plain, header_at<Elf64_Dyn>(plain, dynamic_at(plain, DT_HASH)).d_un.d_ptr);
  write_at<std::uint32_t>(plain, old, 0);
  EXPECT_EQ(damage_in(plain), of_hash);
}

// The loader ends the process over it: "needed != NULL".
TEST(ElfSymbols, VersionsAreOfNeededLibrariesOnly) {
  std::string library = sealed_sample();
  const std::size_t at = offset_of(library, header_at<Elf64_Dyn>(library, dynamic_at(library, DT_VERNEED)).d_un.d_ptr);
  auto need = header_at<Elf64_Verneed>(library, at);
  need.vn_file += 1;
  write_at(library, at, need);
  EXPECT_EQ(damage_in(library), "is damaged in its versions; copy or build it again");
}

TEST(ElfSymbols, ASymbolHasAVersionThatExists) {
  std::string library = sealed_sample();
  const std::size_t at = offset_of(library, header_at<Elf64_Dyn>(library, dynamic_at(library, DT_VERSYM)).d_un.d_ptr);
  write_at<Elf64_Half>(library, at + sizeof(Elf64_Half), 77);
  EXPECT_EQ(damage_in(library), "is damaged in its versions; copy or build it again");
}

}  // namespace
}  // namespace cocotalk::plugins
