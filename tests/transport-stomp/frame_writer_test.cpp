#include <gtest/gtest.h>

#include "conversation.hpp"
#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {
namespace {

TEST(FrameWriter, WritesHeadersInTheirOrderAndCountsTheBody) {
  std::string out;
  FrameWriter(out, "MESSAGE", Version::v1_2).header("b", "1").header("a", 18446744073709551615u).body("ü");
  EXPECT_EQ(text_of(out), "MESSAGE\nb:1\na:18446744073709551615\ncontent-length:2\n\nü^");
}

TEST(FrameWriter, EscapesValuesButNotInConnected) {
  std::string out;
  FrameWriter(out, "RECEIPT", Version::v1_2).header("receipt-id", "a:b\\c\r\n").end();
  EXPECT_EQ(text_of(out), "RECEIPT\nreceipt-id:a\\cb\\\\c\\r\\n\n\n^");
  out.clear();
  FrameWriter(out, "CONNECTED", Version::v1_2).header("session", "a:b").end();
  EXPECT_EQ(text_of(out), "CONNECTED\nsession:a:b\n\n^");
}

TEST(FrameWriter, WritesWhatTheReaderReads) {
  std::string every_byte = "ü한😀";
  for (int c = 1; c < 128; ++c) every_byte += static_cast<char>(c);
  std::string out;
  FrameWriter(out, "SEND", Version::v1_2).header("all", every_byte).body(std::string(3, '\0'));
  FrameReader reader({4096, 8, 1024});
  reader.speak(Version::v1_2);
  reader.feed(out);
  const Outcome outcome = reader.next();
  ASSERT_TRUE(std::holds_alternative<Frame>(outcome));
  EXPECT_EQ(std::get<Frame>(outcome).header("all"), every_byte);
  EXPECT_EQ(std::get<Frame>(outcome).body, std::string(3, '\0'));
}

}  // namespace
}  // namespace cocotalk::stomp
