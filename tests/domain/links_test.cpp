#include "core/domain/links.hpp"

#include <gtest/gtest.h>

#include "tests/api/manual_executor.hpp"
#include "tests/api/recording_transport.hpp"

namespace cocotalk::domain {
namespace {

struct LinksTest : ::testing::Test {
  static SessionPtr session(unsigned char n) {
    auto out = std::make_shared<Session>();
    out->id.bytes[0] = n;
    return out;
  }
  LinkPtr open(unsigned char of = 1) { return links.open(first.table(), session(of), nullptr, false); }
  static Event event(std::vector<std::string> topics) {
    Event out;
    out.topics = std::move(topics);
    out.body = "{}";
    return out;
  }
  testing::ManualExecutor executor;
  testing::RecordingTransport first, second;
  Links links{executor};
};

TEST_F(LinksTest, AreFoundUntilTheyAreClosed) {
  const LinkPtr link = open();
  EXPECT_EQ(links.find(link->id), link);
  links.close(link);
  EXPECT_EQ(links.find(link->id), nullptr);
  EXPECT_FALSE(link->is_open);
  links.close(link);
  EXPECT_EQ(links.size(), 0u);
}

TEST_F(LinksTest, NumbersAreNeverUsedAgain) {
  const LinkPtr a = open();
  const coco_link id = a->id;
  links.close(a);
  EXPECT_NE(open()->id, id);
}

TEST_F(LinksTest, AreListedBySessionAndByTransport) {
  const LinkPtr a = open(1), b = open(1), c = open(2), d = links.open(second.table(), session(2), nullptr, true);
  EXPECT_EQ(links.of_session(*a->session).size(), 2u);
  EXPECT_EQ(links.of_session(*c->session).size(), 2u);
  EXPECT_EQ(links.of_transport(first.table()).size(), 3u);
  EXPECT_EQ(links.of_transport(second.table()), std::vector<LinkPtr>{d});
  links.close(a);
  EXPECT_EQ(links.of_session(*b->session), std::vector<LinkPtr>{b});
}

TEST_F(LinksTest, ATopicIsHeardWhileASubscriptionIsJoined) {
  const LinkPtr a = open(), b = open();
  links.join(*a, 1, "/x");
  links.join(*a, 2, "/x");
  links.join(*b, 3, "/x");
  links.leave(*a, 1);
  links.leave(*a, 1);
  EXPECT_TRUE(links.is_heard("/x"));
  links.close(a);
  EXPECT_TRUE(links.is_heard("/x"));
  links.leave(*b, 3);
  EXPECT_FALSE(links.is_heard("/x"));
}

TEST_F(LinksTest, ASubscriptionThatJoinsAnotherTopicLeavesTheFirst) {
  const LinkPtr link = open();
  links.join(*link, 1, "/x");
  links.join(*link, 1, "/y");
  EXPECT_FALSE(links.is_heard("/x"));
  EXPECT_TRUE(links.is_heard("/y"));
}

TEST_F(LinksTest, ATransportIsToldOnceAndOnlyOfTopicsItsLinksHear) {
  const LinkPtr a = open(), b = links.open(second.table(), session(2), nullptr, false);
  links.join(*a, 1, "/x");
  links.join(*a, 2, "/x");
  links.join(*a, 3, "/y");
  links.join(*b, 4, "/y");
  first.joined("/x", 1), first.joined("/x", 2), first.joined("/y", 3), second.joined("/y", 4), second.joined("/x", 5);
  links.publish(event({"/x", "/y", "/z"}));
  EXPECT_EQ(first.calls(), 1);
  EXPECT_EQ(first.heard(1).size(), 1u);
  EXPECT_EQ(first.heard(2).size(), 1u);
  EXPECT_EQ(first.heard(3).size(), 1u);
  EXPECT_EQ(second.heard(4).size(), 1u);
  EXPECT_TRUE(second.heard(5).empty()) << "no link of the second joined it";
  links.publish(event({"/nobody"}));
  EXPECT_EQ(first.calls(), 1);
}

TEST_F(LinksTest, DeliverReachesTheSubscriptionsOfOneLink) {
  const LinkPtr a = open(), b = open();
  links.join(*a, 1, "/x");
  links.join(*a, 2, "/x");
  links.join(*a, 3, "/y");
  links.join(*b, 4, "/x");
  EXPECT_EQ(Links::deliver_to(*a, "/x", event({})), 2u);
  EXPECT_EQ(first.heard(1).size() + first.heard(2).size(), 2u);
  EXPECT_TRUE(first.heard(3).empty());
  EXPECT_TRUE(first.heard(4).empty());
}

}  // namespace
}  // namespace cocotalk::domain
