#include "transport-stomp/sockjs_codec.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cocotalk::stomp {
namespace {

using namespace std::string_literals;
using Verdict = SockjsDecoder::Verdict;

std::string decoded(const std::vector<std::string>& payloads) {
  SockjsDecoder decoder;
  std::string text;
  for (const std::string& payload : payloads) EXPECT_EQ(decoder.decode(payload, text), Verdict::ok) << payload;
  return text;
}

std::string encoded(std::string_view text) {
  std::string out;
  append_sockjs_message(out, text);
  return out;
}

// As sockjs-client writes a string: every UTF-16 unit for itself.
std::string quoted(const std::u16string& units) {
  std::string out = "\"";
  for (const char16_t unit : units) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(unit));
    out += unit >= 0x20 && unit < 0x7f && unit != u'"' && unit != u'\\' ? std::string(1, static_cast<char>(unit)) : escaped;
  }
  return out += '"';
}

TEST(SockjsDecoder, JoinsTheStringsOfAPayload) {
  EXPECT_EQ(decoded({R"(["a"])"}), "a");
  EXPECT_EQ(decoded({R"(["a","b","c"])"}), "abc");
  EXPECT_EQ(decoded({R"([])"}), "");
  EXPECT_EQ(decoded({R"([""])"}), "");
  EXPECT_EQ(decoded({" [ \"a\" ,\r\n\t\"b\" ] "}), "ab");
  EXPECT_EQ(decoded({R"("one")"}), "one");
}

TEST(SockjsDecoder, KnowsEveryEscape) {
  EXPECT_EQ(decoded({R"(["\"\\\/\b\f\n\r\t"])"}), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded({R"(["\u0000\u001f\u0041\u00e9\uAC00\uac00\uffff"])"}),
            "\0\x1f"
            "A\u00e9\uac00\uac00\uffff"s);
  EXPECT_EQ(decoded({"[\"caf\u00e9 \uc548\ub155 \U0001F600\"]"}), "caf\u00e9 \uc548\ub155 \U0001F600");
}

TEST(SockjsDecoder, DecodesEveryUnit) {
  for (char32_t unit = 0; unit < 0x10000; ++unit) {
    if (unit >= 0xD800 && unit <= 0xDFFF) continue;
    const std::string text = decoded({"[" + quoted({static_cast<char16_t>(unit)}) + "]"});
    ASSERT_EQ(decoded({"[\"" + encoded(text).substr(3, encoded(text).size() - 5) + "\"]"}), text)
        << std::hex << std::uint32_t{unit};
  }
}

TEST(SockjsDecoder, JoinsATextThatWasCutAnywhere) {
  const std::u16string units = u"SEND\ndestination:/room/a\n\n\u00e9 \uc548 \U0001F600\U0001F9D1\u200D\U0001F680!\0"s;
  const std::string whole = decoded({"[" + quoted(units) + "]"});
  EXPECT_NE(whole.find("\U0001F600\U0001F9D1"), std::string::npos);
  for (std::size_t cut = 0; cut <= units.size(); ++cut) {
    const std::string first = quoted(units.substr(0, cut)), second = quoted(units.substr(cut));
    EXPECT_EQ(decoded({"[" + first + "]", "[" + second + "]"}), whole) << "in two payloads, cut behind " << cut;
    EXPECT_EQ(decoded({"[" + first + "," + second + "]"}), whole) << "in one, cut behind " << cut;
    EXPECT_EQ(decoded({"[" + first + "]", "[]", "[\"\"]", "[" + second + "]"}), whole) << "with nothing between";
  }
}

TEST(SockjsDecoder, ReplacesHalvesThatStayAlone) {
  EXPECT_EQ(decoded({R"(["\ud83dx"])"}), "\uFFFDx");
  EXPECT_EQ(decoded({R"(["\ud83d\u0000"])"}), "\uFFFD\0"s) << "at the end of a frame";
  EXPECT_EQ(decoded({R"(["\ude00x"])"}), "\uFFFDx");
  EXPECT_EQ(decoded({R"(["\ud83d\ud83d\ude00"])"}), "\uFFFD\U0001F600");
  EXPECT_EQ(decoded({R"(["a\ud83d"])"}), "a") << "the other half may still come";
  EXPECT_EQ(decoded({R"(["a\ud83d"])", "[\"\uac00\"]"}), "a\uFFFD\uac00");
}

TEST(SockjsDecoder, RefusesWhatIsNoListOfStringsAndForgetsIt) {
  for (const std::string& payload : {"["s,
                                     "]"s,
                                     "[\"a"s,
                                     "[\"a\""s,
                                     "[\"a\",]"s,
                                     "[,\"a\"]"s,
                                     "[\"a\" \"b\"]"s,
                                     "[1]"s,
                                     "[null]"s,
                                     "[[\"a\"]]"s,
                                     "{}"s,
                                     "{\"a\":\"b\"}"s,
                                     "x"s,
                                     " "s,
                                     "[\"a\"]x"s,
                                     "[\"a\"][\"b\"]"s,
                                     "\"a"s,
                                     "[\"\n\"]"s,
                                     "[\"\0\"]"s,
                                     "[\"\\x\"]"s,
                                     "[\"\\"s,
                                     "[\"\\u12\"]"s,
                                     "[\"\\u12g4\"]"s,
                                     "[\"\\u\"]"s,
                                     "[\"\xff\"]"s,
                                     "[\"\xc3\"]"s,
                                     "[\"\xed\xa0\x80\"]"s,
                                     "[\"\xc0\x80\"]"s,
                                     "[\"\xf4\x90\x80\x80\"]"s,
                                     "['a']"s}) {
    SockjsDecoder decoder;
    std::string text;
    ASSERT_EQ(decoder.decode(R"(["before\ud83d"])", text), Verdict::ok);
    EXPECT_EQ(decoder.decode(payload, text), Verdict::broken) << payload;
    EXPECT_EQ(text, "before");
    EXPECT_EQ(decoder.decode(R"(["\ude00"])", text), Verdict::ok);
    EXPECT_EQ(text, "before\U0001F600") << "as if it had never come";
  }
}

TEST(SockjsDecoder, TellsEmptyFromBroken) {
  SockjsDecoder decoder;
  std::string text;
  EXPECT_EQ(decoder.decode("", text), Verdict::empty);
}

TEST(SockjsMessage, IsOneStringInAnArray) {
  EXPECT_EQ(encoded(""), "a[\"\"]");
  EXPECT_EQ(encoded("MESSAGE\nid:1\n\nhi\0"s), "a[\"MESSAGE\\nid:1\\n\\nhi\\u0000\"]");
  EXPECT_EQ(encoded("\"\\/"), "a[\"\\\"\\\\/\"]");
}

TEST(SockjsMessage, EscapesEveryControlCharacter) {
  for (char c = 0; c < 0x20; ++c) {
    const std::string out = encoded({&c, 1});
    ASSERT_EQ(out[3], '\\') << int{c};
    EXPECT_EQ(decoded({out.substr(1)}), std::string(1, c));
  }
}

// SockJS protocol 0.3.3, "JSON Unicode Encoding".
TEST(SockjsMessage, EscapesWhatBrowsersMangleAndNothingElse) {
  const auto is_escaped = [](char32_t point) {
    return (point >= 0x200c && point <= 0x200f) || (point >= 0x2028 && point <= 0x202f) || (point >= 0x2060 && point <= 0x206f) ||
           (point >= 0xfff0 && point <= 0xffff);
  };
  for (char32_t point = 0x80; point < 0x10000; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    const std::string text = decoded({"[" + quoted({static_cast<char16_t>(point)}) + "]"});
    char expected[8];
    std::snprintf(expected, sizeof expected, "\\u%04x", static_cast<unsigned>(point));
    ASSERT_EQ(encoded(text), "a[\"" + (is_escaped(point) ? std::string(expected) : text) + "\"]");
  }
  EXPECT_EQ(encoded("\U0001F600\U0010FFFF"), R"(a["\ud83d\ude00\udbff\udfff"])");
}

TEST(SockjsMessage, ReplacesBytesThatAreNoText) {
  for (const char* bytes : {"\x80", "\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xe2\x82", "\xf0\x9f\x98", "\xf4\x90\x80\x80"}) {
    const std::string out = encoded(std::string("<") + bytes + ">");
    std::string expected = "a[\"<";
    for (std::size_t i = 0; bytes[i] != '\0'; ++i) expected += "\\ufffd";
    EXPECT_EQ(out, expected + ">\"]");
  }
}

TEST(SockjsCloseFrame, NamesCodeAndReason) {
  EXPECT_EQ(sockjs_close_frame(3000, "Go away!"), R"(c[3000,"Go away!"])");
  EXPECT_EQ(sockjs_close_frame(4009, "a \"b\"\n"), R"(c[4009,"a \"b\"\n"])");
}

}  // namespace
}  // namespace cocotalk::stomp
