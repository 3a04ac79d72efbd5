#include "core/host/top/full_screen.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host::top {
namespace {

TEST(FullScreen, WithoutColoursNoneIsWritten) {
  const std::vector<Line> lines{{{"a", Style::good}, {"b", Style::alarm}, {"c", Style::spark}, {"d", Style::warning}}, {}};
  EXPECT_NE(painted(lines, Look::colours).find("\x1b[0;32ma"), std::string::npos);
  const std::string plain = painted(lines, Look::plain);
  EXPECT_EQ(plain.find("\x1b[0;3"), std::string::npos) << "3x and 4x are colours";
  EXPECT_EQ(plain.find(";4"), std::string::npos);
  EXPECT_NE(plain.find("\x1b[0;1;7mb"), std::string::npos) << "what matters is seen all the same";
}

TEST(FullScreen, AnEscapeSequenceIsOneKey) {
  EXPECT_EQ(keys_of("q\x1b[Bc\x1bOA\x1b"), (std::vector<std::string>{"q", "\x1b[B", "c", "\x1bOA", "\x1b"}));
  EXPECT_EQ(keys_of("\x1b[1;5A"), (std::vector<std::string>{"\x1b[1;5A"}));
  EXPECT_EQ(keys_of("\x1b["), (std::vector<std::string>{"\x1b", "["}));
  EXPECT_TRUE(keys_of("").empty());
}

}  // namespace
}  // namespace cocotalk::host::top
