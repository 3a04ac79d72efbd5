#include "transport-http/upload_gate.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

TEST(UploadGate, LetsSoManyInFromOnePlace) {
  UploadGate gate(2);
  EXPECT_TRUE(gate.enter("a"));
  EXPECT_TRUE(gate.enter("a"));
  EXPECT_FALSE(gate.enter("a"));
  EXPECT_TRUE(gate.enter("b")) << "others do not mind";
}

TEST(UploadGate, APlaceIsFreeAgainAfterLeaving) {
  UploadGate gate(1);
  EXPECT_TRUE(gate.enter("a"));
  gate.leave("a");
  EXPECT_TRUE(gate.enter("a"));
}

}  // namespace
}  // namespace cocotalk::http
