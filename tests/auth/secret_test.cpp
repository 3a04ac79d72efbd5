#include "auth/secret.hpp"

#include "auth/freed_memory.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::auth {
namespace {

TEST(Secret, KeepsACopy) {
  std::string original("a\0b", 3);
  const Secret secret(original);
  original.assign("???");
  EXPECT_EQ(secret.text(), std::string_view("a\0b", 3));
}

TEST(Secret, MayBeEmpty) { EXPECT_EQ(Secret("").text(), ""); }

TEST(Secret, LeavesNoTrace) {
  const WatchFreedMemory watch("correct horse battery staple");
  { const Secret secret("correct horse battery staple"); }
  EXPECT_EQ(watch.blocks_with_text(), 0);
}

TEST(Secret, UnlikeAString) {
  const WatchFreedMemory watch("correct horse battery staple");
  { const std::string text("correct horse battery staple"); }
  EXPECT_EQ(watch.blocks_with_text(), 1);
}

}  // namespace
}  // namespace cocotalk::auth
