#include "core/host/json.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

// "3: a ':' is missing …"
std::string complaint(std::string_view text) {
  try {
    parse_json(text);
    return "none";
  } catch (const MalformedJson& e) {
    return std::to_string(e.line()) + ": " + e.what();
  }
}

TEST(Json, KnowsTheLineOfEveryKeyAndValue) {
  const Json root = parse_json("// first\n{\n  \"a\": 1, \"b\":\n  [true,\n   \"x\"]\n}");
  ASSERT_EQ(root.members.size(), 2u);
  EXPECT_EQ(root.line, 2u);
  EXPECT_EQ(root.members[0].line, 3u);
  EXPECT_EQ(root.members[1].line, 3u);
  EXPECT_EQ(root.members[1].value.line, 4u);
  EXPECT_EQ(root.members[1].value.items[1].line, 5u);
}

TEST(Json, CountsTheLinesOfComments) {
  const Json root = parse_json("/* one\n two */ { // three\n /**/ \"a\" /* x\n */ : 1 }//");
  EXPECT_EQ(root.members[0].line, 3u);
  EXPECT_EQ(root.members[0].value.line, 4u);
}

TEST(Json, LeavesCommentSignsInTextsAlone) {
  EXPECT_EQ(parse_json(R"({"url": "http://x/*"})").members[0].value.text, "http://x/*");
}

TEST(Json, ReadsEveryKind) {
  const Json root = parse_json(R"([null, true, false, -1.5e3, "a\"\\\/\b\f\n\r\tä😀", [], {}, ])");
  ASSERT_EQ(root.items.size(), 7u);
  EXPECT_EQ(root.items[0].kind, Json::Kind::null);
  EXPECT_TRUE(root.items[1].flag);
  EXPECT_FALSE(root.items[2].flag);
  EXPECT_EQ(root.items[3].text, "-1.5e3");
  EXPECT_EQ(root.items[4].text, "a\"\\/\b\f\n\r\tä😀");
  EXPECT_EQ(root.items[5].kind, Json::Kind::array);
  EXPECT_EQ(root.items[6].kind, Json::Kind::object);
}

TEST(Json, KeepsRepeatedKeysInOrder) {
  const Json root = parse_json(R"({"a": 1, "a": 2})");
  ASSERT_EQ(root.members.size(), 2u);
  EXPECT_EQ(root.member("a")->text, "1");
}

TEST(Json, SaysWhereAndWhat) {
  EXPECT_EQ(complaint("{\n\"a\" 1}"), "2: a ':' is missing after \"a\"");
  EXPECT_EQ(complaint("{a: 1}"), "1: a key in quotes is expected here, not 'a:'");
  EXPECT_EQ(complaint("[1 2]"), "1: a ',' or ']' is missing before '2]'");
  EXPECT_EQ(complaint("[1,"), "1: a value is expected here, not 'the end of the file'; texts stand in quotes");
  EXPECT_EQ(complaint("\"abc\n\""), "1: this text has no end; write \" behind it");
  EXPECT_EQ(complaint("\"\\x\""), "1: '\\x' is no escape in a text; for a backslash write \\\\");
  EXPECT_EQ(complaint("\"\\ud800\""), "1: half a surrogate pair stands in this text");
  EXPECT_EQ(complaint("\"\\u12g4\""), "1: '\\u' needs four hexadecimal digits");
  EXPECT_EQ(complaint("/* \n"), "1: this comment has no end; write */ behind it");
  EXPECT_EQ(complaint(""), "1: a value is expected here, not 'the end of the file'; texts stand in quotes");
  for (const char* number : {"01", "-", "1.", ".5", "1e", "+1", "0x10", "1e+", "--1", "truee"})
    EXPECT_NE(complaint(number), "none") << number;
}

TEST(Json, LimitsItsDepth) {
  EXPECT_EQ(complaint(std::string(32, '[') + std::string(32, ']')), "none");
  EXPECT_EQ(complaint(std::string(100'000, '[')), "1: this is nested more than 32 levels deep");
}

TEST(Json, RefusesEveryCutOfAText) {
  constexpr std::string_view whole = R"({"a": [1, "x\u0041", true], /* c */ "b": {"c": null}})";
  EXPECT_EQ(complaint(whole), "none");
  for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_NE(complaint(whole.substr(0, n)), "none") << "cut at " << n;
}

}  // namespace
}  // namespace cocotalk::host
