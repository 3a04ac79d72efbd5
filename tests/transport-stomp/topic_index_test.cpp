#include "transport-stomp/topic_index.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "conversation.hpp"

namespace cocotalk::stomp {
namespace {

class TopicIndexTest : public ::testing::Test {
 protected:
  Subscription& add(const std::string& topic, const std::string& destination, const std::string& id,
                    Group::Framing framing = Group::Framing::websocket) {
    Subscription& s = subscriptions_.emplace_back(nullptr, id, destination, Asked{});  // the index never looks at the link
    index.add(s, topic, Shape{}, framing);
    return s;
  }
  std::size_t hearers(const std::string& topic) {
    std::size_t n = 0;
    for (const auto& [key, group] : index.groups_of(topic)) n += group->members.size();
    return n;
  }

  TopicIndex index;

 private:
  std::deque<Subscription> subscriptions_;
};

TEST_F(TopicIndexTest, GroupsWhatIsTheSameBytesAndNothingElse) {
  add("/account/5", "/me", "1");
  add("/account/5", "/me", "1");
  EXPECT_EQ(index.groups_of("/account/5").size(), 1u);
  add("/account/5", "/me", "2");
  add("/account/5", "/mine", "1");
  add("/account/5", "/me", "1", Group::Framing::stream);
  EXPECT_EQ(index.groups_of("/account/5").size(), 4u);
  EXPECT_EQ(hearers("/account/5"), 5u);
}

TEST_F(TopicIndexTest, KeepsDestinationAndIdApart) {
  add("/t", "a", "bc");
  add("/t", "ab", "c");
  EXPECT_EQ(index.groups_of("/t").size(), 2u);
}

TEST_F(TopicIndexTest, MatchesTopicsExactly) {
  add("/room/a", "/room/a", "1");
  EXPECT_EQ(hearers("/room/a"), 1u);
  for (const char* other : {"/room/*", "/room/ab", "/room", ""}) EXPECT_EQ(hearers(other), 0u);
}

TEST_F(TopicIndexTest, ForgetsWhatIsRemovedInAnyOrder) {
  Subscription& first = add("/t", "d", "1");
  Subscription& second = add("/t", "d", "1");
  Subscription& third = add("/t", "d", "1");
  index.remove(first);
  EXPECT_EQ(hearers("/t"), 2u);
  index.remove(third);
  index.remove(third);
  EXPECT_EQ(hearers("/t"), 1u);
  index.remove(second);
  EXPECT_TRUE(index.is_empty());
}

}  // namespace
}  // namespace cocotalk::stomp
