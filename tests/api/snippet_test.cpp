#include "core/api/snippet.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cocotalk::api {
namespace {

using Pieces = std::vector<std::string>;

std::string times(std::size_t n, const std::string& what) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += what;
  return out;
}

TEST(Snippet, IsTheTextWithItsFindsApart) {
  EXPECT_EQ(snippet("내일 회의 있어요", {{7, 13}}), (Pieces{"내일 ", "회의", " 있어요"}));
  EXPECT_EQ(snippet("회의", {{0, 6}}), (Pieces{"", "회의", ""}));
  EXPECT_EQ(snippet("a b a", {{0, 1}, {4, 5}}), (Pieces{"", "a", " b ", "a", ""}));
}

TEST(Snippet, ALongTextIsCutBetweenCharacters) {
  const std::string text = times(31, "가") + "x" + times(70, "나");
  const Pieces cut = snippet(text, {{93, 94}});
  EXPECT_EQ(cut, (Pieces{"…" + times(30, "가"), "x", times(69, "나") + "…"}));
  EXPECT_EQ(snippet(text.substr(3, 91 + 69 * 3), {{90, 91}}), (Pieces{times(30, "가"), "x", times(69, "나")}));
}

TEST(Snippet, IsOneLine) { EXPECT_EQ(snippet("a\r\nb\tc", {{0, 1}}), (Pieces{"", "a", "  b c"})); }

TEST(Snippet, FindsBeyondItsEndAreLeftOut) {
  const Pieces cut = snippet("x" + times(100, "a") + "x", {{0, 1}, {101, 102}});
  EXPECT_EQ(cut, (Pieces{"", "x", times(69, "a") + "…"}));
}

TEST(Snippet, AFindThatIsLongerIsCut) { EXPECT_EQ(snippet(times(200, "x"), {{0, 200}}), (Pieces{"", times(70, "x"), "…"})); }

TEST(Snippet, OfNothingFoundIsTheBeginning) { EXPECT_EQ(snippet("abc", {}), (Pieces{"abc"})); }

}  // namespace
}  // namespace cocotalk::api
