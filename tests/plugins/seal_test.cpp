#include "core/plugins/seal.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

Seal seal_in(const std::string& library) { return seal_of(ElfImage(library)); }

TEST(Seal, IsIntactAsBuilt) {
  EXPECT_EQ(seal_in(sealed_sample()), Seal::intact);
  EXPECT_EQ(seal_in(plain_sample()), Seal::none);
  EXPECT_EQ(sealed(plain_sample()), std::nullopt) << "there is no room";
}

TEST(Seal, SealingTwiceChangesNothing) { EXPECT_EQ(sealed(sealed_sample()), sealed_sample()); }

// Every loaded byte counts, that of the seal too; but for three fields of the header, which `strip` changes.
TEST(Seal, IsBrokenByAnyBitThatIsLoaded) {
  const std::string library = sealed_sample();
  const ElfImage image(library);
  for (const Elf64_Phdr& segment : image.segments()) {
    if (segment.p_type != PT_LOAD) continue;
    for (std::size_t at = segment.p_offset; at < segment.p_offset + segment.p_filesz; at += 61) {
      std::string damaged = library;
      damaged[at] = static_cast<char>(damaged[at] ^ 1);
      if (at < sizeof(Elf64_Ehdr)) continue;
      try {
        EXPECT_EQ(seal_in(damaged), Seal::broken) << "at " << at;
      } catch (const ElfDamage&) {  // seen already
      }
    }
  }
}

TEST(Seal, KnowsNothingOfWhatIsNotLoaded) {
  std::string library = sealed_sample();
  auto header = header_at<Elf64_Ehdr>(library, 0);
  library.resize(header.e_shoff);
  header.e_shoff = 0, header.e_shnum = 0, header.e_shstrndx = 0;
  write_at(library, 0, header);
  EXPECT_EQ(seal_in(library), Seal::intact) << "as after strip";
}

TEST(Seal, CannotBeTakenForMissing) {
  std::string library = sealed_sample();
  const std::size_t mark = library.find("COCOSEAL");
  ASSERT_NE(mark, std::string::npos);
  std::string without_mark = library;
  without_mark[mark] = 'X';
  EXPECT_EQ(seal_in(without_mark), Seal::broken);
  EXPECT_EQ(seal_in(with_segment(library, PT_NOTE, [](Elf64_Phdr& note) { note.p_type = PT_NULL; })), Seal::broken);
}

}  // namespace
}  // namespace cocotalk::plugins
