#include "transport-http/service.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

TEST(Place, IsTheServiceOfTheFirstSegmentAndThePathWithoutIt) {
  EXPECT_EQ(Place("/auth/signin").service, Service::auth);
  EXPECT_EQ(Place("/auth/signin").path, "/signin");
  EXPECT_EQ(Place("/user/cid/bob").service, Service::user);
  EXPECT_EQ(Place("/chat/rooms/x").path, "/rooms/x");
  EXPECT_EQ(Place("/presence/stomp/connect").service, Service::presence);
  EXPECT_EQ(Place("/push/device").service, Service::push);
  EXPECT_EQ(Place("/auth").service, Service::auth);
  EXPECT_EQ(Place("/auth").path, "/");
}

TEST(Place, OutsideTheServicesIsNobodys) {
  for (const char* path : {"/", "/authority", "/files/auth/x", "/health", "/AUTH/signin"}) {
    EXPECT_EQ(Place(path).service, Service::none) << path;
    EXPECT_EQ(Place(path).path, path);
  }
}

}  // namespace
}  // namespace cocotalk::http
