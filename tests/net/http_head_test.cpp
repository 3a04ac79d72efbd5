#include "net/http_head.hpp"

#include "net/http_parser.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

constexpr std::string_view request =
    "POST /a?b HTTP/1.1\r\nHost: Example:80\r\nX-Long-Name:  value \r\nContent-Length: 12\r\n\r\n";

TEST(HeadScanner, FindsTheEndWhereverTheBytesAreCut) {
  for (std::size_t cut = 0; cut < request.size(); ++cut) {
    HeadScanner scanner;
    EXPECT_TRUE(std::holds_alternative<HeadScanner::NeedMore>(scanner.scan(request.substr(0, cut), 8192, 64))) << cut;
    const std::string more = std::string(request) + "the body";
    EXPECT_EQ(std::get<std::size_t>(scanner.scan(more, 8192, 64)), request.size()) << cut;
  }
}

TEST(HeadScanner, LimitsBytesAndFieldsOnBothSidesOfTheEdge) {
  const auto status = [](std::size_t max_bytes, std::size_t max_fields) {
    HeadScanner scanner;
    const HeadScanner::Answer answer = scanner.scan(request, max_bytes, max_fields);
    return std::holds_alternative<Rejection>(answer) ? std::get<Rejection>(answer).status : 200;
  };
  EXPECT_EQ(status(request.size(), 3), 200);
  EXPECT_EQ(status(request.size() - 1, 3), 431);
  EXPECT_EQ(status(request.size(), 2), 431);
}

TEST(HeadScanner, RefusesBeforeTheEndHasCome) {
  HeadScanner scanner;
  EXPECT_TRUE(std::holds_alternative<Rejection>(scanner.scan("GET / HTTP/1.1\r\nbroken line\r\n", 8192, 64)));
}

TEST(RequestHead, SaysWhatTheHeaderSays) {
  HttpParser parser;
  RequestHead head;
  ASSERT_FALSE(parser.read_head(request, head));
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/a?b");
  EXPECT_EQ(head.host, "Example:80");
  EXPECT_EQ(head.field("x-long-name"), "value");
  EXPECT_EQ(head.field("missing"), std::nullopt);
  EXPECT_EQ(head.body, RequestHead::Body::sized);
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_TRUE(head.keeps_alive);
}

TEST(RequestHead, FindsElementsOfListsWhateverTheirCase) {
  HttpParser parser;
  RequestHead head;
  ASSERT_FALSE(
      parser.read_head("GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive ,  UPGRADE\r\nConnection: Close\r\n\r\n", head));
  EXPECT_TRUE(head.lists("connection", "upgrade"));
  EXPECT_TRUE(head.lists("connection", "keep-alive"));
  EXPECT_FALSE(head.lists("connection", "keep"));
  EXPECT_FALSE(head.keeps_alive);
}

}  // namespace
}  // namespace cocotalk::net
