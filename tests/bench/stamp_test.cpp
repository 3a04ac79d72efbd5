#include "load/stamp.hpp"

#include "load/letter.hpp"

#include <gtest/gtest.h>

namespace cocotalk::load {
namespace {

std::string text_of(const Stamp& stamp) {
  std::string text(stamp_size, ' ');
  write_stamp(text.data(), stamp, 0);
  return text;
}

TEST(LoadStamp, IsFoundWhateverStandsAroundIt) {
  const std::string stamp = text_of({0x0123456789abcdef, 0xfedcba98});
  for (const std::string& text : {stamp, "a" + stamp, "~~" + stamp + "~", "{\"body\":\"~ " + stamp + "\"}"}) {
    const auto found = find_stamp(text);
    ASSERT_TRUE(found) << text;
    EXPECT_EQ(found->at_ns, 0x0123456789abcdefu);
    EXPECT_EQ(found->connection, 0xfedcba98u);
  }
}

TEST(LoadStamp, IsNotFoundWhenACharacterIsMissing) {
  const std::string stamp = text_of({1, 2});
  EXPECT_FALSE(find_stamp(std::string_view(stamp).substr(0, stamp_size - 1)));
  EXPECT_FALSE(find_stamp(std::string_view(stamp).substr(1)));
  EXPECT_FALSE(find_stamp(""));
}

TEST(LoadStamp, LooksTheSameUnderTheMask) {
  const Letter letter(Opcode::text, "to:" + blank_stamp() + " id:" + blank_stamp());
  std::string out = "before";
  letter.append_to(out, {77, 5});
  const auto frame = read_frame(std::string_view(out).substr(6));
  ASSERT_TRUE(frame);
  EXPECT_EQ(unmasked(*frame), "to:" + text_of({77, 5}) + " id:" + text_of({77, 5}));
}

}  // namespace
}  // namespace cocotalk::load
