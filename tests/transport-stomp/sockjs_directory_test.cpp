#include "transport-stomp/sockjs_directory.hpp"

#include <gtest/gtest.h>

namespace cocotalk::stomp {
namespace {

TEST(SockjsDirectory, KeepsASessionOnTheLaneThatClaimedItFirst) {
  SockjsDirectory directory(10, 10);
  EXPECT_FALSE(directory.find("key"));
  const auto first = directory.claim("key", "192.0.2", 1), second = directory.claim("key", "192.0.2", 0);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->is_new);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(second->place.lane, 1u);
  EXPECT_EQ(second->place.session, first->place.session);
  ASSERT_TRUE(directory.find("key"));
  directory.release(first->place.session);
  EXPECT_FALSE(directory.find("key"));
  directory.release(first->place.session);
  const auto again = directory.claim("key", "192.0.2", 0);
  ASSERT_TRUE(again);
  EXPECT_NE(again->place.session, first->place.session);
}

TEST(SockjsDirectory, HasRoomForSoManySessionsAndNoMore) {
  SockjsDirectory directory(2, 10);
  const auto first = directory.claim("a", "192.0.2", 0);
  EXPECT_TRUE(directory.claim("b", "192.0.2", 0));
  EXPECT_FALSE(directory.claim("c", "192.0.2", 0));
  EXPECT_TRUE(directory.claim("b", "192.0.2", 0)) << "it is there already";
  directory.release(first->place.session);
  EXPECT_TRUE(directory.claim("c", "192.0.2", 0));
}

TEST(SockjsDirectory, HasRoomForSoManyOfANetworkAndNoMore) {
  SockjsDirectory directory(10, 1);
  const auto first = directory.claim("a", "192.0.2", 0);
  ASSERT_TRUE(first);
  EXPECT_FALSE(directory.claim("b", "192.0.2", 0));
  EXPECT_TRUE(directory.claim("c", "192.0.3", 0));
  directory.release(first->place.session);
  EXPECT_TRUE(directory.claim("b", "192.0.2", 0));
  for (const char* local : {"d", "e"}) EXPECT_TRUE(directory.claim(local, network_of("127.0.0.1"), 0)) << "loopback is exempt";
  for (const char* local : {"f", "g"}) EXPECT_TRUE(directory.claim(local, network_of("::1"), 0));
}

TEST(SockjsDirectory, NamesNetworks) {
  EXPECT_EQ(network_of("192.0.2.1"), network_of("192.0.2.250"));
  EXPECT_NE(network_of("192.0.2.1"), network_of("192.0.3.1"));
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_NE(network_of("::1"), network_of("::2"));
}

}  // namespace
}  // namespace cocotalk::stomp
