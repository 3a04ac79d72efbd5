#include "net/http_parser.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net {
namespace {

// A chunked body, given in pieces; "…" of bytes found, then "|end" or "|wrong".
std::string decode(std::string_view chunks, std::size_t piece = SIZE_MAX) {
  HttpParser parser;
  RequestHead head;
  EXPECT_FALSE(parser.read_head("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", head));
  std::string body, waiting;
  while (!chunks.empty()) {
    waiting.append(chunks.substr(0, piece));
    chunks.remove_prefix(std::min(piece, chunks.size()));
    while (!waiting.empty()) {
      const HttpParser::Piece found = parser.read_chunked(waiting);
      if (found.wrong) return body + "|wrong";
      body += found.body;
      waiting.erase(0, found.used);
      if (found.is_last) return body + "|end" + waiting + std::string(chunks);
      if (found.used == 0) break;
    }
  }
  return body;
}

TEST(HttpParser, JoinsChunksHoweverTheyAreCut) {
  const std::string chunks = "5\r\nhello\r\n1;ext=\"v\"\r\n \r\nA\r\nworld, all\r\n0\r\nTrailer: a\r\n\r\nNEXT";
  for (std::size_t piece = 1; piece <= chunks.size(); ++piece)
    EXPECT_EQ(decode(chunks, piece), "hello world, all|endNEXT") << piece;
}

// Without a chunk before it the last one has no line end of its own: Beast asserts that it sees five bytes at once.
TEST(HttpParser, SeesAnEmptyBodyHoweverItIsCut) {
  const std::string chunks = "0\r\n\r\nNEXT";
  for (std::size_t piece = 1; piece <= chunks.size(); ++piece) EXPECT_EQ(decode(chunks, piece), "|endNEXT") << piece;
}

TEST(HttpParser, PassesAChunkOnWhileItComes) { EXPECT_EQ(decode("FF\r\nabc"), "abc"); }

TEST(HttpParser, CapsALineOfTheChunkingAt8KiB) {
  EXPECT_EQ(decode("1;" + std::string(8000, 'x') + "\r\na\r\n0\r\n\r\n"), "a|end");
  EXPECT_EQ(decode("1;" + std::string(8200, 'x') + "\r\na\r\n0\r\n\r\n"), "|wrong");
  EXPECT_EQ(decode("0\r\nT: " + std::string(8000, 'x') + "\r\n\r\n"), "|end");
  EXPECT_EQ(decode("0\r\nT: " + std::string(8200, 'x') + "\r\n\r\n"), "|wrong");
  EXPECT_EQ(decode("0\r\nT: " + std::string(100'000, 'x') + "\r\n\r\n"), "|wrong");
}

TEST(HttpParser, CapsAllExtensionsTogetherAt8KiB) {
  std::string chunks;
  for (int i = 0; i < 9; ++i) chunks += "1;" + std::string(1000, 'x') + "\r\na\r\n";
  EXPECT_EQ(decode(chunks), "aaaaaaaa|wrong");
}

}  // namespace
}  // namespace cocotalk::net
