#include "files/name.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::files {
namespace {

TEST(Name, TakesRelativePathsOfPlainSegments) {
  for (const char* name : {"a", "a.jpeg", "user_profile/0123_th.jpeg", "A-Z/0.9/_", "a..b"})
    EXPECT_NO_THROW(check_name(name)) << name;
}

TEST(Name, IsAtMost200BytesLong) {
  EXPECT_NO_THROW(check_name(std::string(max_name_bytes, 'a')));
  EXPECT_THROW(check_name(std::string(max_name_bytes + 1, 'a')), coco::Error);
}

TEST(Name, NeverLeadsOutOfTheFolder) {
  for (const char* name : {"..", "../a", "a/../../b", "/a", "a//b", ".incoming/1", "a/.b", "a/", ""})
    EXPECT_THROW(check_name(name), coco::Error) << name;
}

TEST(Name, HoldsNoOtherByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_plain = (byte < 128 && std::isalnum(byte)) || c == '.' || c == '_' || c == '-' || c == '/';
    const std::string name = std::string("a") + c + "b";
    if (is_plain)
      EXPECT_NO_THROW(check_name(name)) << byte;
    else
      EXPECT_THROW(check_name(name), coco::Error) << byte;
  }
}

}  // namespace
}  // namespace cocotalk::files
