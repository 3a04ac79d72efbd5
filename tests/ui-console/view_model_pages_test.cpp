// A room that is opened at a message.
#include <gtest/gtest.h>

#include "ui-console/view_model_stage.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;

class SoughtTest : public ViewModelStage {
 protected:
  SoughtTest() { application.history = 300; }
  void SetUp() override { sign_in(); }
  void open_at(std::int64_t at) { model.carry_out(OpenRoom{"1", at}); }
  // The numbers that are here, "81-140", if they are without a hole.
  std::string here() const {
    const std::vector<Message>& all = model.state().messages;
    for (std::size_t i = 1; i < all.size(); ++i)
      if (all[i].number != all[i - 1].number + 1) return "a hole behind " + std::to_string(all[i - 1].number);
    return all.empty() ? "" : std::to_string(all.front().number) + "-" + std::to_string(all.back().number);
  }
  void say_elsewhere(int number) {
    application.history = number;
    application.publish("/room/" + private_room, "message", numbered_json(private_room, number));
    take_in_news();
  }
};

TEST_F(SoughtTest, WhatIsAroundTheMessageIsThereAndItIsMarked) {
  open_at(100);
  EXPECT_EQ(here(), "61-120");
  EXPECT_EQ(model.state().sought, "n100");
  EXPECT_TRUE(model.state().has_newer);
  open_at(1);
  EXPECT_EQ(here(), "1-40");
  EXPECT_EQ(model.state().sought, "n1");
}

TEST_F(SoughtTest, AtTheEndNothingMoreIsAsked) {
  open_at(300);
  EXPECT_EQ(here(), "261-300");
  EXPECT_EQ(model.state().sought, "n300");
  EXPECT_FALSE(model.state().has_newer);
}

TEST_F(SoughtTest, NearTheEndTheTwoPartsAreOne) {
  open_at(250);
  EXPECT_EQ(here(), "221-300");
  EXPECT_FALSE(model.state().has_newer);
  open_at(240);
  EXPECT_EQ(here(), "201-300") << "they touch";
  open_at(220);
  EXPECT_EQ(here(), "181-240") << "twenty are between";
  EXPECT_TRUE(model.state().has_newer);
}

TEST_F(SoughtTest, GoingForwardLeadsToTheEndWithoutAHole) {
  open_at(100);
  say_elsewhere(301);
  EXPECT_EQ(here(), "61-120") << "what is heard meanwhile has its place at the end";
  EXPECT_TRUE(shows("Bob: text 301"));
  for (int i = 0; i < 3; ++i) model.carry_out(Newer{});
  EXPECT_EQ(here(), "61-300");
  EXPECT_TRUE(model.state().has_newer) << "one was said since";
  model.carry_out(Newer{});
  EXPECT_EQ(here(), "61-301");
  EXPECT_FALSE(model.state().has_newer);
  say_elsewhere(302);
  EXPECT_EQ(here(), "61-302");
  const std::size_t asked = application.asked.size();
  model.carry_out(Newer{});
  EXPECT_EQ(application.asked.size(), asked);
}

TEST_F(SoughtTest, GoingBackGoesOnBeforeIt) {
  open_at(100);
  model.carry_out(Older{});
  EXPECT_TRUE(
      application.was_asked(R"(room.messages {"bundleId":"b3","count":20,"roomId":")" + private_room + R"(","size":20})"));
}

TEST_F(SoughtTest, WhoSpeaksIsAtTheEndAgain) {
  open_at(100);
  model.post("hi");
  EXPECT_EQ(here(), "261-300") << "the tail";
  EXPECT_EQ(model.state().sought, "");
  EXPECT_FALSE(model.state().has_newer);
}

TEST_F(SoughtTest, AMessageThatIsNotThereLeavesTheEnd) {
  application.history = 20;
  open_at(57);
  EXPECT_EQ(here(), "1-20");
  EXPECT_EQ(model.state().sought, "");
}

TEST_F(SoughtTest, WhatWasForgottenCanBeReadAgain) {
  open("1");
  for (int number = 301; number <= 1400; ++number) say_elsewhere(number);
  EXPECT_EQ(here(), "401-1400");
  model.carry_out(Older{});
  EXPECT_EQ(here(), "341-1400");
}

}  // namespace
}  // namespace cocotalk::console
