#include "core/api/command_reference.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <array>

namespace cocotalk::api {
namespace {

constexpr Command say[] = {{.name = "poll.say",
                            .run = nullptr,
                            .who = Who::member,
                            .summary = "says what one thinks",
                            .input = {field::room, field::number("choice", "").required().between(1, 4),
                                      field::text("why", "for the others").characters(20)},
                            .output = "[Said]",
                            .refusals = {{"CONFLICT", "said already"}}}};

TEST(CommandReference, ARowSaysEverythingThatWasDeclared) {
  const std::array<std::span<const Command>, 1> family{say};
  EXPECT_NE(
      command_table(family).find("| `poll.say` | says what one thinks | A, member | `roomId`, `choice` (whole number; 1 to 4), "
                                 "`why?` (≤ 20 characters; for the others) | array of *Said* | `CONFLICT`: said already |\n"),
      std::string::npos)
      << command_table(family);
}

TEST(CommandReference, OnlyWhatStandsBetweenTheMarksIsMadeAnew) {
  const std::string before =
      "# Title\n<!-- commands: made by `ninja command-reference` -->\nof before\n<!-- end -->\nprose\n"
      "<!-- commands of the operator: made by `ninja command-reference` -->\n<!-- end -->\n";
  const std::string after = with_command_tables(before);
  EXPECT_EQ(after.find("of before"), std::string::npos);
  EXPECT_NE(after.find("# Title\n"), std::string::npos);
  EXPECT_NE(after.find("<!-- end -->\nprose\n"), std::string::npos);
  EXPECT_LT(after.find("`room.send`"), after.find("prose"));
  EXPECT_GT(after.find("`operator.seed`"), after.find("prose"));
  EXPECT_EQ(with_command_tables(after), after);
}

TEST(CommandReference, ADocumentWithoutMarksIsAnError) { EXPECT_THROW(with_command_tables("# Title\n"), coco::Error); }

}  // namespace
}  // namespace cocotalk::api
