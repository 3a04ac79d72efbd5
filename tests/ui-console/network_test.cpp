#include "ui-console/network.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "ui-console/application.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;

TEST(Network, OpensOneLinkAfterTheOther) {
  Application application;
  const auto inbox = std::make_shared<Inbox>();
  Network network(*application.gateway.table(), inbox);
  EXPECT_EQ(network.open({"alice", "right", COCO_MOBILE}), 7);
  EXPECT_EQ(application.devices.back(), COCO_MOBILE);
  network.open({"alice", "right"});
  EXPECT_EQ(application.gateway.closes, (std::vector<coco_link>{1}));
}

TEST(Network, TellsARefusalWithItsWord) {
  Application application;
  Network network(*application.gateway.table(), std::make_shared<Inbox>());
  network.open({"alice", "right"});
  try {
    network.ask("room.unknown", "{}");
    FAIL();
  } catch (const Refusal& refusal) {
    EXPECT_EQ(refusal.status, COCO_DENIED);
    EXPECT_EQ(refusal.code, "NOT_PERMITTED");
  }
}

TEST(Network, LosesOnlyTheLinkThatIsOpen) {
  Application application;
  Network network(*application.gateway.table(), std::make_shared<Inbox>());
  network.open({"alice", "right"});
  EXPECT_FALSE(network.loses({9, {COCO_CLOSE_SLOW, ""}}));
  EXPECT_TRUE(network.is_open());
  EXPECT_TRUE(network.loses({1, {COCO_CLOSE_SLOW, ""}}));
  EXPECT_FALSE(network.is_open());
  EXPECT_EQ(application.gateway.closes, (std::vector<coco_link>{1})) << "the transport answers with close()";
}

TEST(Network, AStoppedInboxEndsAWait) {
  cocotalk::testing::FakeGateway gateway;  // answers nothing
  const auto inbox = std::make_shared<Inbox>();
  Network network(*gateway.table(), inbox);
  std::thread stopper([&] { inbox->stop(); });
  EXPECT_THROW(network.ask("x", "{}"), Stopped);
  stopper.join();
}

TEST(Network, AnAnswerThatComesTooLateHurtsNobody) {
  cocotalk::testing::FakeGateway gateway;
  {
    const auto inbox = std::make_shared<Inbox>();
    Network network(*gateway.table(), inbox);
    inbox->stop();
    EXPECT_THROW(network.ask("x", "{}"), Stopped);
  }
  gateway.answer(gateway.take(gateway.asks), "{}");
}

TEST(Network, DetachesAtItsEnd) {
  Application application;
  { Network network(*application.gateway.table(), std::make_shared<Inbox>()); }
  EXPECT_TRUE(application.gateway.is_detached);
}

}  // namespace
}  // namespace cocotalk::console
