#include "net/content_coding.hpp"

#include "head_of.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

int wish(std::string_view accept_encoding, std::string_view coding) {
  RequestHead head;
  read_fields("Accept-Encoding: " + std::string(accept_encoding) + "\r\n", head);
  return wish_for(head, coding);
}

TEST(ContentCoding, IsWishedForByName) {
  EXPECT_EQ(wish("gzip", "gzip"), 1000);
  EXPECT_EQ(wish("GZIP, br", "gzip"), 1000);
  EXPECT_EQ(wish("gzip", "br"), 0);
  EXPECT_EQ(wish("xgzip", "gzip"), 0);
}

TEST(ContentCoding, IsWishedForMoreOrLess) {
  EXPECT_EQ(wish("gzip;q=0.5", "gzip"), 500);
  EXPECT_EQ(wish("gzip ; q=0.123", "gzip"), 123);
  EXPECT_EQ(wish("gzip;Q=1.000", "gzip"), 1000);
  EXPECT_EQ(wish("gzip;q=1", "gzip"), 1000);
  EXPECT_EQ(wish("gzip;q=0", "gzip"), 0);
  EXPECT_EQ(wish("gzip;q=0.", "gzip"), 0);
}

TEST(ContentCoding, IsNotWishedForWithAWeightThatIsNone) {
  for (const char* element :
       {"gzip;q=", "gzip;q=2", "gzip;q=.5", "gzip;q=0.1234", "gzip;q=-1", "gzip;q=0.x", "gzip;level=9", "gzip;"})
    EXPECT_EQ(wish(element, "gzip"), 0) << element;
}

TEST(ContentCoding, MayBeAnyThatIsNotNamed) {
  EXPECT_EQ(wish("*", "br"), 1000);
  EXPECT_EQ(wish("*;q=0.2, gzip", "br"), 200);
  EXPECT_EQ(wish("*, br;q=0", "br"), 0);
}

TEST(ContentCoding, IsThePlainFileUnlessItIsRuledOut) {
  RequestHead none;
  read_fields("", none);
  EXPECT_EQ(wish_for(none, "identity"), 1);
  EXPECT_EQ(wish_for(none, "gzip"), 0) << "who says nothing gets the plain file";
  EXPECT_EQ(wish("gzip", "identity"), 1);
  EXPECT_EQ(wish("identity;q=0.4", "identity"), 400);
  EXPECT_EQ(wish("identity;q=0", "identity"), 0);
  EXPECT_EQ(wish("*;q=0", "identity"), 0);
}

}  // namespace
}  // namespace cocotalk::net::testing
