// A room as plain text, in pages (room.export).
#include <algorithm>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Exporting : ApplicationFixture {
  Exporting() : ApplicationFixture(without_rate()) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    return limits;
  }
  static std::string after(const std::string& room, std::int64_t number) {
    return "{\"roomId\":" + json_text(room) + ",\"after\":" + std::to_string(number) + "}";
  }
  // All pages.
  std::vector<std::string> pages(const As& as, const std::string& room) {
    std::vector<std::string> out;
    for (std::int64_t next = 0;;) {
      const Answered page = must(as, "room.export", after(room, next));
      out.push_back(page.text("/text"));
      if (page.is_null("/next") || out.size() > 1000) return out;
      EXPECT_GT(page.number("/next"), next);
      next = page.number("/next");
    }
  }
  static std::size_t lines(const std::string& text, const std::string& beginning) {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(beginning, at)) != std::string::npos; ++at) ++n;
    return n;
  }
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
};

TEST_F(Exporting, ARoomIsItsNameTheMomentAndWhatWasSaid) {
  const std::string id = create(alice.as(), 1, {1, 2, 3}, "우리방");
  send(alice.as(), id, "안녕");
  send(bob.as(), id, "응");
  must(carol.as(), "room.leave", saying(id, "carol님이 나갔습니다."));
  EXPECT_EQ(pages(bob.as(), id), std::vector<std::string>{"우리방\n저장한 날짜 : 2023-11-14 22:13:20 (UTC+00:00)\n"
                                                          "\n--------------- 2023년 11월 14일 화요일 ---------------\n"
                                                          "[alice] [오후 10:13] 안녕\n[bob] [오후 10:13] 응\n"
                                                          "carol님이 나갔습니다.\n"});
}

TEST_F(Exporting, APrivateRoomIsCalledAfterTheOtherAndHoursAreThoseOfTheAsker) {
  const std::string id = create(alice.as(), 0, {1, 2});
  send(alice.as(), id, "hi");
  const Answered page = must(alice.as(), "room.export", "{\"roomId\":" + json_text(id) + ",\"utcOffset\":540}");
  EXPECT_EQ(page.text("/text"),
            "bob\n저장한 날짜 : 2023-11-15 07:13:20 (UTC+09:00)\n"
            "\n--------------- 2023년 11월 15일 수요일 ---------------\n[alice] [오전 7:13] hi\n");
  EXPECT_TRUE(page.is_null("/next"));
}

TEST_F(Exporting, PagesHoldTwoHundredMessagesEachAndEveryOneOnce) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  for (int i = 1; i <= 200; ++i) send(alice.as(), id, "m");
  EXPECT_EQ(pages(bob.as(), id).size(), 1u);
  send(alice.as(), id, "m");
  const std::vector<std::string> two = pages(bob.as(), id);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(lines(two[0], "[alice]"), 200u);
  EXPECT_EQ(two[1], "[alice] [오후 10:13] m\n") << "the same day is not named again";
}

TEST_F(Exporting, APageEndsWithTheMessageThatPasses64KiB) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  for (int i = 0; i < 9; ++i) send(alice.as(), id, std::string(16 * 1024, 'x'));
  const std::vector<std::string> some = pages(bob.as(), id);
  ASSERT_EQ(some.size(), 3u);
  EXPECT_EQ(lines(some[0], "[alice]"), 4u);
  EXPECT_EQ(lines(some[1], "[alice]"), 4u);
  EXPECT_EQ(lines(some[2], "[alice]"), 1u);
}

TEST_F(Exporting, OnlyWhatTheMemberSeesIsInIt) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  for (int i = 0; i < 250; ++i) send(alice.as(), id, "before");
  const Device dave = person("dave");
  must(alice.as(), "room.invite", "{\"roomId\":" + json_text(id) + R"(,"content":"come in","invitees":[{"userId":4}]})");
  send(alice.as(), id, "after");
  const std::vector<std::string> daves = pages(dave.as(), id);
  ASSERT_EQ(daves.size(), 1u) << "no empty pages either";
  EXPECT_EQ(lines(daves[0], "before"), 0u);
  EXPECT_NE(daves[0].find("come in\n[alice] [오후 10:13] after\n"), std::string::npos);
}

TEST_F(Exporting, ARoomWithoutMessagesIsItsNameAlone) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  EXPECT_EQ(pages(alice.as(), id), std::vector<std::string>{"room\n저장한 날짜 : 2023-11-14 22:13:20 (UTC+00:00)\n"});
}

TEST_F(Exporting, WhatMakesNoSenseIsRefused) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  const Device dave = person("dave");
  const auto offset = [&](const std::string& minutes) {
    return ask(alice.as(), "room.export", "{\"roomId\":" + json_text(id) + ",\"utcOffset\":" + minutes + "}");
  };
  EXPECT_EQ(ask(dave.as(), "room.export", of_room(id)).code(), "NOT_PERMITTED");
  EXPECT_EQ(ask({}, "room.export", of_room(id)).code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(alice.as(), "room.export", after(id, -1)).code(), "BAD_REQUEST");
  EXPECT_EQ(must(alice.as(), "room.export", after(id, 7)).body(), R"({"text":"","next":null})");
  EXPECT_TRUE(offset("-720").is_ok());
  EXPECT_TRUE(offset("840").is_ok());
  for (const char* const minutes : {"-721", "841", "1e999", "\"soon\""})
    EXPECT_EQ(offset(minutes).code(), "BAD_REQUEST") << minutes;
}

}  // namespace
}  // namespace cocotalk::testing
