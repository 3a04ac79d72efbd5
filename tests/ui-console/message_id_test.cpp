#include "ui-console/message_id.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

// The example of RFC 9562, A.6.
TEST(MessageId, IsAUuidOfVersion7) {
  EXPECT_EQ(uuid7(0x017F22E279B0, {0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F}),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(MessageId, SortsByTime) { EXPECT_LT(uuid7(1'700'000'000'000, {0xFF, 0xFF}), uuid7(1'700'000'000'001, {})); }

}  // namespace
}  // namespace cocotalk::console
