#include "core/service/topic_words.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <string>

namespace cocotalk {
namespace {

using domain::TopicSpace;
using Names = std::vector<std::string>;

std::string refusal(std::string_view setting) {
  try {
    parse_topic_space(setting);
    return "";
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_INVALID);
    return error.what();
  }
}

TEST(TopicWords, ABareNameIsOpenToEverybodyAndNotKept) {
  const TopicSpace space = parse_topic_space("/topic/");
  EXPECT_EQ(space.name, "/topic/");
  EXPECT_TRUE(space.publishers.is_everybody);
  EXPECT_TRUE(space.subscribers.is_everybody);
  EXPECT_FALSE(space.is_kept);
}

TEST(TopicWords, WordsStandInAnyOrderAndMayBeRepeated) {
  const TopicSpace space =
      parse_topic_space("  /topic/news  publish=role:admin kept subscribe=everybody events=1000 publish=account:bot for=7d ");
  EXPECT_EQ(space.name, "/topic/news");
  EXPECT_FALSE(space.publishers.is_everybody);
  EXPECT_EQ(space.publishers.roles, Names{"admin"});
  EXPECT_EQ(space.publishers.cids, Names{"bot"});
  EXPECT_TRUE(space.subscribers.is_everybody);
  EXPECT_TRUE(space.is_kept);
  EXPECT_EQ(space.retention.events, 1000);
  EXPECT_EQ(space.retention.age_ms, 7LL * 86'400'000);
}

TEST(TopicWords, NobodyIsNobody) {
  const TopicSpace space = parse_topic_space("/topic/a publish=nobody");
  EXPECT_FALSE(space.publishers.is_everybody);
  EXPECT_TRUE(space.publishers.cids.empty() && space.publishers.roles.empty());
  EXPECT_TRUE(space.subscribers.is_everybody) << "the other side is not touched";
}

TEST(TopicWords, WhatIsNotUnderstoodIsSaidWithTheSetting) {
  EXPECT_EQ(refusal("/topic/a keep"),
            "setting 'topics': '/topic/a keep': 'keep' is not understood; words are kept, events=⟨number⟩, for=⟨duration⟩, and "
            "publish= and subscribe= with everybody, nobody, account:⟨cid⟩ or role:⟨role⟩");
  for (const char* const bad : {"/topic/a publish=", "/topic/a publish=anna", "/topic/a publish=role:",
                                "/topic/a publish=account:", "/topic/a kept events=0", "/topic/a kept events=-1",
                                "/topic/a kept events=x", "/topic/a kept for=0", "/topic/a kept for=7 d", "/topic/a Kept"})
    EXPECT_NE(refusal(bad).find("is not understood"), std::string::npos) << bad;
  for (const char* const bad : {"", "/queue/a", "/room/", "/topic", "topic/a", "kept"})
    EXPECT_NE(refusal(bad).find("the name does not begin with /topic/"), std::string::npos) << bad;
  for (const char* const bad : {"/topic/*", "/topic//a", "/topic/a//"}) EXPECT_NE(refusal(bad), "") << bad;
}

TEST(TopicWords, ForgettingIsForKeptTopics) {
  EXPECT_NE(refusal("/topic/a events=5").find("write kept, too"), std::string::npos);
  EXPECT_EQ(refusal("/topic/a events=5 kept"), "");
}

}  // namespace
}  // namespace cocotalk
