#include "net/http_dates.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

constexpr std::int64_t moment = 784'111'777'000;  // the example of RFC 9110, 5.6.7

TEST(HttpDates, AreWrittenInTheOneForm) {
  EXPECT_EQ(http_date(moment), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(moment + 999), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(951'782'400'000), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(http_date(1'735'689'599'000), "Tue, 31 Dec 2024 23:59:59 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(HttpDates, AreReadInAllThreeForms) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), moment);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), moment);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), moment);
  EXPECT_EQ(parse_http_date("Wednesday, 25-Nov-26 00:00:00 GMT"), parse_http_date("Wed, 25 Nov 2026 00:00:00 GMT"));
}

TEST(HttpDates, ReadBackWhatTheyWrote) {
  for (const std::int64_t ms : {std::int64_t{0}, moment, std::int64_t{951'782'400'000}, std::int64_t{4'102'444'799'000}})
    EXPECT_EQ(parse_http_date(http_date(ms)), ms);
}

TEST(HttpDates, AreNothingElse) {
  for (const char* text : {"", "0", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT",
                           "Sun, 06 Nov 199x 08:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
                           "1994-11-06T08:49:37Z", "Sunday, ", "Sun Nov  6 08:49:37 199 "})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace cocotalk::net
