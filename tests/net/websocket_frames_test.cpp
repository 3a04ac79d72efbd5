#include "net/websocket_frames.hpp"

#include "net/utf8.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

TEST(WebSocketFrames, WritesTheShortestHeader) {
  EXPECT_EQ(FrameHeader(FrameKind::text, 0).bytes(), std::string_view("\x81\x00", 2));
  EXPECT_EQ(FrameHeader(FrameKind::binary, 125).bytes(), std::string_view("\x82\x7D", 2));
  EXPECT_EQ(FrameHeader(FrameKind::ping, 126).bytes(), std::string_view("\x89\x7E\x00\x7E", 4));
  EXPECT_EQ(FrameHeader(FrameKind::text, 65535).bytes(), std::string_view("\x81\x7E\xFF\xFF", 4));
  EXPECT_EQ(FrameHeader(FrameKind::text, 65536).bytes(), std::string_view("\x81\x7F\0\0\0\0\0\x01\0\0", 10));
}

TEST(WebSocketFrames, ReadsBackTheSizeOfWhatItWrote) {
  for (const std::uint64_t n : {0u, 1u, 125u, 126u, 65535u, 65536u, 1u << 30}) {
    const FrameHeader header(FrameKind::text, n);
    EXPECT_EQ(frame_size(header.bytes()), header.bytes().size() + n);
  }
}

TEST(WebSocketFrames, CutsACloseReasonBetweenCharacters) {
  std::string reason;
  for (int i = 0; i < 50; ++i) reason += "\xEC\xBD\x94";
  const std::string payload = close_payload(4013, reason);
  EXPECT_EQ(payload.substr(0, 2), "\x0F\xAD");
  EXPECT_EQ(payload.size(), 2 + 123u);
  EXPECT_TRUE(is_utf8(payload.substr(2)));
  EXPECT_EQ(close_payload(4013, "x" + reason).size(), 2 + 121u);
}

TEST(WebSocketFrames, NeverSaysACodeThatIsOnlyForOneself) {
  EXPECT_EQ(close_payload(1005, "x"), "");
  EXPECT_EQ(close_payload(1006, "x"), "");
}

}  // namespace
}  // namespace cocotalk::net
