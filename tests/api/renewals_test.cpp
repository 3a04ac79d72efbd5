#include "core/api/renewals.hpp"

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
constexpr std::uint64_t replies = 0;  // whatever the link calls /reply

struct Renewal : ApplicationFixture {
  // Time goes on as in the service, where the gateway looks once a second.
  void wait(std::int64_t ms) {
    advance(ms);
    gateway_->tick(0);
  }
  const Device alice = person("alice");
  const Opened link = open(alice);
};

TEST_F(Renewal, ALinkIsAskedOnceWhenItsTokenEnds) {
  wait(day_ms - 1);
  EXPECT_TRUE(transport_.heard(replies).empty());
  wait(1);
  wait(1000);
  ASSERT_EQ(transport_.heard(replies).size(), 1u);
  EXPECT_EQ(transport_.heard(replies)[0].kind, "reauth");
  EXPECT_TRUE(transport_.closed().empty());
  EXPECT_TRUE(ask(link.as(), "profile.get").is_ok()) << "it goes on meanwhile";
}

TEST_F(Renewal, ALinkThatGivesNoNewTokenWithinThirtySecondsIsClosed) {
  wait(day_ms);
  wait(29'999);
  EXPECT_TRUE(transport_.closed().empty());
  wait(1);
  ASSERT_EQ(transport_.closed().size(), 1u);
  EXPECT_EQ(transport_.closed()[0].code, COCO_CLOSE_UNAUTHORIZED);
  wait(60'000);
  EXPECT_EQ(transport_.closed().size(), 1u);
}

TEST_F(Renewal, ANewTokenLetsItGoOnForAsLongAsThatLives) {
  wait(day_ms);
  const std::string next = must(alice.by_refresh(), "auth.reissue").text("/accessToken");
  must(link.as(), "session.renew", "{\"accessToken\":" + json_text(next) + "}");
  wait(day_ms - 1);
  EXPECT_TRUE(transport_.closed().empty());
  EXPECT_EQ(transport_.heard(replies).size(), 1u);
  wait(1);
  EXPECT_EQ(transport_.heard(replies).size(), 2u);
}

TEST_F(Renewal, AClosedLinkIsNotAsked) {
  close(link.link);
  wait(day_ms);
  wait(30'000);
  EXPECT_EQ(transport_.calls(), 0);
}

TEST_F(Renewal, NothingEndsTheSocketsOfTheOriginalClients) {
  close(link.link);
  open_by_ticket(alice);
  wait(day_ms);
  wait(30'000);
  EXPECT_EQ(transport_.calls(), 0);
}

}  // namespace
}  // namespace cocotalk::testing
