#include "core/plugins/code_ranges.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace cocotalk::plugins {
namespace {

std::string owner_of(const void* address) {
  const CodeOwner owner = owner_of_code(reinterpret_cast<std::uintptr_t>(address));
  return owner.name == nullptr ? "" : owner.name;
}

TEST(CodeRanges, NameTheLibraryOfAnAddressAsLongAsItIsThere) {
  static const int here = 0;
  EXPECT_EQ(owner_of(&here), "");
  {
    CodeRange range("this-test", &here);
    EXPECT_EQ(owner_of(&here), "this-test");
    EXPECT_EQ(owner_of(reinterpret_cast<const void*>(&std::abort)), "") << "is in another library";
    const CodeRange moved(std::move(range));
    EXPECT_EQ(owner_of(&here), "this-test");
  }
  EXPECT_EQ(owner_of(&here), "");
}

TEST(CodeRanges, CutALongName) {
  static const int here = 0;
  const CodeRange range(std::string(100, 'x'), &here);
  EXPECT_EQ(owner_of(&here), std::string(63, 'x'));
}

}  // namespace
}  // namespace cocotalk::plugins
