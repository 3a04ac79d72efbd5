#include "core/plugins/nearest.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cocotalk::plugins {
namespace {

const std::vector<std::string> keys = {"listen", "lanes", "trusted_proxies"};

TEST(Nearest, FindsAMissingADoubledAndAWrongLetter) {
  EXPECT_EQ(nearest("lisen", keys), "listen");
  EXPECT_EQ(nearest("listenn", keys), "listen");
  EXPECT_EQ(nearest("lanez", keys), "lanes");
  EXPECT_EQ(nearest("trusted-proxy", keys), "trusted_proxies");
}

TEST(Nearest, FindsNothingForAnotherWord) {
  EXPECT_EQ(nearest("timeout", keys), std::nullopt);
  EXPECT_EQ(nearest("", keys), std::nullopt);
  EXPECT_EQ(nearest("listen", {}), std::nullopt);
}

TEST(Nearest, NamesWhatIsKnownWhenNothingIsNear) {
  EXPECT_EQ(suggestion("lisen", keys), "did you mean 'listen'?");
  EXPECT_EQ(suggestion("timeout", keys), "known are listen, lanes, trusted_proxies");
  EXPECT_EQ(suggestion("timeout", {}), "there are none");
}

}  // namespace
}  // namespace cocotalk::plugins
