#include "net/origins.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(Origins, LetPagesOfTheSameHostAndPortPass) {
  const Origins origins({});
  EXPECT_TRUE(origins.allows("https://talk.example", "http", "talk.example", false));
  EXPECT_TRUE(origins.allows("https://Talk.example", "http", "talk.Example:443", false));
  EXPECT_TRUE(origins.allows("http://talk.example:8080", "http", "talk.example:8080", false));
  EXPECT_TRUE(origins.allows("http://[2001:db8::1]:80", "http", "[2001:db8::1]", false));
  EXPECT_FALSE(origins.allows("https://talk.example", "http", "talk.example:80", false));
  EXPECT_FALSE(origins.allows("https://evil.example", "http", "talk.example", false));
  EXPECT_FALSE(origins.allows("https://talk.example.evil.example", "http", "talk.example", false));
  EXPECT_FALSE(origins.allows("https://talk.example@evil.example", "http", "talk.example", false));
}

TEST(Origins, LetOnlyPagesThatCameByTlsPassWhereTlsIsUsed) {
  const Origins origins({});
  EXPECT_TRUE(origins.allows("https://talk.example", "https", "talk.example", false));
  EXPECT_TRUE(origins.allows("https://talk.example:8443", "https", "talk.example:8443", false));
  EXPECT_FALSE(origins.allows("http://talk.example", "https", "talk.example", false));
  EXPECT_FALSE(origins.allows("http://talk.example:8443", "https", "talk.example:8443", false));
  EXPECT_TRUE(origins.allows("http://localhost:5173", "https", "127.0.0.1:8443", true)) << "a developer's own page";
}

TEST(Origins, LetLoopbackPagesPassOnLoopbackListenersOnly) {
  const Origins origins({});
  for (const char* origin : {"http://localhost:5173", "http://127.0.0.1", "https://[::1]:3000", "http://app.localhost"}) {
    EXPECT_TRUE(origins.allows(origin, "http", "127.0.0.1:8080", true)) << origin;
    EXPECT_FALSE(origins.allows(origin, "http", "talk.example", false)) << origin;
  }
  EXPECT_FALSE(origins.allows("http://localhost.evil.example", "http", "127.0.0.1:8080", true));
  EXPECT_FALSE(origins.allows("http://127.0.0.1.evil.example", "http", "127.0.0.1:8080", true));
}

TEST(Origins, LetListedOnesPassAndAllWithAStar) {
  const Origins listed({"https://chat.example.com"});
  EXPECT_TRUE(listed.allows("https://chat.example.com", "http", "talk.example", false));
  EXPECT_FALSE(listed.allows("http://chat.example.com", "http", "talk.example", false));
  EXPECT_FALSE(listed.allows("null", "http", "talk.example", false));
  EXPECT_TRUE(Origins({"*"}).allows("null", "http", "talk.example", false));
}

TEST(Origins, RefuseASettingThatIsNoOrigin) {
  for (const char* wrong : {"chat.example.com", "https://", "https://chat.example.com/", "null", ""})
    EXPECT_THROW(Origins({wrong}), coco::Error) << wrong;
}

}  // namespace
}  // namespace cocotalk::net
