#include "transport-stomp/transactions.hpp"

#include <gtest/gtest.h>

namespace cocotalk::stomp {
namespace {

using namespace std::string_literals;

Frame send(std::string_view body) {
  static constexpr Header headers[] = {{"destination", "/room/a"}, {"transaction", "t"}, {"x:y", "\r\n"}};
  return {"SEND", headers, body};
}

TEST(Transactions, GiveTheirFramesBackAsTheyCame) {
  Transactions open({2, 4096});
  open.begin("t");
  ASSERT_TRUE(open.add("t", send("one")));
  ASSERT_TRUE(open.add("t", send("t\0o"s)));
  FrameReader reader({4096, 8, 256});
  reader.speak(Version::v1_2);
  reader.feed(open.take("t"));
  for (const std::string& body : {"one"s, "t\0o"s}) {
    const Outcome outcome = reader.next();
    ASSERT_TRUE(std::holds_alternative<Frame>(outcome));
    EXPECT_EQ(std::get<Frame>(outcome).command, "SEND");
    EXPECT_EQ(std::get<Frame>(outcome).header("x:y"), "\r\n");
    EXPECT_EQ(std::get<Frame>(outcome).body, body);
  }
  EXPECT_TRUE(std::holds_alternative<NeedMore>(reader.next()));
  EXPECT_FALSE(open.has("t"));
}

TEST(Transactions, AreAsManyAsTheLimitAndNotOneMore) {
  Transactions open({2, 4096});
  open.begin("a");
  EXPECT_FALSE(open.is_full());
  open.begin("b");
  EXPECT_TRUE(open.is_full());
  open.take("a");
  EXPECT_FALSE(open.is_full());
}

TEST(Transactions, HoldTogetherAsManyBytesAsTheLimitAndNotOneMore) {
  for (const std::size_t missing : {0u, 1u}) {
    Transactions open({2, 512 - missing});  // a small frame counts for 256
    open.begin("a");
    open.begin("b");
    EXPECT_TRUE(open.add("a", send("x")));
    EXPECT_EQ(open.add("b", send("y")), missing == 0);
    open.take("a");
    EXPECT_TRUE(open.add("b", send("z"))) << "what is done makes room";
    open.forget_all();
    open.begin("a");
    EXPECT_TRUE(open.add("a", send("x")));
  }
}

}  // namespace
}  // namespace cocotalk::stomp
