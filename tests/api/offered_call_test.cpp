#include "tests/api/offers_fixture.hpp"

namespace cocotalk::testing {
namespace {

using OfferedCall = OffersFixture;

TEST_F(OfferedCall, AnAccountAsksThePluginWithWhatTheCoreKnowsOfIt) {
  Pings pings;
  offer_well(pings.table);
  const Device alice = person("alice");
  const Answered out = asked(pings, alice.as(), "ping.account", R"({"word":"hi"})", [&](Pings::Ask& ask) {
    EXPECT_EQ(ask.which, "account");
    EXPECT_EQ(ask.json, R"({"word":"hi"})");
    EXPECT_EQ(ask.account, alice.account);
    EXPECT_EQ(ask.cid, "alice");
    EXPECT_EQ(ask.session.size(), 32u);
    EXPECT_EQ(ask.address, "10.0.0.1");
    coco::answer(ask.done, R"({"word":"hi"})");
  });
  EXPECT_EQ(out.status, COCO_OK);
  EXPECT_EQ(out.body(), R"({"word":"hi"})");
}

}  // namespace
}  // namespace cocotalk::testing
