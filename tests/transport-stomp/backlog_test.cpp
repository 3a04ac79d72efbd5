#include "transport-stomp/backlog.hpp"

#include <gtest/gtest.h>

#include "transport-stomp/topic_index.hpp"

namespace cocotalk::stomp {
namespace {

class BacklogTest : public ::testing::Test {
 protected:
  static SharedEvent event(std::string_view body, std::string_view state_key = {}) {
    static const coco_view topic = coco::view("/room/a");
    coco_event raw{};
    raw.size = sizeof raw;
    raw.topics = &topic;
    raw.n_topics = 1;
    raw.body = coco::view(body);
    raw.state_key = coco::view(state_key);
    return std::make_shared<const Event>(raw, "id");
  }
  std::string all() {
    std::string out;
    while (!backlog->is_empty()) {
      const Backlog::Waiting waiting = backlog->take();
      out += waiting.event ? std::string(coco::text(waiting.event->get().body)) : waiting.frame;
    }
    return out;
  }

  std::int64_t total = 0;
  std::unique_ptr<Backlog> backlog = std::make_unique<Backlog>(total);
  Subscription one{nullptr, "1", "/room/a", {}}, two{nullptr, "2", "/room/a", {}};
};

TEST_F(BacklogTest, KeepsTheOrderOfEventsAndFrames) {
  backlog->add(one, event("a"));
  backlog->add("b");
  backlog->add(two, event("c"));
  EXPECT_EQ(all(), "abc");
}

TEST_F(BacklogTest, KeepsOnlyTheNewestStateOfASubscriptionAndKey) {
  backlog->add(one, event("old", "key"));
  backlog->add(two, event("(other subscription)", "key"));
  backlog->add(one, event("(other key)", "another"));
  backlog->add(one, event("new", "key"));
  EXPECT_EQ(all(), "(other subscription)(other key)new");
}

TEST_F(BacklogTest, DropsWhatIsAsked) {
  backlog->add(one, event("a", "key"));
  backlog->add("b");
  backlog->add(two, event("c"));
  backlog->drop_if([this](const Subscription& s, const Event*) { return &s == &one; });
  backlog->add(one, event("d", "key"));
  EXPECT_EQ(all(), "bcd");
}

TEST_F(BacklogTest, CountsWhatWaitsForTheWholeLane) {
  backlog->add(one, event(std::string(1000, 'x')));
  backlog->add(std::string(500, 'x'));
  EXPECT_GE(backlog->bytes(), 1500u);
  EXPECT_EQ(total, static_cast<std::int64_t>(backlog->bytes()));
  backlog->take();
  EXPECT_EQ(total, static_cast<std::int64_t>(backlog->bytes()));
  backlog.reset();
  EXPECT_EQ(total, 0);
}

}  // namespace
}  // namespace cocotalk::stomp
