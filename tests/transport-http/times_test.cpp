#include "transport-http/times.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

constexpr std::int64_t moment = 1'643'948'474'542;

TEST(Times, AreWrittenAsTheWireDocumentSays) {
  EXPECT_EQ(zoneless_time(moment), "2022-02-04T04:21:14.542");
  EXPECT_EQ(offset_time(moment), "2022-02-04T04:21:14.542+00:00");
  EXPECT_EQ(gateway_time(moment), "2022-02-04 04:21:14");
}

TEST(Times, AlwaysHaveThreeFractionDigits) {
  EXPECT_EQ(zoneless_time(0), "1970-01-01T00:00:00.000");
  EXPECT_EQ(zoneless_time(1), "1970-01-01T00:00:00.001");
  EXPECT_EQ(zoneless_time(1'643'948'474'500), "2022-02-04T04:21:14.500");
}

TEST(Times, KnowLeapDaysAndTheYearsEnd) { EXPECT_EQ(zoneless_time(951'782'399'999), "2000-02-28T23:59:59.999"); }

}  // namespace
}  // namespace cocotalk::http
