#include "core/api/destinations.hpp"

#include <gtest/gtest.h>

namespace cocotalk::api {
namespace {

using Kind = Destination::Kind;
constexpr char room[] = "61fca964bd38314549649235";

std::optional<Kind> kind(const std::string& text) {
  const std::optional<Destination> parsed = parse_destination(text);
  return parsed ? std::optional<Kind>(parsed->kind) : std::nullopt;
}

TEST(Destination, TheTableOfNativeWords) {
  EXPECT_EQ(kind("/me"), Kind::me);
  EXPECT_EQ(kind(std::string("/room/") + room), Kind::room);
  EXPECT_EQ(kind(std::string("/room/") + room + "/live"), Kind::room_live);
}

TEST(Destination, TheTableOfTheOriginalClientsWords) {
  for (const char* const self : {"1", "18446744073709551", "undefined"}) {
    const std::string topic = std::string("/topic/") + self;
    EXPECT_EQ(kind(topic + "/message"), Kind::own_legacy);
    EXPECT_EQ(kind(topic + "/room"), Kind::own_legacy);
    EXPECT_EQ(parse_destination(topic + "/room/new")->leaf, "room/new");
    EXPECT_EQ(kind(topic + "/crash/web"), Kind::crash_web);
    EXPECT_EQ(kind(topic + "/crash/mobile"), Kind::crash_mobile);
  }
  EXPECT_EQ(kind(std::string("/topic/") + room + "/message"), Kind::room_message);
  EXPECT_EQ(kind(std::string("/topic/") + room + "/room"), Kind::room_state);
}

TEST(Destination, A24DigitNumberIsARoomAndNoAccount) {
  EXPECT_EQ(kind("/topic/123456789012345678901234/message"), Kind::room_message);
}

TEST(Destination, EverythingElseIsNothing) {
  for (const char* const text : {"",
                                 "/",
                                 "me",
                                 "/ME",
                                 "/me/",
                                 "/me ",
                                 "/topic",
                                 "/topic/",
                                 "/topic/1",
                                 "/topic/1/",
                                 "/topic//message",
                                 "/topic/*/message",
                                 "/topic/**",
                                 "/topic/-1/message",
                                 "/topic/1.5/message",
                                 "/topic/null/message",
                                 "/topic/1/message/x",
                                 "/topic/1/crash",
                                 "/topic/1/crash/tv",
                                 "/topic/12345678901234567890/message",
                                 "/topic/61FCA964BD38314549649235/message",
                                 "/topic/61fca964bd38314549649235/room/new",
                                 "/topic/61fca964bd38314549649235/crash/web",
                                 "/room/",
                                 "/room/1",
                                 "/room/61fca964bd3831454964923",
                                 "/room/61fca964bd383145496492355",
                                 "/room/61fca964bd38314549649235/",
                                 "/room/61fca964bd38314549649235/live/",
                                 "/room/61FCA964BD38314549649235",
                                 "/room/*"})
    EXPECT_EQ(kind(text), std::nullopt) << text;
}

TEST(Topic, NamesDoNotCollide) {
  const domain::RoomId id = *domain::RoomId::parse(room);
  EXPECT_EQ(room_topic(id), std::string("/room/") + room);
  EXPECT_EQ(room_live_topic(id), std::string("/room/") + room + "/live");
  EXPECT_EQ(account_topic(5), "/account/5");
  EXPECT_EQ(legacy_account_topic(5, "room/new"), "/topic/5/room/new");
  EXPECT_EQ(legacy_room_topic(id, "message"), std::string("/topic/") + room + "/message");
  EXPECT_EQ(crash_topic(5, COCO_WEB), "/topic/5/crash/web");
  EXPECT_EQ(crash_topic(5, COCO_MOBILE), "/topic/5/crash/mobile");
}

}  // namespace
}  // namespace cocotalk::api
