#include "net/tls_failures.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(TlsFailures, AreAllCountedAndNowAndThenOneIsSaid) {
  cocotalk::testing::FakeHost host;
  TlsFailures failures(host.host());
  failures.tell("192.0.2.1", "no shared cipher", 1'000);
  failures.tell("192.0.2.2", "unsupported protocol", 1'000 + TlsFailures::quiet_ms - 1);
  EXPECT_EQ(host.log(), std::vector<std::string>{"a TLS handshake with 192.0.2.1 failed: no shared cipher"});
  failures.tell("2001:db8::3", "it took too long", 1'000 + TlsFailures::quiet_ms);
  ASSERT_EQ(host.log().size(), 2u);
  EXPECT_EQ(host.log().back(),
            "a TLS handshake with 2001:db8::3 failed: it took too long; 1 others failed before and were not logged");
  EXPECT_EQ(host.metric("tls_failed{}"), 3);
}

}  // namespace
}  // namespace cocotalk::net
