#include "core/plugins/elf_relocations.hpp"

#include "plugins/sample_library.hpp"

#include <cocotalk/abi.h>

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

constexpr auto of_relocations = "is damaged in its relocations; copy or build it again";

std::string with_first_relocation(std::string library, auto change) {
  const std::size_t at = offset_of(library, header_at<Elf64_Dyn>(library, dynamic_at(library, DT_RELA)).d_un.d_ptr);
  auto rela = header_at<Elf64_Rela>(library, at);
  change(rela);
  write_at(library, at, rela);
  return library;
}

TEST(ElfRelocations, LeadFromADescriptorToItsTexts) {
  for (const std::string& bytes : {plain_sample(), packed_sample()}) {
    const ElfLibrary library(bytes);
    const std::uint64_t id = library.exported("coco_plugin_abi1")->address + offsetof(coco_plugin, id);
    ASSERT_TRUE(library.pointers.at(id));
    EXPECT_EQ(library.image.text_at(*library.pointers.at(id), "x"), "sample");
    EXPECT_FALSE(library.pointers.at(id + 1));
  }
}

TEST(ElfRelocations, WriteOnlyWhereMemoryMayBeWritten) {
  for (const std::uint64_t address : {std::uint64_t{0}, std::uint64_t{1} << 40, ~std::uint64_t{0}})
    EXPECT_EQ(damage_in(with_first_relocation(plain_sample(), [&](Elf64_Rela& rela) { rela.r_offset = address; })),
              of_relocations);
}

TEST(ElfRelocations, NameSymbolsThatExist) {
  EXPECT_NE(damage_in(with_first_relocation(plain_sample(), [](Elf64_Rela& rela) { rela.r_info = ELF64_R_INFO(1u << 20, 6); })),
            "");
}

TEST(ElfRelocations, AreAsManyRelativeOnesAsTheyClaim) {
  EXPECT_EQ(damage_in(with_dynamic(sealed_sample(), DT_RELACOUNT, 1000)), of_relocations);
  EXPECT_EQ(damage_in(with_first_relocation(sealed_sample(), [](Elf64_Rela& rela) { rela.r_info = ELF64_R_INFO(0, 1); })),
            of_relocations);
}

TEST(ElfRelocations, WhatRunsAtTheBeginningIsCode) {
  // The first relative one is that of the list of initialisers.
  EXPECT_EQ(damage_in(with_first_relocation(sealed_sample(), [](Elf64_Rela& rela) { rela.r_addend = 0; })),
            "is damaged in its list of initialisers; copy or build it again");
  EXPECT_EQ(damage_in(with_dynamic(sealed_sample(), DT_INIT_ARRAYSZ, 12)),
            "is damaged in its list of initialisers; copy or build it again");
}

}  // namespace
}  // namespace cocotalk::plugins
