#include "transport-stomp/mailbox.hpp"

#include <gtest/gtest.h>

#include <cocotalk/testing/fake_net.hpp>

namespace cocotalk::stomp {
namespace {

class MailboxTest : public ::testing::Test {
 protected:
  static SharedEvent event(std::string_view body, std::uint64_t seq, std::string_view state_key = {}, bool has_topic = true) {
    static const coco_view topic = coco::view("/room/a");
    coco_event raw{};
    raw.size = sizeof raw;
    raw.topics = &topic;
    raw.n_topics = has_topic ? 1 : 0;
    raw.body = coco::view(body);
    raw.seq = seq;
    raw.state_key = coco::view(state_key);
    return std::make_shared<const Event>(raw, "id");
  }
  static SharedEvent big(std::uint64_t seq) { return event(std::string(40'000, 'x'), seq); }
  static std::string text(const SharedEvent& e) {
    return e->is_state() ? std::string(coco::text(e->get().body)) : std::to_string(e->get().seq);
  }
  void note(const Letter& letter) {
    if (const auto* p = std::get_if<Published>(&letter)) read += text(p->event) + " ";
    if (const auto* d = std::get_if<Delivered>(&letter))
      read += "to" + std::to_string(d->subscription) + ":" + text(d->event) + " ";
    if (const auto* l = std::get_if<LostDelivery>(&letter)) read += "lost-to" + std::to_string(l->subscription) + " ";
    if (std::holds_alternative<Answered>(letter)) read += "answered ";
    if (const auto* l = std::get_if<LostEvents>(&letter))
      for (const auto& [topic, count] : l->topics)
        read += "lost" + std::to_string(count.events) + topic + (count.has_sequence ? "# " : " ");
  }

  testing::FakeNet net;
  std::string read;
  Mailbox mailbox{net.net(), 0, 100'000, [this](Letter&& letter) { note(letter); }};
};

TEST_F(MailboxTest, DropsEventsBeyondItsBoundAndSaysOfWhichTopicsAfterAllThatWasKept) {
  mailbox.put(Published{big(1)});
  mailbox.put(Published{big(2)});
  mailbox.put(Published{big(3)});
  mailbox.put(Published{event("small, but later", 4)});
  mailbox.put(Answered{LinkName{1}, {}, {}, {}, {}});
  net.run();
  EXPECT_EQ(read, "1 2 answered lost2/room/a# ");
  read.clear();
  mailbox.put(Published{big(5)});
  net.run();
  EXPECT_EQ(read, "5 ") << "there is room again";
}

TEST_F(MailboxTest, SaysThatAHistoryWasCutBeforeAnythingElse) {
  mailbox.put(Delivered{LinkName{1}, 7, big(1)});
  mailbox.put(Delivered{LinkName{1}, 7, big(2)});
  mailbox.put(Delivered{LinkName{1}, 7, big(3)});
  net.run();
  EXPECT_EQ(read, "lost-to7 to7:1 to7:2 ");
}

TEST_F(MailboxTest, KeepsTheNewestOfEachStateWhateverWaits) {
  mailbox.put(Published{big(1)});
  mailbox.put(Published{big(2)});
  mailbox.put(Published{big(3)});
  mailbox.put(Published{event("old", 0, "key")});
  mailbox.put(Published{event("new", 0, "key")});
  net.run();
  EXPECT_EQ(read, "1 2 new lost1/room/a# ");
}

TEST_F(MailboxTest, NeverDropsWhatIsSaidToOneLinkAlone) {
  mailbox.put(Published{big(1)});
  mailbox.put(Published{big(2)});
  mailbox.put(Published{big(3)});
  mailbox.put(Delivered{LinkName{1}, 7, event("ended", 0, {}, false)});
  net.run();
  EXPECT_EQ(read, "1 2 to7:0 lost1/room/a# ");
}

TEST_F(MailboxTest, LetsNetWriteBetweenManyBytes) {
  mailbox.put(Published{big(1)});
  mailbox.put(Published{big(2)});
  const std::size_t posts = net.posts();
  net.run();
  EXPECT_EQ(net.posts(), posts) << "one turn was enough";
  mailbox.put(Published{event(std::string(70'000, 'x'), 3)});
  mailbox.put(Published{event("y", 4)});
  net.run();
  EXPECT_EQ(net.posts(), posts + 2) << "one for the first turn, one for the next";
  EXPECT_EQ(read, "1 2 3 4 ");
}

TEST_F(MailboxTest, PostsNothingMoreOnceItIsShut) {
  mailbox.put(Published{event(std::string(70'000, 'x'), 1)});
  mailbox.put(Published{event("y", 2)});
  mailbox.shut();
  const std::size_t posts = net.posts();
  net.run();
  EXPECT_EQ(net.posts(), posts);
}

}  // namespace
}  // namespace cocotalk::stomp
