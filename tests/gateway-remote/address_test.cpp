#include "gateway-remote/address.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::remote {
namespace {

std::string complaint_about(std::string_view url) {
  try {
    parse_url(url);
    return "none";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_INVALID);
    return e.what();
  }
}

TEST(Address, TakesHttpAndWebSocketUrls) {
  EXPECT_EQ(parse_url("http://chat.example:8080").authority(), "chat.example:8080");
  EXPECT_EQ(parse_url("ws://127.0.0.1:9").authority(), "127.0.0.1:9");
}

TEST(Address, KnowsThePortOfHttp) { EXPECT_EQ(parse_url("http://chat.example/").port, "80"); }

TEST(Address, HttpsAndWssAreSecureAtTheirOwnPort) {
  for (const char* url : {"https://chat.example/", "wss://chat.example"}) {
    EXPECT_TRUE(parse_url(url).is_secure) << url;
    EXPECT_EQ(parse_url(url).port, "443") << url;
  }
  EXPECT_FALSE(parse_url("http://chat.example:443").is_secure);
}

TEST(Address, KeepsThePathOfAProxyWithoutItsLastSlash) {
  EXPECT_EQ(parse_url("http://h:1/").base, "");
  EXPECT_EQ(parse_url("http://h:1/chat/").base, "/chat");
}

TEST(Address, TakesIPv6InBrackets) {
  const Address address = parse_url("http://[::1]:8080");
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.port, "8080");
  EXPECT_EQ(address.authority(), "[::1]:8080");
  EXPECT_EQ(parse_url("http://[::1]").port, "80");
}

TEST(Address, SaysWhyAUrlIsRefused) {
  EXPECT_EQ(complaint_about("h:8080"), "setting 'url': 'h:8080' does not begin with http:// or https://");
  EXPECT_EQ(complaint_about("http://:80"), "setting 'url': 'http://:80' names no host");
  EXPECT_EQ(complaint_about("http://h:0"), "setting 'url': 'http://h:0' has a port that is not a number from 1 to 65535");
  for (const char* bad : {"http://h:65536", "http://h:", "http://h:8x", "http://[::1", "http://a b:1", "http://h:1/\r\nX:y",
                          "http://me:pw@h:1", "http://h:1/?a", ""})
    EXPECT_NE(complaint_about(bad), "none") << bad;
}

}  // namespace
}  // namespace cocotalk::remote
