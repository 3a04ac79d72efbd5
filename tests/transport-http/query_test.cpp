#include "transport-http/query.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

using Values = std::vector<std::string>;

TEST(Query, FindsAllValuesInOrder) {
  EXPECT_EQ(query_values("phones=1&x=2&phones=3", "phones"), (Values{"1", "3"}));
  EXPECT_EQ(query_values("a&b=&=c", "a"), Values{""});
  EXPECT_EQ(query_values("a&b=&=c", "b"), Values{""});
  EXPECT_EQ(query_values("", "a"), Values{});
  EXPECT_EQ(query_values("ab=1&&&", "a"), Values{});
}

TEST(Query, DecodesNamesAndValues) {
  EXPECT_EQ(query_values("%61=%EC%9A%94+x%2B", "a"), Values{"요 x+"});
  EXPECT_EQ(query_values("a=b=c", "a"), Values{"b=c"});
}

TEST(Query, ABrokenEscapeIsAnError) {
  for (const char* broken : {"a=%", "a=%4", "a=%4x", "%zz=1"}) EXPECT_EQ(query_values(broken, "a"), std::nullopt) << broken;
}

}  // namespace
}  // namespace cocotalk::http
