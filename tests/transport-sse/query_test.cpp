#include "transport-sse/query.hpp"

#include <gtest/gtest.h>

namespace cocotalk::sse {
namespace {

TEST(Query, IsNamesAndValues) {
  EXPECT_EQ(parse_query("topic=%2Froom%2Fa&topic=/me&x=1+2&y"),
            (Parameters{{"topic", "/room/a"}, {"topic", "/me"}, {"x", "1 2"}, {"y", ""}}));
  EXPECT_EQ(parse_query(""), Parameters());
  EXPECT_EQ(parse_query("&&a=b=c&"), (Parameters{{"a", "b=c"}}));
}

TEST(Query, ABrokenEscapeBreaksIt) {
  for (const char* text : {"a=%", "a=%2", "a=%2G", "%zz=1"}) EXPECT_FALSE(parse_query(text)) << text;
}

TEST(Positions, AreWrittenAsTheyAreRead) {
  const Positions positions{{1, 12}, {7, 0}};
  EXPECT_EQ(positions_text(positions), "1:12,7:0");
  EXPECT_EQ(parse_positions("1:12,7:0"), positions);
  EXPECT_EQ(parse_positions(""), Positions());
}

TEST(Positions, AnythingElseIsNone) {
  for (const char* text :
       {"1", "1:", ":1", "1:2:3", "1:2,1:3", "-1:2", "1:-2", "a:b", "1: 2", "1:9007199254740993", "1:99999999999999999999"})
    EXPECT_FALSE(parse_positions(text)) << text;
  EXPECT_TRUE(parse_positions("1:9007199254740992"));
}

TEST(Positions, AreAtMostAHundred) {
  Positions positions;
  for (std::uint64_t n = 1; n <= 100; ++n) positions[n] = n;
  EXPECT_EQ(parse_positions(positions_text(positions)), positions);
  positions[101] = 1;
  EXPECT_FALSE(parse_positions(positions_text(positions)));
}

}  // namespace
}  // namespace cocotalk::sse
