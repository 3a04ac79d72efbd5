#include "transport-sse/text.hpp"

#include <gtest/gtest.h>

namespace cocotalk::sse {
namespace {

TEST(EventText, IsFieldsAndAnEmptyLine) {
  EXPECT_EQ(event_text("1:2", "message", "{}"), "id: 1:2\nevent: message\ndata: {}\n\n");
  EXPECT_EQ(event_text("", "", "x"), "data: x\n\n");
}

TEST(EventText, NothingInAFieldBeginsALine) {
  EXPECT_EQ(event_text("", "a\nid: 9", "b\r\n\ndata: c"), "event: aid: 9\ndata: bdata: c\n\n");
}

TEST(JsonString, EscapesWhatItMust) {
  EXPECT_EQ(json_string("a\"b\\c\n\x01"), R"("a\"b\\c\u000a\u0001")");
  EXPECT_EQ(json_string("안녕 \xF0\x9F\x92\xAC"), "\"안녕 \xF0\x9F\x92\xAC\"");
}

TEST(JsonString, WhatIsNoUtf8IsReplacedByteByByte) {
  const std::string bad = "\xEF\xBF\xBD";
  for (const char* text : {"\xFF", "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
    std::string expected = "\"";
    for (std::size_t i = 0; text[i] != '\0'; ++i) expected += bad;
    EXPECT_EQ(json_string(text), expected + "\"");
  }
}

}  // namespace
}  // namespace cocotalk::sse
