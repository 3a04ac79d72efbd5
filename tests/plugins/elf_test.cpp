#include "core/plugins/elf.hpp"

#include <gtest/gtest.h>

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace cocotalk::plugins {
namespace {

// This test is itself a whole (position independent) ELF file for this machine.
std::string this_program() {
  std::ifstream in("/proc/self/exe", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Elf, AcceptsAWholeLibrary) { EXPECT_EQ(elf_complaint(this_program()), std::nullopt); }

TEST(Elf, RefusesAFileCutAnywhereInItsHeaders) {
  const std::string whole = this_program();
  for (std::size_t n = 0; n < 2048; ++n) EXPECT_TRUE(elf_complaint(std::string_view(whole).substr(0, n))) << "cut at " << n;
}

TEST(Elf, RefusesAFileCutAnywhereElse) {
  const std::string whole = this_program();
  for (std::size_t part = 1; part <= 64; ++part) {
    const std::size_t n = whole.size() * part / 64 - 1;
    EXPECT_EQ(elf_complaint(std::string_view(whole).substr(0, n)),
              "is cut off after " + std::to_string(n) + " bytes; copy or build it again");
  }
}

// Any offset and size in the headers may be nonsense; none may be believed.
TEST(Elf, SurvivesEveryDamagedHeaderByte) {
  const std::string whole = this_program();
  for (std::size_t at = 0; at < sizeof(Elf64_Ehdr) + 10 * sizeof(Elf64_Phdr); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(0xff);
    elf_complaint(damaged);
  }
}

TEST(Elf, RefusesSegmentsThatWrapAround) {
  std::string damaged = this_program();
  Elf64_Phdr segment;
  std::memcpy(&segment, damaged.data() + sizeof(Elf64_Ehdr), sizeof segment);
  segment.p_offset = ~std::uint64_t{0} - 4;
  segment.p_filesz = 16;
  std::memcpy(damaged.data() + sizeof(Elf64_Ehdr), &segment, sizeof segment);
  EXPECT_TRUE(elf_complaint(damaged));
}

TEST(Elf, SaysForWhichMachineALibraryIs) {
  std::string other = this_program();
  const Elf64_Half machine = EM_ARM;
  std::memcpy(other.data() + offsetof(Elf64_Ehdr, e_machine), &machine, sizeof machine);
  EXPECT_EQ(elf_complaint(other)->substr(0, 29), "is built for 32-bit ARM, this");
}

}  // namespace
}  // namespace cocotalk::plugins
