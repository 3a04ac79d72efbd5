#include "conversation/script.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace cocotalk::conversation {
namespace {

constexpr std::string_view script = R"(# the whole file
before
given limit = 1 KiB
> upgrade

case First
# RFC 1, 2: "It must."
# Always.
> hello there
>
< *
# no part of it
<end
case Second_2
given limit = 2
! close 1000
= closed
@b
>end
>reset
)";

TEST(Script, IsReadIntoCases) {
  const std::vector<Case> cases = parse_script(script, "some-file.txt");
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].name, "some_file_First");
  EXPECT_EQ(cases[0].about, "RFC 1, 2: \"It must.\" Always.");
  EXPECT_EQ(cases[0].given.at("limit"), "1 KiB");
  EXPECT_EQ(cases[1].given.at("limit"), "2");
  EXPECT_EQ(cases[1].at(7), "some-file.txt:7");
}

TEST(Script, BeginsEveryCaseWithWhatStandsBefore) {
  const std::vector<Case> cases = parse_script(script, "file.txt");
  using Kind = Step::Kind;
  const auto kinds = [](const Case& c) {
    std::vector<Kind> all;
    for (const Step& step : c.steps) all.push_back(step.kind);
    return all;
  };
  EXPECT_EQ(kinds(cases[0]), (std::vector{Kind::send, Kind::send, Kind::send, Kind::expect, Kind::expect_end}));
  EXPECT_EQ(kinds(cases[1]), (std::vector{Kind::send, Kind::act, Kind::hear, Kind::on, Kind::send_end, Kind::send_reset}));
  EXPECT_EQ(cases[0].steps[1].text, "hello there");
  EXPECT_EQ(cases[0].steps[1].line, 9);
  EXPECT_EQ(cases[0].steps[2].text, "");
}

TEST(Script, ThatIsWrongNamesItsLine) {
  const auto why = [](std::string_view text) -> std::string {
    try {
      parse_script(text, "f.txt");
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(why("\nhello"), "f.txt:2: a line begins with case, given, #, >, <, !, = or @; 'before' stands before the first case");
  EXPECT_EQ(why("case A\ncase A\n"), "f.txt:2: a case of this name is there already");
  EXPECT_EQ(why("case A-b\n"), "f.txt:1: a case's name is one word of letters and digits");
  EXPECT_EQ(why("given x\n"), "f.txt:1: what is given is written NAME = VALUE");
  EXPECT_EQ(why("case A\n>x\n"), "f.txt:2: a mark is followed by a space, or is >end, <end or >reset");
  EXPECT_EQ(why("case A\n<reset\n"), "f.txt:2: a mark is followed by a space, or is >end, <end or >reset");
  EXPECT_EQ(why("> x\n"), "f.txt:1: there is no case");
}

}  // namespace
}  // namespace cocotalk::conversation
