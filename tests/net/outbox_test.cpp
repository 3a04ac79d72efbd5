#include "net/outbox.hpp"

#include "net/websocket_frames.hpp"

#include <gtest/gtest.h>

#include <random>

namespace cocotalk::net {
namespace {

std::string content(const Outbox& outbox) {
  std::array<iovec, Outbox::max_vectors> vectors;
  const std::size_t n = outbox.gather(vectors);
  std::string all;
  for (std::size_t i = 0; i < n; ++i) all.append(static_cast<const char*>(vectors[i].iov_base), vectors[i].iov_len);
  return all;
}

std::size_t vectors_of(const Outbox& outbox) {
  std::array<iovec, Outbox::max_vectors> vectors;
  return outbox.gather(vectors);
}

TEST(Outbox, MergesWhatLiesInARow) {
  Arena arena;
  Outbox outbox;
  const Slice a = arena.copy("a"), b = arena.copy("b"), c = arena.copy("c");
  outbox.append(a);
  outbox.append(b);
  EXPECT_EQ(vectors_of(outbox), 1u);
  outbox.append(a);
  EXPECT_EQ(vectors_of(outbox), 2u);
  outbox.append(b);
  outbox.append(c);
  EXPECT_EQ(vectors_of(outbox), 2u);
  EXPECT_EQ(content(outbox), "ababc");
}

TEST(Outbox, KeepsTheOrderThroughAnyWritesAndAppends) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    Arena arena;
    Outbox outbox;
    std::string expected;
    for (int step = 0; step < 60; ++step) {
      const std::string bytes(random() % 50, static_cast<char>('a' + step % 26));
      if (random() % 2 == 0)
        outbox.append(arena, bytes, "|");
      else
        outbox.append(arena.copy(bytes, "|"));
      if (random() % 4 == 0) arena.copy("somebody else's");
      expected += bytes + "|";
      if (random() % 3 == 0) {
        const std::size_t n = random() % (outbox.size() + 1);
        outbox.consume(n);
        expected.erase(0, n);
      }
      ASSERT_EQ(outbox.size(), expected.size());
      ASSERT_EQ(content(outbox), expected);
    }
  }
}

TEST(Outbox, HoldsNoChunkAfterAPartialWrite) {
  Outbox outbox;
  Arena arena;
  outbox.append(arena.copy("0123456789"));
  outbox.consume(3);
  arena.recycle();
  arena.copy("overwritten");
  EXPECT_EQ(content(outbox), "3456789");
  EXPECT_EQ(outbox.backlog(), 7u);
}

TEST(Outbox, DropsAllFramesButTheOneThatHasBegun) {
  const auto frame = [](std::size_t n) { return std::string(FrameHeader(FrameKind::text, n).bytes()) + std::string(n, 'x'); };
  const std::string first = frame(5), second = frame(300), third = frame(70'000);
  const std::string all = first + second + third;
  for (const std::size_t written : {std::size_t{0}, std::size_t{1}, first.size() - 1, first.size(), first.size() + 1,
                                    first.size() + 303, first.size() + second.size(), all.size() - 1}) {
    for (const bool in_two_writes : {false, true}) {
      Arena arena;
      Outbox outbox;
      outbox.append(arena, "HTTP/1.1 101\r\n\r\n");
      outbox.expect_frames();
      for (const std::string& f : {first, second, third}) outbox.append(arena, f);
      outbox.consume(16);
      if (in_two_writes) outbox.consume(written / 2);
      outbox.consume(in_two_writes ? written - written / 2 : written);
      outbox.drop_unbegun_frames();
      std::size_t boundary = 0;
      for (const std::string& f : {first, second, third})
        if (boundary < written) boundary += f.size();
      EXPECT_EQ(content(outbox), all.substr(written, boundary - written)) << written;
    }
  }
}

}  // namespace
}  // namespace cocotalk::net
