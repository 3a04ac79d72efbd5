#include "ui-console/listener.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

class ListenerTest : public ::testing::Test {
 protected:
  void publish(std::initializer_list<const char*> topics, const char* except = "") {
    std::vector<coco_view> views;
    for (const char* topic : topics) views.push_back(coco::view(topic));
    coco_event event{};
    event.size = sizeof event;
    event.topics = views.data();
    event.n_topics = views.size();
    event.kind = coco::view("message");
    event.except_session = coco::view(except);
    listener.publish(event);
  }
  std::vector<std::uint64_t> heard_by() {
    std::vector<std::uint64_t> subscriptions;
    while (const auto incoming = inbox->pop())
      if (const Event* event = std::get_if<Event>(&*incoming)) subscriptions.push_back(event->subscription);
    return subscriptions;
  }

  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
  Listener listener{inbox};
};

TEST_F(ListenerTest, HearsAnEventOncePerSubscription) {
  listener.opened(1, "s");
  listener.joined("/room/a", 5);
  listener.joined("/account/7", 6);
  publish({"/room/a", "/account/7", "/account/8"});
  publish({"/room/b"});
  EXPECT_EQ(heard_by(), (std::vector<std::uint64_t>{5, 6}));
}

TEST_F(ListenerTest, HearsNothingOfWhatItLeft) {
  listener.opened(1, "s");
  listener.joined("/room/a", 5);
  listener.left(5);
  publish({"/room/a"});
  listener.joined("/room/b", 6);
  listener.closed();
  publish({"/room/b"});
  EXPECT_TRUE(heard_by().empty());
}

TEST_F(ListenerTest, HearsNothingOfWhatItWasExpelledFrom) {
  listener.opened(1, "s");
  listener.joined("/room/a", 5);
  listener.joined("/room/b", 6);
  const coco_transport& table = listener.table();
  table.expel(table.self, 1, 5);
  publish({"/room/a", "/room/b"});
  EXPECT_EQ(heard_by(), std::vector<std::uint64_t>{6});
}

TEST_F(ListenerTest, HearsNothingItsSessionIsExceptedFrom) {
  listener.opened(1, "s");
  listener.joined("/room/a", 5);
  publish({"/room/a"}, "s");
  publish({"/room/a"}, "other");
  EXPECT_EQ(heard_by().size(), 1U);
}

TEST_F(ListenerTest, TakesDeliveriesOfItsOwnLinkOnly) {
  listener.opened(2, "s");
  coco_event event{};
  event.size = sizeof event;
  listener.deliver(1, 5, event);
  listener.deliver(2, 6, event);
  EXPECT_EQ(heard_by(), (std::vector<std::uint64_t>{6}));
}

TEST_F(ListenerTest, AFullInboxEndsTheLinkOnce) {
  listener.opened(3, "s");
  listener.joined("/room/a", 5);
  for (std::size_t i = 0; i < Inbox::max_events + 10; ++i) publish({"/room/a"});
  std::size_t events = 0, endings = 0;
  while (const auto incoming = inbox->pop()) {
    if (const LinkEnded* ended = std::get_if<LinkEnded>(&*incoming)) {
      ++endings;
      EXPECT_EQ(ended->link, 3U);
      EXPECT_EQ(ended->ending.code, COCO_CLOSE_SLOW);
    } else {
      ++events;
    }
  }
  EXPECT_EQ(events, Inbox::max_events);
  EXPECT_EQ(endings, 1U);
}

}  // namespace
}  // namespace cocotalk::console
