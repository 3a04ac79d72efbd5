#include "core/plugins/elf_dynamic.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

constexpr auto of_dynamic = "is damaged in its dynamic section; copy or build it again";

TEST(ElfDynamic, KnowsWhatItNeeds) {
  const std::string library = sealed_sample();
  const ElfLibrary read(library);
  ASSERT_FALSE(read.dynamic.needed().empty());
  EXPECT_EQ(read.dynamic.needed().back(), "libc.so.6");
  EXPECT_EQ(read.dynamic.run_path(), "");
}

// Each of these is an assertion in the dynamic loader, and would end the host.
TEST(ElfDynamic, RefusesWhatTheLoaderTakesForGranted) {
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_RELAENT, 23)), of_dynamic);
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_SYMENT, 23)), of_dynamic);
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_PLTREL, DT_REL)), of_dynamic);
  EXPECT_EQ(damage_in(with_dynamic(packed_sample(), DT_RELRENT, 4)), of_dynamic);
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_RELASZ, 25)), of_dynamic);
  std::string renamed = plain_sample();
  write_at<Elf64_Sxword>(renamed, dynamic_at(renamed, DT_RELA), DT_REL);
  EXPECT_EQ(damage_in(renamed), of_dynamic);
}

TEST(ElfDynamic, HasAnEnd) {
  EXPECT_EQ(
      damage_in(with_segment(plain_sample(), PT_DYNAMIC, [](Elf64_Phdr& dynamic) { dynamic.p_filesz = 3 * sizeof(Elf64_Dyn); })),
      of_dynamic);
}

TEST(ElfDynamic, CodeThatRunsAtTheBeginningIsCode) {
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_INIT, 0)), of_dynamic);
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_FINI, 1ull << 40)), of_dynamic);
}

TEST(ElfDynamic, NamesLieInTheTableOfNames) {
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_NEEDED, 1u << 20)),
            "is damaged in its table of names; copy or build it again");
  EXPECT_EQ(damage_in(with_dynamic(plain_sample(), DT_STRSZ, 1u << 30)),
            "is damaged in its table of names; copy or build it again");
}

}  // namespace
}  // namespace cocotalk::plugins
