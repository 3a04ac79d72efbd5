#include "gateway-remote/frame.hpp"

#include <gtest/gtest.h>

namespace cocotalk::remote {
namespace {

using namespace std::literals;

Frame whole(std::string_view bytes) {
  auto read = parse_frame(bytes);
  if (const Broken* broken = std::get_if<Broken>(&read)) ADD_FAILURE() << broken->why;
  return std::get<Parsed>(read).frame;
}

std::string broken(std::string_view bytes) {
  auto read = parse_frame(bytes);
  const Broken* why = std::get_if<Broken>(&read);
  return why == nullptr ? "not broken" : why->why;
}

TEST(Frame, WaitsForTheRestOfACutFrame) {
  constexpr auto bytes = "\r\nMESSAGE\r\nsubscription:1\r\ncontent-length:3\r\n\r\na\0b\0"sv;
  for (std::size_t n = 0; n < bytes.size(); ++n)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(parse_frame(bytes.substr(0, n)))) << "cut at " << n;
  EXPECT_EQ(whole(bytes).body, "a\0b"sv);
}

TEST(Frame, EndsAtTheFirstNulWithoutContentLength) {
  auto read = parse_frame("MESSAGE\n\nhi\0MESSAGE\n\n"sv);
  EXPECT_EQ(std::get<Parsed>(read).frame.body, "hi");
  EXPECT_EQ(std::get<Parsed>(read).used, "MESSAGE\n\nhi\0"sv.size());
}

TEST(Frame, SkipsHeartBeats) {
  EXPECT_TRUE(std::holds_alternative<NeedMore>(parse_frame("\n\r\n\n")));
  EXPECT_EQ(whole("\n\n\nRECEIPT\n\n\0"sv).command, "RECEIPT");
}

TEST(Frame, TakesTheFirstOfRepeatedHeaders) { EXPECT_EQ(whole("M\na:1\na:2\n\n\0"sv).header("a"), "1"); }

TEST(Frame, ReadsWhatItWrites) {
  const Frame frame{"SEND", {{"a:b", "c\\d\ne\rf"}}, "body"};
  const Frame again = whole(encode(frame));
  EXPECT_EQ(again.command, "SEND");
  EXPECT_EQ(again.header("a:b"), "c\\d\ne\rf");
  EXPECT_EQ(again.body, "body");
}

TEST(Frame, EscapesNothingInConnect) {
  EXPECT_EQ(encode({"CONNECT", {{"passcode", "a:b\\c"}}, ""}), "CONNECT\npasscode:a:b\\c\n\n\0"s);
  EXPECT_EQ(whole("CONNECTED\nsession:a\\c\n\n\0"sv).header("session"), "a\\c");
}

TEST(Frame, KnowsWhatWouldBreakOutOfConnect) {
  EXPECT_TRUE(fits_connect("p:w\\ "));
  EXPECT_FALSE(fits_connect("a\nb"));
  EXPECT_FALSE(fits_connect("a\r"));
  EXPECT_FALSE(fits_connect("a\0"sv));
}

TEST(Frame, RefusesWhatIsNoFrame) {
  EXPECT_EQ(broken("MESSAGE\nno colon\n\n\0"sv), "a header line without ':'");
  EXPECT_EQ(broken("MESSAGE\na:\\t\n\n\0"sv), "a header with an unknown escape");
  EXPECT_EQ(broken("MESSAGE\na:\\\n\n\0"sv), "a header with an unknown escape");
  EXPECT_EQ(broken("MESSAGE\ncontent-length:x\n\n\0"sv), "a content-length that is not a number");
  EXPECT_EQ(broken("MESSAGE\ncontent-length:1\n\nabc\0"sv), "no NUL where content-length says the frame ends");
  EXPECT_EQ(broken(std::string(64 * 1024 + 1, 'M')), "a frame head larger than 64 KiB");
}

TEST(Frame, IsNotFooledByAContentLengthNearTheLargestNumber) {
  EXPECT_TRUE(std::holds_alternative<NeedMore>(parse_frame("MESSAGE\ncontent-length:18446744073709551615\n\nabc\0"sv)));
}

}  // namespace
}  // namespace cocotalk::remote
