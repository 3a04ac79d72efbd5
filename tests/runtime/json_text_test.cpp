#include "core/runtime/json_text.hpp"

#include <gtest/gtest.h>

namespace cocotalk::runtime {
namespace {

TEST(JsonText, EscapesWhatJsonCannotHold) {
  EXPECT_EQ(json_text("plain ä"), "\"plain ä\"");
  EXPECT_EQ(json_text("\"\\\n\r\t"), "\"\\\"\\\\\\n\\r\\t\"");
  EXPECT_EQ(json_text(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\\u007f\"");
}

}  // namespace
}  // namespace cocotalk::runtime
