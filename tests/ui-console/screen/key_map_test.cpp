#include "ui-console/screen/key_map.hpp"

#include <gtest/gtest.h>

#include <set>

namespace cocotalk::console {
namespace {

using Kind = Key::Kind;

TEST(KeyMap, AQuestionIsOneOnlyWhereNothingIsTyped) {
  EXPECT_EQ(action_of({Kind::text, "?"}, false), Action::help);
  EXPECT_EQ(action_of({Kind::text, "?"}, true), Action::type);
  EXPECT_EQ(action_of({Kind::help, ""}, true), Action::help);
}

TEST(KeyMap, UnknownKeysMeanNothing) {
  EXPECT_FALSE(action_of({Kind::control, "y"}, false));
  EXPECT_FALSE(action_of({Kind::alt, "x"}, false));
}

TEST(KeyMap, NoTwoLinesOfThePageAreTheSame) {
  std::set<std::string_view> labels;
  for (const Binding& one : bindings()) {
    const bool is_fine = one.label.empty() || (labels.insert(one.label).second && !one.what.empty());
    EXPECT_TRUE(is_fine) << one.label;
  }
}

TEST(KeyMap, EveryActionHasAKey) {
  std::set<Action> actions;
  for (const Binding& one : bindings()) actions.insert(one.action);
  EXPECT_EQ(actions.size(), static_cast<std::size_t>(Action::type) + 1);
}

}  // namespace
}  // namespace cocotalk::console
