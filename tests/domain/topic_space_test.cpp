#include "core/domain/topic_space.hpp"

#include <gtest/gtest.h>

namespace cocotalk::domain {
namespace {

TopicSpace named(std::string name) {
  TopicSpace space;
  space.name = std::move(name);
  return space;
}

std::string found(const TopicSpaces& spaces, std::string_view topic) {
  const TopicSpace* const space = spaces.of(topic);
  return space == nullptr ? "" : space->name;
}

TEST(TopicSpaces, ANameWithASlashAtItsEndHoldsWhatIsBelowItAndAnotherItselfAlone) {
  const TopicSpaces spaces({named("/topic/news/"), named("/topic/time")});
  EXPECT_EQ(found(spaces, "/topic/news/a"), "/topic/news/");
  EXPECT_EQ(found(spaces, "/topic/news/a/b"), "/topic/news/");
  EXPECT_EQ(found(spaces, "/topic/time"), "/topic/time");
  for (const char* const other :
       {"/topic/news/", "/topic/news", "/topic/newspaper", "/topic/times", "/topic/time/", "/topic", ""})
    EXPECT_EQ(found(spaces, other), "") << other;
}

TEST(TopicSpaces, TheMostParticularOneCounts) {
  const TopicSpaces spaces({named("/topic/"), named("/topic/a/b"), named("/topic/a/")});
  EXPECT_EQ(found(spaces, "/topic/x"), "/topic/");
  EXPECT_EQ(found(spaces, "/topic/a/x"), "/topic/a/");
  EXPECT_EQ(found(spaces, "/topic/a/b"), "/topic/a/b");
  EXPECT_EQ(found(spaces, "/topic/a/bc"), "/topic/a/");
}

TEST(Audience, IsEverybodyOrWhoIsNamedByAccountOrRole) {
  Account anna;
  anna.cid = "anna";
  anna.role = "user";
  Audience audience;
  EXPECT_FALSE(audience.includes(anna)) << "nobody is named";
  audience.cids = {"ben", "anna"};
  EXPECT_TRUE(audience.includes(anna));
  audience.cids = {"user", "Anna"};
  EXPECT_FALSE(audience.includes(anna));
  audience.roles = {"admin", "user"};
  EXPECT_TRUE(audience.includes(anna));
  EXPECT_TRUE((Audience{true, {}, {}}.includes(anna)));
}

TEST(TopicName, IsOneExactName) {
  for (const char* const fit : {"/topic/a", "/topic/a.b-c_d:e/f", "/topic/a+b", "/topic/방", "/topic/5/message"})
    EXPECT_FALSE(wrong_with_topic(fit)) << fit;
  for (const char* const wild : {"/topic/*", "/topic/a.*", "/topic/>", "/topic/a/#"})
    EXPECT_NE(wrong_with_topic(wild).value_or("").find("wildcards match nothing"), std::string::npos) << wild;
  for (const char* const unfit : {"/topic/a b", "/topic/a\tb", "/topic/a\x7f", "/topic/a/", "/topic//a", "/topic/a\n"})
    EXPECT_TRUE(wrong_with_topic(unfit)) << unfit;
  EXPECT_TRUE(wrong_with_topic(std::string_view("/topic/a\0b", 10)));
}

TEST(TopicName, HasALimit) {
  const std::string longest = "/topic/" + std::string(max_topic_bytes - 7, 'x');
  EXPECT_FALSE(wrong_with_topic(longest));
  EXPECT_EQ(wrong_with_topic(longest + 'x').value_or(""), "the topic's name is longer than 255 bytes");
}

}  // namespace
}  // namespace cocotalk::domain
