#include "transport-stomp/switchboard.hpp"

#include <gtest/gtest.h>

#include <cocotalk/testing/fake_net.hpp>

namespace cocotalk::stomp {
namespace {

class SwitchboardTest : public ::testing::Test {
 protected:
  SwitchboardTest() {
    for (std::uint32_t lane = 0; lane < 2; ++lane)
      board.add(std::make_unique<Mailbox>(net.net(), lane, 1 << 20, [this, lane](Letter&&) { ++read[lane]; }));
  }
  void publish(std::vector<std::string> names) {
    std::vector<coco_view> topics;
    for (const std::string& name : names) topics.push_back(coco::view(name));
    coco_event event{};
    event.topics = topics.data();
    event.n_topics = topics.size();
    board.publish(event, "id");
    net.run();
  }

  testing::FakeNet net{2};
  Switchboard board;
  int read[2] = {0, 0};
};

TEST_F(SwitchboardTest, PublishesToTheLanesThatListenOnceEach) {
  board.listen("/a", 0);
  board.listen("/b", 0);
  board.listen("/b", 1);
  publish({"/a"});
  EXPECT_EQ(read[0], 1);
  EXPECT_EQ(read[1], 0);
  publish({"/a", "/b", "/c"});
  EXPECT_EQ(read[0], 2);
  EXPECT_EQ(read[1], 1);
}

TEST_F(SwitchboardTest, CountsSubscriptions) {
  board.listen("/a", 0);
  board.listen("/a", 0);
  board.unlisten("/a", 0);
  publish({"/a"});
  EXPECT_EQ(read[0], 1);
  board.unlisten("/a", 0);
  publish({"/a"});
  EXPECT_EQ(read[0], 1);
}

TEST_F(SwitchboardTest, KnowsWhereALinkLives) {
  board.link_opened(5, {1, LinkName(77)});
  ASSERT_TRUE(board.place_of(5));
  EXPECT_EQ(board.place_of(5)->lane, 1u);
  EXPECT_EQ(board.place_of(5)->link, LinkName(77));
  board.link_closed(5);
  EXPECT_FALSE(board.place_of(5));
}

TEST_F(SwitchboardTest, DropsLettersWhenItIsShut) {
  board.shut();
  board.put(0, CloseOrdered{LinkName(1), COCO_CLOSE_NORMAL, ""});
  net.run();
  EXPECT_EQ(read[0], 0);
  EXPECT_EQ(net.posts(), 0u);
}

}  // namespace
}  // namespace cocotalk::stomp
