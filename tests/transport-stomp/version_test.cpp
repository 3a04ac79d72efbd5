#include "transport-stomp/version.hpp"

#include <gtest/gtest.h>

namespace cocotalk::stomp {
namespace {

TEST(Version, IsTheHighestThatBothName) {
  EXPECT_EQ(negotiate("1.2"), Version::v1_2);
  EXPECT_EQ(negotiate("1.2,1.1,1.0"), Version::v1_2);
  EXPECT_EQ(negotiate("1.0, 1.1 ,2.0"), Version::v1_1);
  EXPECT_EQ(negotiate("1.0"), Version::v1_0);
}

TEST(Version, OfWhoNamesNoneIsTheFirst) { EXPECT_EQ(negotiate(std::nullopt), Version::v1_0); }

TEST(Version, IsNoneWhenNoneIsCommon) {
  for (const char* list : {"", "2.0", "1.3,0.9", "11.2", "1.", "v1.2"}) EXPECT_EQ(negotiate(list), std::nullopt) << list;
}

TEST(Version, HasTheNumberItIsNegotiatedBy) {
  for (const Version version : {Version::v1_0, Version::v1_1, Version::v1_2}) EXPECT_EQ(negotiate(number_of(version)), version);
}

TEST(Version, AnswersTheBestSubprotocolOffered) {
  EXPECT_EQ(best_subprotocol("v10.stomp, v11.stomp, v12.stomp"), "v12.stomp");
  EXPECT_EQ(best_subprotocol("v10.stomp,v11.stomp"), "v11.stomp");
  EXPECT_EQ(best_subprotocol("v10.stomp"), "v10.stomp");
  EXPECT_EQ(best_subprotocol("v13.stomp, mqtt"), "");
  EXPECT_EQ(best_subprotocol(""), "");
}

}  // namespace
}  // namespace cocotalk::stomp
