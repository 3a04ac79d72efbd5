#include "core/plugins/elf_image.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cocotalk::plugins {
namespace {

constexpr auto of_load = "is damaged in its segments to load; copy or build it again";

TEST(ElfImage, ReadsOnlyWhatTheFileHoldsForAnAddress) {
  const std::string library = plain_sample();
  const ElfImage image(library);
  EXPECT_EQ(image.bytes_at(1, 3, "x"), "ELF");
  EXPECT_THROW(image.bytes_at(~0ull - 2, 8, "x"), ElfDamage);
  EXPECT_THROW(image.bytes_at(0, ~0ull, "x"), ElfDamage);
  const Elf64_Phdr& last = *std::find_if(image.segments().rbegin(), image.segments().rend(),
                                         [](const Elf64_Phdr& segment) { return segment.p_type == PT_LOAD; });
  const std::uint64_t end = last.p_vaddr + last.p_filesz;
  EXPECT_EQ(image.bytes_at(end - 4, 4, "x").size(), 4u);
  EXPECT_THROW(image.bytes_at(end - 4, 5, "x"), ElfDamage) << "behind it there is memory, and nothing of the file";
}

TEST(ElfImage, TextEndsWithinItsSegment) {
  std::string library = plain_sample();
  const ElfImage image(library);
  EXPECT_THROW(image.text_at(1ull << 40, "x"), ElfDamage);
  EXPECT_EQ(ElfTexts(std::string_view("ab\0cd\0", 6)).at(3), "cd");
  EXPECT_THROW(ElfTexts("abc").at(1), ElfDamage);
  EXPECT_THROW(ElfTexts(std::string_view("a\0", 2)).at(2), ElfDamage);
}

TEST(ElfImage, SegmentsToLoadLieOneBehindTheOther) {
  const auto first = [](auto change) { return damage_in(with_segment(plain_sample(), PT_LOAD, change)); };
  EXPECT_EQ(first([](Elf64_Phdr& load) { load.p_memsz = 1ull << 33; }), of_load);
  EXPECT_EQ(first([](Elf64_Phdr& load) { load.p_memsz = load.p_filesz - 1; }), of_load);
  EXPECT_EQ(first([](Elf64_Phdr& load) { load.p_vaddr += 1; }), of_load);
  EXPECT_EQ(first([](Elf64_Phdr& load) { load.p_align = 3; }), of_load);
  EXPECT_EQ(first([](Elf64_Phdr& load) { load.p_memsz = 1u << 20; }), of_load) << "reaches into the next one";
}

TEST(ElfImage, WhatIsProtectedLaterEndsWithItsSegment) {
  EXPECT_EQ(damage_in(with_segment(sealed_sample(), PT_GNU_RELRO, [](Elf64_Phdr& relro) { relro.p_memsz = 1u << 20; })),
            "is damaged in its segments; copy or build it again");
}

}  // namespace
}  // namespace cocotalk::plugins
