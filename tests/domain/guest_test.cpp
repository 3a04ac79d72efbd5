#include "core/domain/guest.hpp"

#include <gtest/gtest.h>

namespace cocotalk::domain {
namespace {

TEST(Loopback, IsThisMachineAndNothingThatLooksLikeIt) {
  for (const char* const here : {"127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(here)) << here;
  for (const char* const elsewhere :
       {"", "128.0.0.1", "10.0.0.1", "203.0.113.5", "::", "::2", "fe80::1", "::ffff:10.0.0.1", "127.0.0.1.evil.example",
        "localhost", "127.0.0.1, 203.0.113.5", "127.1", " 127.0.0.1", "unknown"})
    EXPECT_FALSE(is_loopback(elsewhere)) << elsewhere;
}

}  // namespace
}  // namespace cocotalk::domain
