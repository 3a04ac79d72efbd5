#include "net/origins.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(Origins, LetPagesOfTheSameHostAndPortPass) {
  const Origins origins({});
  EXPECT_TRUE(origins.allows("https://talk.example", "talk.example", false));
  EXPECT_TRUE(origins.allows("https://Talk.example", "talk.Example:443", false));
  EXPECT_TRUE(origins.allows("http://talk.example:8080", "talk.example:8080", false));
  EXPECT_TRUE(origins.allows("http://[2001:db8::1]:80", "[2001:db8::1]", false));
  EXPECT_FALSE(origins.allows("https://talk.example", "talk.example:80", false));
  EXPECT_FALSE(origins.allows("https://evil.example", "talk.example", false));
  EXPECT_FALSE(origins.allows("https://talk.example.evil.example", "talk.example", false));
  EXPECT_FALSE(origins.allows("https://talk.example@evil.example", "talk.example", false));
}

TEST(Origins, LetLoopbackPagesPassOnLoopbackListenersOnly) {
  const Origins origins({});
  for (const char* origin : {"http://localhost:5173", "http://127.0.0.1", "https://[::1]:3000", "http://app.localhost"}) {
    EXPECT_TRUE(origins.allows(origin, "127.0.0.1:8080", true)) << origin;
    EXPECT_FALSE(origins.allows(origin, "talk.example", false)) << origin;
  }
  EXPECT_FALSE(origins.allows("http://localhost.evil.example", "127.0.0.1:8080", true));
  EXPECT_FALSE(origins.allows("http://127.0.0.1.evil.example", "127.0.0.1:8080", true));
}

TEST(Origins, LetListedOnesPassAndAllWithAStar) {
  const Origins listed({"https://chat.example.com"});
  EXPECT_TRUE(listed.allows("https://chat.example.com", "talk.example", false));
  EXPECT_FALSE(listed.allows("http://chat.example.com", "talk.example", false));
  EXPECT_FALSE(listed.allows("null", "talk.example", false));
  EXPECT_TRUE(Origins({"*"}).allows("null", "talk.example", false));
}

TEST(Origins, RefuseASettingThatIsNoOrigin) {
  for (const char* wrong : {"chat.example.com", "https://", "https://chat.example.com/", "null", ""})
    EXPECT_THROW(Origins({wrong}), coco::Error) << wrong;
}

}  // namespace
}  // namespace cocotalk::net
