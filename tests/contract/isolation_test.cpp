#include "core/contract/isolation.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

namespace cocotalk::contract {
namespace {

constexpr std::chrono::seconds enough{30};

TEST(Isolation, TellsTheExitCodeTheFindingsAndTheWords) {
  const Outcome outcome = isolated(
      [](int findings) {
        std::puts("words");
        return ::write(findings, "found", 5) == 5 ? 7 : 1;
      },
      enough);
  EXPECT_TRUE(outcome.has_ended_itself);
  EXPECT_EQ(outcome.code, 7);
  EXPECT_EQ(outcome.findings, "found");
  EXPECT_EQ(outcome.words, "words\n");
  EXPECT_EQ(outcome.how, "");
}

TEST(Isolation, NamesTheSignalOfACrashAndKeepsTheLastWords) {
  const Outcome outcome = isolated(
      [](int) {
        for (int i = 0; i < 1000; ++i) std::fprintf(stderr, "line %d\n", i);
        return ::raise(SIGKILL);
      },
      enough);
  EXPECT_FALSE(outcome.has_ended_itself);
  EXPECT_EQ(outcome.how, "crashed with SIGKILL");
  EXPECT_TRUE(outcome.words.ends_with("line 999\n"));
  EXPECT_LE(outcome.words.size(), 2000u);
}

TEST(Isolation, EndsWhatIsStillAtWorkAtTheDeadlineWithAllItStarted) {
  int alive[2];
  ASSERT_EQ(::pipe(alive), 0);
  const Outcome outcome = isolated(
      [&alive](int) {
        if (::fork() == 0)
          for (;;) ::pause();
        ::close(alive[0]);
        for (;;) ::pause();
        return 0;
      },
      std::chrono::seconds(1));
  ::close(alive[1]);
  EXPECT_EQ(outcome.how, "was still at work after 1 s");
  char nothing = 0;
  EXPECT_EQ(::read(alive[0], &nothing, 1), 0) << "the grandchild still holds the pipe";
  ::close(alive[0]);
}

TEST(Isolation, HasNothingOnStandardInput) {
  EXPECT_EQ(isolated([](int) { return std::getchar() == EOF ? 0 : 1; }, enough).code, 0);
}

TEST(Isolation, MemoryBeyondTwoGigabytesIsRefusedToIt) {
#if defined(COCOTALK_SANITIZE_ADDRESS) || defined(COCOTALK_SANITIZE_THREAD)
  GTEST_SKIP() << "there is no limit beside a sanitizer";
#endif
  const auto takes = [](std::size_t bytes) {
    return isolated(
               [bytes](int) {
                 try {
                   return std::vector<char>().reserve(bytes), 0;
                 } catch (const std::bad_alloc&) {
                   return 1;
                 }
               },
               enough)
        .code;
  };
  EXPECT_EQ(takes(std::size_t{1} << 30), 0);
  EXPECT_EQ(takes(std::size_t{3} << 30), 1);
}

}  // namespace
}  // namespace cocotalk::contract
