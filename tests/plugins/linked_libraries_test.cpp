#include "core/plugins/linked_libraries.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

std::string first_sentence_of(const std::string& bytes) {
  const Findings findings = examine_linked_libraries(ElfLibrary(bytes), LibrarySearch());
  return findings.empty() ? "" : findings.front().why;
}

TEST(LinkedLibraries, AreFoundWhereTheLoaderFindsThem) {
  EXPECT_TRUE(LibrarySearch().find("libc.so.6", "").is_absolute());
  EXPECT_TRUE(LibrarySearch().find("libnobody-has-this.so.7", "").empty());
  EXPECT_EQ(first_sentence_of(sealed_sample()), "");
  EXPECT_EQ(first_sentence_of(contents_of(LibrarySearch().find("libstdc++.so.6", "").c_str())), "") << "needs others in turn";
}

TEST(LinkedLibraries, OneThatIsMissingIsNamed) {
  std::string library = sealed_sample();
  for (std::size_t at = 0; (at = library.find("libc.so.6", at)) != std::string::npos; ++at) library.replace(at, 9, "libq.so.6");
  EXPECT_EQ(first_sentence_of(library), "needs libq.so.6, which is not on this machine; install the package that has it");
}

TEST(LinkedLibraries, OneThatIsTooOldIsNamed) {
  std::string library = sealed_sample();
  const std::size_t at = library.find("GLIBC_2.2.5");
  ASSERT_NE(at, std::string::npos);
  library.replace(at, 11, "GLIBC_9.9.9");
  EXPECT_EQ(first_sentence_of(library).substr(0, 37), "needs GLIBC_9.9.9 of libc.so.6, and t");
}

}  // namespace
}  // namespace cocotalk::plugins
