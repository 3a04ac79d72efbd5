// What a page hears of the moments between its list of rooms and its subscriptions (wire document 10.2, D21).
#include "core/api/replay.hpp"

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Replay : ApplicationFixture {
  std::vector<std::string> contents(const Joined& joined) {
    std::vector<std::string> out;
    for (const Heard& h : heard(joined)) out.push_back(h.body.text("/message/content"));
    return out;
  }
  As page() const { return {0, COCO_ACCESS_TOKEN, anna.access, COCO_WEB}; }

  const Device anna = person("anna", COCO_WEB), ben = person("ben");
  const std::string room = create(ben.as(), 0, {1, 2});
  using Texts = std::vector<std::string>;
};

TEST_F(Replay, WhatWasSaidAfterTheListIsHeardOnceWithTheSubscription) {
  send(ben.as(), room, "listed");
  must(page(), "room.list");
  send(ben.as(), room, "missed");
  send(ben.as(), room, "missed as well");
  const Opened link = open_by_ticket(anna);
  const Joined message = join(link.link, "/topic/1/message");
  EXPECT_EQ(contents(message), (Texts{"missed", "missed as well"}));
  send(ben.as(), room, "live");
  EXPECT_EQ(contents(message), (Texts{"missed", "missed as well", "live"}));
}

TEST_F(Replay, ARoomTheListDidNotHaveIsHeardOfBeforeItsMessages) {
  must(page(), "room.list");
  const Device cleo = person("cleo");
  const std::string other = create(cleo.as(), 0, {1, 3});
  send(cleo.as(), other, "hello");
  const Opened link = open_by_ticket(anna);
  const Joined message = join(link.link, "/topic/1/message");
  EXPECT_TRUE(heard(message).empty()) << "the page would not know the room";
  const Joined rooms = join(link.link, "/topic/1/room/new");
  ASSERT_EQ(heard(rooms).size(), 1u);
  EXPECT_EQ(heard(rooms)[0].body.text("/id"), other);
  EXPECT_EQ(contents(message), (Texts{"hello"}));
}

TEST_F(Replay, TheSecondSocketOfAPageHearsNothingAgain) {
  must(page(), "room.list");
  send(ben.as(), room, "missed");
  const Opened first = open_by_ticket(anna);
  join(first.link, "/topic/1/message");
  join(first.link, "/topic/1/room/new");
  const Opened second = open_by_ticket(anna);
  EXPECT_TRUE(heard(join(second.link, "/topic/1/message")).empty());
}

TEST_F(Replay, AListOfLongAgoIsForgotten) {
  must(page(), "room.list");
  send(ben.as(), room, "missed");
  advance(9'999);
  EXPECT_EQ(contents(join(open_by_ticket(anna).link, "/topic/1/message")), (Texts{"missed"}));
  advance(1);
  EXPECT_TRUE(heard(join(open_by_ticket(anna).link, "/topic/1/message")).empty());
}

TEST_F(Replay, OfARoomTheNewestTwentyAreHeard) {
  must(page(), "room.list");
  for (int i = 1; i <= 21; ++i) send(ben.as(), room, std::to_string(i));
  const std::vector<std::string> missed = contents(join(open_by_ticket(anna).link, "/topic/1/message"));
  ASSERT_EQ(missed.size(), 20u);
  EXPECT_EQ(missed.front(), "2");
}

TEST_F(Replay, WhatIsSaidWhileItReadsIsHeardOnceToo) {
  must(page(), "room.list");
  send(ben.as(), room, "missed");
  const Opened link = open_by_ticket(anna);
  hold_storage();
  const AnswerPtr said = begin(ben.as(), "room.send", saying(room, "meanwhile"));
  executor_.run();
  const auto message = begin_join(link.link, "/topic/1/message");
  run();
  EXPECT_EQ(contents(*message), (Texts{"missed", "meanwhile"}));
}

TEST_F(Replay, PhonesAndNativeClientsAskForTheListThemselves) {
  const Device phone = sign_in("anna", COCO_MOBILE);
  must(phone.as(), "room.list");
  must(page(), "room.list");
  send(ben.as(), room, "missed");
  EXPECT_TRUE(heard(join(open_by_ticket(phone).link, "/topic/1/message")).empty());
  EXPECT_TRUE(heard(join(open(anna).link, "/topic/1/message")).empty());
}

}  // namespace
}  // namespace cocotalk::testing
