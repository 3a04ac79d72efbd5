#include "net/http_conditions.hpp"

#include "head_of.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

// A file of the moment in RFC 9110's examples, and a half second.
const Validators validators{"\"v1\"", 784'111'777'500};
constexpr const char *before = "Sun, 06 Nov 1994 08:49:36 GMT", *same = "Sun, 06 Nov 1994 08:49:37 GMT",
                     *after = "Sun, 06 Nov 1994 08:49:38 GMT";

Precondition judged(const std::string& fields) {
  RequestHead head;
  read_fields(fields, head);
  return judge_conditions(head, validators);
}
std::string field_line(std::string_view name, std::string_view value) {
  return std::string(name) + ": " + std::string(value) + "\r\n";
}

TEST(Conditions, HoldWhereThereAreNone) { EXPECT_EQ(judged(""), Precondition::holds); }

TEST(Conditions, IfNoneMatchComparesWeakly) {
  for (const char* tags : {"\"v1\"", "W/\"v1\"", "*", "\"v0\", \"v1\"", "\"v0\",W/\"v1\""})
    EXPECT_EQ(judged(field_line("If-None-Match", tags)), Precondition::not_modified) << tags;
  for (const char* tags : {"\"v0\"", "v1", "", "\"V1\"", "w/\"v1\"", "\"v1"})
    EXPECT_EQ(judged(field_line("If-None-Match", tags)), Precondition::holds) << tags;
  EXPECT_EQ(judged("If-None-Match: \"v0\"\r\nIf-None-Match: \"v1\"\r\n"), Precondition::not_modified);
}

TEST(Conditions, IfModifiedSinceComparesSeconds) {
  EXPECT_EQ(judged(field_line("If-Modified-Since", before)), Precondition::holds);
  EXPECT_EQ(judged(field_line("If-Modified-Since", same)), Precondition::not_modified);
  EXPECT_EQ(judged(field_line("If-Modified-Since", after)), Precondition::not_modified);
  EXPECT_EQ(judged(field_line("If-Modified-Since", "yesterday")), Precondition::holds);
}

TEST(Conditions, IfNoneMatchWinsOverIfModifiedSince) {
  EXPECT_EQ(judged(field_line("If-None-Match", "\"v0\"") + field_line("If-Modified-Since", same)), Precondition::holds);
  EXPECT_EQ(judged(field_line("If-None-Match", "\"v1\"") + field_line("If-Modified-Since", before)), Precondition::not_modified);
}

TEST(Conditions, IfMatchComparesStrongly) {
  for (const char* tags : {"\"v1\"", "*", "\"v0\", \"v1\""})
    EXPECT_EQ(judged(field_line("If-Match", tags)), Precondition::holds) << tags;
  for (const char* tags : {"\"v0\"", "W/\"v1\"", ""})
    EXPECT_EQ(judged(field_line("If-Match", tags)), Precondition::failed) << tags;
}

TEST(Conditions, IfUnmodifiedSinceFailsForAYoungerFile) {
  EXPECT_EQ(judged(field_line("If-Unmodified-Since", before)), Precondition::failed);
  EXPECT_EQ(judged(field_line("If-Unmodified-Since", same)), Precondition::holds);
  EXPECT_EQ(judged(field_line("If-Unmodified-Since", "soon")), Precondition::holds);
}

TEST(Conditions, IfMatchWinsOverIfUnmodifiedSince) {
  EXPECT_EQ(judged(field_line("If-Match", "\"v1\"") + field_line("If-Unmodified-Since", before)), Precondition::holds);
}

TEST(Conditions, AFailureWinsOverNotModified) {
  EXPECT_EQ(judged(field_line("If-Match", "\"v0\"") + field_line("If-None-Match", "\"v1\"")), Precondition::failed);
  EXPECT_EQ(judged(field_line("If-Match", "\"v1\"") + field_line("If-None-Match", "\"v1\"")), Precondition::not_modified);
}

TEST(Conditions, IfRangeHonoursOnlyThisVersion) {
  const auto honoured = [](const std::string& fields, std::int64_t age_ms = 60'000) {
    RequestHead head;
    read_fields(fields, head);
    return honours_range(head, validators, validators.modified_ms + age_ms);
  };
  EXPECT_TRUE(honoured(""));
  EXPECT_TRUE(honoured(field_line("If-Range", "\"v1\"")));
  EXPECT_FALSE(honoured(field_line("If-Range", "\"v0\"")));
  EXPECT_FALSE(honoured(field_line("If-Range", "W/\"v1\""))) << "the strong comparison";
  EXPECT_TRUE(honoured(field_line("If-Range", same)));
  EXPECT_FALSE(honoured(field_line("If-Range", after))) << "exactly, not later";
  EXPECT_TRUE(honoured(field_line("If-Range", same), 1000));
  EXPECT_FALSE(honoured(field_line("If-Range", same), 999)) << "it may change once more within this second";
}

}  // namespace
}  // namespace cocotalk::net::testing
