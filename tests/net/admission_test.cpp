#include "net/admission.hpp"

#include <cocotalk/testing/test_settings.hpp>

#include <gtest/gtest.h>

extern "C" const coco_plugin coco_plugin_abi1;

namespace cocotalk::net {
namespace {

using Poco::Net::IPAddress;
using Answer = Admission::Answer;

Limits limits_of(const cocotalk::testing::SettingTexts& texts) {
  const cocotalk::testing::TestSettings settings(coco_plugin_abi1, texts);
  return Limits(coco::Settings(settings.data(), settings.size()));
}

class AdmissionTest : public ::testing::Test {
 protected:
  const Limits limits_ = limits_of({{"connections", "5"}, {"connections_per_address", "3"}, {"new_per_second", "4"}});
  const TrustedProxies nobody_{{}};
  Admission admission_{limits_, nobody_};
  const IPAddress stranger_{"203.0.113.9"}, other_{"203.0.113.10"}, loopback_{"127.0.0.1"};
};

TEST_F(AdmissionTest, LimitsTheConnectionsOfAnAddressUntilOneLeaves) {
  Place a, b, c, d;
  EXPECT_EQ(admission_.admit_peer(stranger_, 0, a), Answer::admitted);
  EXPECT_EQ(admission_.admit_peer(stranger_, 0, b), Answer::admitted);
  EXPECT_EQ(admission_.admit_peer(stranger_, 0, c), Answer::admitted);
  EXPECT_EQ(admission_.admit_peer(stranger_, 5'000, d), Answer::address_is_full);
  a = Place();
  EXPECT_EQ(admission_.admit_peer(stranger_, 5'000, d), Answer::admitted);
}

TEST_F(AdmissionTest, LimitsHowFastAnAddressComes) {
  for (int i = 0; i < 4; ++i) {
    Place place;
    EXPECT_EQ(admission_.admit_peer(stranger_, 1'999, place), Answer::admitted);
  }
  Place place;
  EXPECT_EQ(admission_.admit_peer(stranger_, 1'999, place), Answer::too_fast);
  EXPECT_EQ(admission_.admit_peer(other_, 1'999, place), Answer::admitted);
  EXPECT_EQ(admission_.admit_peer(stranger_, 2'000, place), Answer::admitted);
}

TEST_F(AdmissionTest, LimitsTheWholeHostLoopbackIncluded) {
  std::vector<Place> places(5);
  for (Place& place : places)
    EXPECT_EQ(admission_.admit_peer(loopback_, 0, place), Answer::admitted) << "exempt from limits per address";
  Place one_more;
  EXPECT_EQ(admission_.admit_peer(other_, 0, one_more), Answer::host_is_full);
  EXPECT_EQ(admission_.connections(), 5u);
  places.clear();
  EXPECT_EQ(admission_.connections(), 0u);
}

TEST_F(AdmissionTest, CountsLoopbackTooOnceProxiesAreTrustedButNotTheProxies) {
  const TrustedProxies proxies({"10.0.0.1"});
  const Limits wide = limits_of({{"connections_per_address", "1"}});
  Admission admission(wide, proxies);
  Place a, b, c, d;
  EXPECT_EQ(admission.admit_peer(loopback_, 0, a), Answer::admitted);
  EXPECT_EQ(admission.admit_peer(loopback_, 0, b), Answer::address_is_full);
  EXPECT_EQ(admission.admit_peer(IPAddress("10.0.0.1"), 0, b), Answer::admitted);
  EXPECT_EQ(admission.admit_peer(IPAddress("10.0.0.1"), 0, c), Answer::admitted);
  EXPECT_EQ(admission.admit_client(stranger_, 0, d), Answer::admitted);
  Place e;
  EXPECT_EQ(admission.admit_client(stranger_, 0, e), Answer::address_is_full);
}

TEST_F(AdmissionTest, CountsAnIpv6NetworkAsOne) {
  std::vector<Place> places(3);
  for (std::size_t i = 0; i < places.size(); ++i)
    EXPECT_EQ(admission_.admit_peer(IPAddress("2001:db8::" + std::to_string(i + 1)), 0, places[i]), Answer::admitted);
  Place place;
  EXPECT_EQ(admission_.admit_peer(IPAddress("2001:db8::ffff:1"), 0, place), Answer::address_is_full);
  EXPECT_EQ(admission_.admit_peer(IPAddress("2001:db8:0:1::1"), 0, place), Answer::admitted);
}

}  // namespace
}  // namespace cocotalk::net
