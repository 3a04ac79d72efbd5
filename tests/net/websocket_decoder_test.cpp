#include "net/websocket_decoder.hpp"

#include "websocket_client.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

using testing::masked;
using Kind = WebSocketEvent::Kind;

// Everything a decoder finds in `bytes`, given in pieces of at most `piece` bytes: "text:hello", "close:1000:bye",
// "failure:1002".
std::vector<std::string> decode(std::string bytes, std::size_t piece = SIZE_MAX, std::uint64_t limit = 100'000) {
  WebSocketDecoder decoder(limit);
  std::vector<std::string> found;
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) {
    std::span<char> arrived(bytes.data() + at, std::min(piece, bytes.size() - at));
    while (true) {
      const WebSocketEvent event = decoder.next(arrived);
      const std::string payload(event.payload), code = std::to_string(event.code);
      switch (event.kind) {
        case Kind::need_more: break;
        case Kind::text: found.push_back("text:" + payload); break;
        case Kind::binary: found.push_back("binary:" + payload); break;
        case Kind::ping: found.push_back("ping:" + payload); break;
        case Kind::pong: found.push_back("pong:" + payload); break;
        case Kind::close: found.push_back("close:" + code + ":" + payload); return found;
        case Kind::failure: found.push_back("failure:" + code); return found;
      }
      if (event.kind == Kind::need_more) break;
    }
    EXPECT_TRUE(arrived.empty());
  }
  return found;
}

std::vector<std::string> failure(int code) { return {"failure:" + std::to_string(code)}; }

std::string close_frame(int code, std::string_view reason = {}) {
  return masked(0x88, std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + std::string(reason));
}

TEST(WebSocketDecoder, FindsTheSameWhereverTheBytesAreCut) {
  const std::string conversation = masked(0x81, "hello") + masked(0x01, "\xEC") + masked(0x89, "are you there") +
                                   masked(0x00, "\xBD\x94") + masked(0x8A, "") + masked(0x80, "!") +
                                   masked(0x82, std::string(200, '\xFF')) + masked(0x81, std::string(70'000, 'x')) +
                                   masked(0x81, "") + masked(0x02, "") + masked(0x80, "") + close_frame(4001, "bye");
  const std::vector<std::string> expected = {"text:hello",
                                             "ping:are you there",
                                             "pong:",
                                             "text:\xEC\xBD\x94!",
                                             "binary:" + std::string(200, '\xFF'),
                                             "text:" + std::string(70'000, 'x'),
                                             "text:",
                                             "binary:",
                                             "close:4001:bye"};
  EXPECT_EQ(decode(conversation), expected);
  for (const std::size_t piece : {1, 2, 3, 5, 7, 8, 64, 1000, 65536}) EXPECT_EQ(decode(conversation, piece), expected) << piece;
}

TEST(WebSocketDecoder, CutsAtEveryByteChangeNothing) {
  const std::string conversation =
      masked(0x01, "a\xC3") + masked(0x89, "p") + masked(0x80, "\xA9z") + masked(0x82, std::string(130, 'b'));
  const std::vector<std::string> expected = decode(conversation);
  for (std::size_t cut = 1; cut < conversation.size(); ++cut) {
    WebSocketDecoder decoder(1000);
    std::string first = conversation.substr(0, cut), second = conversation.substr(cut);
    std::vector<std::string> kinds;
    for (std::string* part : {&first, &second}) {
      std::span<char> bytes(*part);
      for (WebSocketEvent e = decoder.next(bytes); e.kind != Kind::need_more; e = decoder.next(bytes))
        kinds.push_back((e.kind == Kind::ping ? "ping:" : e.kind == Kind::text ? "text:" : "binary:") + std::string(e.payload));
    }
    EXPECT_EQ(kinds, expected) << "cut at " << cut;
  }
}

TEST(WebSocketDecoder, RefusesWhatTheRfcForbids) {
  const std::string unmasked("\x81\x02hi", 4);
  EXPECT_EQ(decode(unmasked), failure(1002));
  for (const int rsv : {0x40, 0x20, 0x10}) EXPECT_EQ(decode(masked(static_cast<std::uint8_t>(0x81 | rsv), "x")), failure(1002));
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    EXPECT_EQ(decode(masked(static_cast<std::uint8_t>(0x80 | opcode), "x")), failure(1002)) << opcode;
  for (const int control : {8, 9, 10}) {
    EXPECT_EQ(decode(masked(static_cast<std::uint8_t>(control), "")), failure(1002)) << "fragmented " << control;
    EXPECT_EQ(decode(masked(static_cast<std::uint8_t>(0x80 | control), std::string(126, 'x'))), failure(1002))
        << "long " << control;
  }
  EXPECT_EQ(decode(masked(0x89, std::string(125, 'x'))), std::vector<std::string>{"ping:" + std::string(125, 'x')});
  EXPECT_EQ(decode(masked(0x80, "nothing to continue")), failure(1002));
  EXPECT_EQ(decode(masked(0x01, "a") + masked(0x81, "b")), failure(1002));
  EXPECT_EQ(decode(std::string("\x81\xFE\x00\x7D", 4) + std::string(4, '\0') + std::string(125, 'x')), failure(1002));
  EXPECT_EQ(decode(std::string("\x81\xFF\0\0\0\0\0\0\xFF\xFF", 10) + std::string(4, '\0')), failure(1002));
  EXPECT_EQ(decode(std::string("\x81\xFF\x80\0\0\0\0\0\0\x01", 10) + std::string(4, '\0')), failure(1002));
}

TEST(WebSocketDecoder, RefusesAfterTwoBytesWhatTheyAlreadyShow) {
  EXPECT_EQ(decode(std::string("\xC1\x80", 2)), failure(1002));
  EXPECT_EQ(decode(std::string("\x81\x00", 2)), failure(1002));
}

TEST(WebSocketDecoder, ChecksTextsAndCloseReasonsForUtf8) {
  EXPECT_EQ(decode(masked(0x81, "\xC0\xAF")), failure(1007));
  EXPECT_EQ(decode(masked(0x81, "\xEC\xBD")), failure(1007));
  EXPECT_EQ(decode(masked(0x01, "\xEC") + masked(0x80, "\xBD")), failure(1007));
  EXPECT_EQ(decode(masked(0x01, "\xED\xA0")), failure(1007)) << "at once, not at the end";
  EXPECT_EQ(decode(masked(0x82, "\xC0\xAF")), std::vector<std::string>{"binary:\xC0\xAF"});
  EXPECT_EQ(decode(close_frame(1000, "\xFF")), failure(1007));
}

TEST(WebSocketDecoder, AcceptsOnlyCloseCodesAPeerMaySend) {
  EXPECT_EQ(decode(masked(0x88, "")), std::vector<std::string>{"close:1005:"});
  EXPECT_EQ(decode(masked(0x88, "\x03")), failure(1002));
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 4999})
    EXPECT_EQ(decode(close_frame(code)), std::vector<std::string>{"close:" + std::to_string(code) + ":"});
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    EXPECT_EQ(decode(close_frame(code)), failure(1002)) << code;
}

TEST(WebSocketDecoder, LimitsTheMessageNotTheFrame) {
  EXPECT_EQ(decode(masked(0x81, std::string(10, 'x')), SIZE_MAX, 10).front().size(), 15u);
  EXPECT_EQ(decode(masked(0x81, std::string(11, 'x')), SIZE_MAX, 10), failure(1009));
  EXPECT_EQ(decode(masked(0x01, std::string(6, 'x')) + masked(0x80, std::string(4, 'x')), SIZE_MAX, 10).front().size(), 15u);
  EXPECT_EQ(decode(masked(0x01, std::string(6, 'x')) + masked(0x80, std::string(5, 'x')), SIZE_MAX, 10), failure(1009));
  EXPECT_EQ(decode(masked(0x81, std::string(10, 'x')) + masked(0x81, std::string(10, 'y')), SIZE_MAX, 10).size(), 2u);
}

TEST(WebSocketDecoder, RefusesAClaimOverTheLimitBeforeItsBytesCome) {
  EXPECT_EQ(decode(std::string("\x82\xFF\x00\x00\x7F\xFF\xFF\xFF\xFF\xFF", 10) + std::string(4, 'm')), failure(1009));
}

}  // namespace
}  // namespace cocotalk::net
