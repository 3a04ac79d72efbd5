#include "core/plugins/examine.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

// "refused executable-stack, remark seal".
std::string rules_broken_by(const std::string& bytes) {
  std::string out;
  for (const Finding& finding : examine(ElfLibrary(bytes)))
    out += (out.empty() ? "" : ", ") + std::string(weight_name(finding.weight)) + " " + finding.rule;
  return out;
}

// A dynamic entry the library can do without becomes another.
std::string with_entry(std::string library, std::int64_t in_place_of, std::int64_t tag, std::uint64_t value) {
  Elf64_Dyn entry{};
  entry.d_tag = tag;
  entry.d_un.d_val = value;
  write_at(library, dynamic_at(library, in_place_of), entry);
  return library;
}

TEST(Examine, HasNothingToSayOfASealedOne) { EXPECT_EQ(rules_broken_by(sealed_sample()), ""); }

TEST(Examine, AnExecutableStackIsRefused) {
  EXPECT_EQ(rules_broken_by(with_segment(plain_sample(), PT_GNU_STACK, [](Elf64_Phdr& stack) { stack.p_flags |= PF_X; })),
            "remark seal, refused executable-stack");
}

TEST(Examine, FlagsThatKeepOrBendItAreDefects) {
  EXPECT_EQ(rules_broken_by(with_entry(plain_sample(), DT_RELACOUNT, DT_TEXTREL, 0)), "remark seal, defect text-relocations");
  EXPECT_EQ(rules_broken_by(with_entry(plain_sample(), DT_RELACOUNT, DT_FLAGS_1, DF_1_NODELETE)),
            "remark seal, defect stays-loaded");
  EXPECT_EQ(rules_broken_by(with_entry(plain_sample(), DT_RELACOUNT, DT_FLAGS_1, DF_1_PIE)), "remark seal, refused program");
  EXPECT_EQ(rules_broken_by(with_entry(plain_sample(), DT_RELACOUNT, DT_FLAGS, DF_STATIC_TLS)),
            "remark seal, remark static-thread-local");
}

TEST(Examine, ABrokenSealIsRefused) {
  std::string library = sealed_sample();
  const std::size_t at = library.find("how many");
  library[at] = 'H';
  EXPECT_EQ(rules_broken_by(library), "refused seal");
}

}  // namespace
}  // namespace cocotalk::plugins
