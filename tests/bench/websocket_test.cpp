#include "load/websocket.hpp"

#include <gtest/gtest.h>

namespace cocotalk::load {
namespace {

using namespace std::literals;

std::string client_frame(std::size_t payload_bytes) {
  std::string out;
  append_client_frame(out, Opcode::binary, std::string(payload_bytes, 'x'));
  return out;
}

TEST(LoadWebSocket, SaysTheLengthInItsShortestForm) {
  constexpr std::size_t mask = 4;
  for (const auto& [payload, header] : {std::pair{0u, 2u}, {125u, 2u}, {126u, 4u}, {65535u, 4u}, {65536u, 10u}})
    EXPECT_EQ(client_frame(payload).size(), header + mask + payload) << payload;
}

TEST(LoadWebSocket, ReadsWhatAClientWroteAndTakesItsMaskOff) {
  for (const std::size_t size : {0u, 1u, 125u, 126u, 65535u, 65536u}) {
    const std::string bytes = client_frame(size) + "next";
    const auto frame = read_frame(bytes);
    ASSERT_TRUE(frame) << size;
    EXPECT_EQ(frame->opcode, Opcode::binary);
    EXPECT_TRUE(frame->is_last);
    EXPECT_EQ(frame->used, bytes.size() - 4);
    EXPECT_EQ(frame->mask.size(), 4u);
    EXPECT_EQ(unmasked(*frame), std::string(size, 'x'));
  }
}

TEST(LoadWebSocket, TakesOffAnyMask) {
  // RFC 6455, 5.7: a masked text message that says "Hello".
  const auto frame = read_frame("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"sv);
  ASSERT_TRUE(frame);
  EXPECT_EQ(unmasked(*frame), "Hello");
}

TEST(LoadWebSocket, ReadsAServersFrameWithoutMask) {
  std::string bytes;
  append_server_frame(bytes, Opcode::text, "hello");
  EXPECT_EQ(bytes, "\x81\x05hello");
  const auto frame = read_frame(bytes);
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->mask.empty());
  EXPECT_EQ(frame->payload, "hello");
}

TEST(LoadWebSocket, KnowsAFirstFragmentFromALastFrame) {
  const auto first = read_frame("\x01\x02hi"sv), rest = read_frame("\x80\x02hi"sv);
  ASSERT_TRUE(first && rest);
  EXPECT_FALSE(first->is_last);
  EXPECT_EQ(rest->opcode, Opcode::continuation);
  EXPECT_TRUE(rest->is_last);
}

TEST(LoadWebSocket, WaitsForTheRestOfACutFrame) {
  for (const std::size_t size : {5u, 300u, 65536u}) {
    const std::string whole = client_frame(size);
    for (std::size_t n = 0; n < std::min<std::size_t>(whole.size(), 400); ++n)
      EXPECT_FALSE(read_frame(std::string_view(whole).substr(0, n))) << size << " cut at " << n;
    EXPECT_FALSE(read_frame(std::string_view(whole).substr(0, whole.size() - 1)));
  }
}

TEST(LoadWebSocket, AsksForASubprotocolOnlyIfThereIsOne) {
  EXPECT_NE(upgrade_request(80, "/ws", "mqtt").find("Sec-WebSocket-Protocol: mqtt\r\n"), std::string::npos);
  EXPECT_EQ(upgrade_request(80, "/ws", "").find("Protocol"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::load
