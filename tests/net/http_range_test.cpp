#include "net/http_range.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::net {
namespace {

std::string range(std::string_view header, std::uint64_t size) {
  const auto found = requested_range(header, size);
  if (std::holds_alternative<WholeFile>(found)) return "whole";
  if (std::holds_alternative<Unsatisfiable>(found)) return "unsatisfiable";
  const FilePart part = std::get<FilePart>(found);
  return std::to_string(part.offset) + "+" + std::to_string(part.bytes);
}

TEST(Range, IsFromToBothIncluded) {
  EXPECT_EQ(range("bytes=0-0", 10), "0+1");
  EXPECT_EQ(range("bytes=2-5", 10), "2+4");
  EXPECT_EQ(range("bytes=2-", 10), "2+8");
  EXPECT_EQ(range("bytes=9-9", 10), "9+1");
}

TEST(Range, EndsWithTheFile) {
  EXPECT_EQ(range("bytes=2-99", 10), "2+8");
  EXPECT_EQ(range("bytes=0-18446744073709551615", 10), "0+10");
}

TEST(Range, OfTheLastBytes) {
  EXPECT_EQ(range("bytes=-3", 10), "7+3");
  EXPECT_EQ(range("bytes=-10", 10), "0+10");
  EXPECT_EQ(range("bytes=-11", 10), "0+10");
}

TEST(Range, BehindTheFileCannotBeSatisfied) {
  EXPECT_EQ(range("bytes=10-", 10), "unsatisfiable");
  EXPECT_EQ(range("bytes=10-20", 10), "unsatisfiable");
  EXPECT_EQ(range("bytes=-0", 10), "unsatisfiable");
  EXPECT_EQ(range("bytes=0-", 0), "unsatisfiable");
  EXPECT_EQ(range("bytes=-5", 0), "unsatisfiable");
}

TEST(Range, MalformedOrSeveralIsTheWholeFile) {
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "items=0-1",
                             "bytes= 0-1", "bytes=0-x", "bytes=x-1", "bytes=--1", "bytes=1-18446744073709551616", "bytes=0x1-2"})
    EXPECT_EQ(range(header, 10), "whole") << header;
}

}  // namespace
}  // namespace cocotalk::net
