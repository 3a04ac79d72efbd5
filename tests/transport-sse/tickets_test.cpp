#include "transport-sse/tickets.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

namespace cocotalk::sse {
namespace {

class TicketsTest : public ::testing::Test {
 protected:
  testing::FakeHost host_;
  Tickets tickets_{host_.host()};
};

TEST_F(TicketsTest, StandForATokenForAMinute) {
  const std::string ticket = tickets_.issue("token");
  EXPECT_EQ(ticket.size(), 64u);
  EXPECT_NE(tickets_.issue("token"), ticket);
  host_.now_ms += Tickets::good_for_ms - 1;
  EXPECT_EQ(tickets_.token_of(ticket), "token");
  EXPECT_EQ(tickets_.token_of("x"), std::nullopt);
}

TEST_F(TicketsTest, EndAfterAMinute) {
  const std::string ticket = tickets_.issue("token");
  host_.now_ms += Tickets::good_for_ms;
  EXPECT_EQ(tickets_.token_of(ticket), std::nullopt);
}

TEST_F(TicketsTest, LiveAnotherMinuteAfterTheirStreamHasEnded) {
  const std::string ticket = tickets_.issue("token");
  host_.now_ms += 3'600'000;
  tickets_.renew(ticket);
  host_.now_ms += Tickets::good_for_ms - 1;
  EXPECT_EQ(tickets_.token_of(ticket), "token");
}

TEST_F(TicketsTest, AreBounded) {
  for (std::size_t n = 0; n < Tickets::max_tickets; ++n) ASSERT_NE(tickets_.issue("t"), "");
  EXPECT_EQ(tickets_.issue("t"), "");
  host_.now_ms += Tickets::good_for_ms;
  EXPECT_NE(tickets_.issue("t"), "") << "the old ones are forgotten";
}

}  // namespace
}  // namespace cocotalk::sse
