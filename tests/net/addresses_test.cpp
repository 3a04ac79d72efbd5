#include "net/addresses.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

using Poco::Net::IPAddress;

TEST(Addresses, CountIpv6ByTheirNetworkAndMappedIpv4AsIpv4) {
  EXPECT_EQ(key_of(IPAddress("2001:db8:1:2::1")), key_of(IPAddress("2001:db8:1:2:ffff::9")));
  EXPECT_NE(key_of(IPAddress("2001:db8:1:2::1")), key_of(IPAddress("2001:db8:1:3::1")));
  EXPECT_EQ(key_of(IPAddress("::ffff:10.1.2.3")), key_of(IPAddress("10.1.2.3")));
  EXPECT_NE(key_of(IPAddress("10.1.2.3")), key_of(IPAddress("10.1.2.4")));
}

TEST(Addresses, KnowLoopbackInAllItsForms) {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(IPAddress(address))) << address;
  for (const char* address : {"128.0.0.1", "10.0.0.1", "::2", "::ffff:10.0.0.1"})
    EXPECT_FALSE(is_loopback(IPAddress(address))) << address;
}

TEST(Addresses, ReadWhatAnOperatorWrites) {
  EXPECT_EQ(to_text(parse_listen_address("127.0.0.1:8080", "x")), "127.0.0.1:8080");
  EXPECT_EQ(to_text(parse_listen_address("[::1]:0", "x")), "[::1]:0");
  EXPECT_EQ(to_text(parse_listen_address("tls:[::]:8443", "x")), "tls:[::]:8443");
  EXPECT_EQ(parse_listen_address("0.0.0.0:65535", "x").socket.port(), 65535);
  for (const char* wrong :
       {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80",
        "[127.0.0.1]:80", "999.1.1.1:80", "http://127.0.0.1:80", "tls:", "tls:8443", "tls:tls:[::1]:1", "TLS:[::1]:1"})
    EXPECT_THROW(parse_listen_address(wrong, "x"), coco::Error) << wrong;
}

TEST(Addresses, SayWhatIsWrongWithAListenAddress) {
  try {
    parse_listen_address("8080", "setting 'listen'");
    FAIL();
  } catch (const coco::Error& e) {
    EXPECT_STREQ(
        e.what(),
        "setting 'listen': '8080' is no address to listen on; expected ADDRESS:PORT, as 127.0.0.1:8080 or tls:[::1]:8443");
  }
}

TEST(TrustedProxies, TrustAddressesAndNetworks) {
  const TrustedProxies proxies({"10.0.0.0/8", "192.168.1.7", "fd00::/8"});
  for (const char* trusted : {"10.255.0.1", "192.168.1.7", "fd12::1", "::ffff:10.0.0.1"})
    EXPECT_TRUE(proxies.trusts(IPAddress(trusted))) << trusted;
  for (const char* other : {"11.0.0.1", "192.168.1.8", "fe80::1"}) EXPECT_FALSE(proxies.trusts(IPAddress(other))) << other;
  for (const char* wrong : {"proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::1/129"})
    EXPECT_THROW(TrustedProxies({wrong}), coco::Error) << wrong;
}

TEST(Addresses, AreReadInTheirUsualFormOnly) {
  for (const char* text : {"203.0.113.9", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::"})
    EXPECT_EQ(parse_address(text)->toString(), text);
  EXPECT_EQ(parse_address("::ffff:10.1.2.3")->toString(), "10.1.2.3");
  for (const char* wrong : {"", " ", "1", "127.1", "0x7f.0.0.1", "010.0.0.1 ", "1.2.3.4.5", "256.1.1.1", "[::1]", "::1%lo",
                            "fe80::1%1", "unknown", "localhost", "1.2.3.4:80", "0000:0000:0000:0000:0000:ffff:192.168.100.1000"})
    EXPECT_FALSE(parse_address(wrong)) << wrong;
  EXPECT_FALSE(parse_address(std::string_view("::1\0", 4)));
}

}  // namespace
}  // namespace cocotalk::net
