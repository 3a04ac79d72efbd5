#include "net/target.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(Target, SplitsAndDecodes) {
  const auto target = parse_target("/user/a%2Bb/%EC%BD%94%20?x=%2F&y");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/user/a+b/코 ");
  EXPECT_EQ(target->segments, (std::vector<std::string>{"user", "a+b", "코 "}));
  EXPECT_EQ(target->query, "x=%2F&y");
}

TEST(Target, IgnoresOneTrailingSlash) {
  EXPECT_EQ(parse_target("/a/")->path, "/a");
  EXPECT_EQ(parse_target("/a//")->segments, (std::vector<std::string>{"a", ""}));
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_TRUE(parse_target("/")->segments.empty());
  EXPECT_TRUE(parse_target("/?q")->segments.empty());
  EXPECT_EQ(parse_target("//a")->segments, (std::vector<std::string>{"", "a"}));
}

TEST(Target, RefusesWhatCouldMeanTwoThings) {
  for (const char* wrong :
       {"",          "a",     "*",      "http://x/a", "/a#b",  "/%",   "/%4",  "/%zz", "/a/./b", "/a/../b",   "/..",
        "/%2e%2e/x", "/.%2E", "/a%2Fb", "/a%5Cb",     "/a\\b", "/%00", "/%0a", "/%7f", "/%FF",   "/%ED%A0%80"})
    EXPECT_FALSE(parse_target(wrong)) << wrong;
  EXPECT_TRUE(parse_target("/..a/.b/c."));
}

}  // namespace
}  // namespace cocotalk::net
