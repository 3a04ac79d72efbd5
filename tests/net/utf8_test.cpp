#include "net/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::net {
namespace {

// The reference: decodes whole texts the slow way.
bool is_utf8_slowly(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t n = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (n == 0 || i + n > text.size()) return false;
    std::uint32_t point = n == 1 ? lead : lead & (0x7Fu >> n);
    for (std::size_t k = 1; k < n; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if (next >> 6 != 2) return false;
      point = point << 6 | (next & 0x3F);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[n] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += n;
  }
  return true;
}

TEST(Utf8, JudgesEveryBeginningOfACharacterLikeTheDefinition) {
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b)
      for (const char* rest : {"", "\x80", "\xBF\xBF", "\x80\x80", "A"}) {
        const std::string text = std::string{static_cast<char>(a), static_cast<char>(b)} + rest;
        ASSERT_EQ(is_utf8(text), is_utf8_slowly(text)) << std::hex << a << " " << b << " " << rest;
      }
}

TEST(Utf8, MayBeCutInsideACharacter) {
  const std::string text = "a\xC3\xA9\xEC\xBD\x94\xF0\x9F\xA5\xA5 plain text of more than eight bytes \xEC\xBD\x94";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Check check;
    EXPECT_TRUE(check.feed(std::string_view(text).substr(0, cut)));
    EXPECT_EQ(check.is_complete(), is_utf8_slowly(text.substr(0, cut)));
    EXPECT_TRUE(check.feed(std::string_view(text).substr(cut)));
    EXPECT_TRUE(check.is_complete());
  }
}

TEST(Utf8, FailsAtTheFirstByteThatCannotBeRight) {
  Utf8Check check;
  EXPECT_TRUE(check.feed("\xED"));
  EXPECT_FALSE(check.feed("\xA0"));  // would be a surrogate
}

}  // namespace
}  // namespace cocotalk::net
