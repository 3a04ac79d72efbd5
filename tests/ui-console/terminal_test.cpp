#include "ui-console/terminal.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "ui-console/pipe.hpp"

namespace cocotalk::console {
namespace {

using testing::Pipe;

TEST(LineReader, TakesLinesHoweverTheyArrive) {
  Pipe pipe;
  LineReader lines(pipe.read_end());
  pipe.write("one\ntw");
  lines.read_some();
  EXPECT_EQ(lines.take(), "one");
  EXPECT_FALSE(lines.take());
  pipe.write("o\r\n\n");
  lines.read_some();
  EXPECT_EQ(lines.take(), "two");
  EXPECT_EQ(lines.take(), "");
  EXPECT_FALSE(lines.take());
}

TEST(LineReader, TheLastLineNeedsNoEnd) {
  Pipe pipe;
  LineReader lines(pipe.read_end());
  pipe.write("last");
  pipe.end_writing();
  lines.read_some();
  EXPECT_FALSE(lines.take());
  lines.read_some();
  EXPECT_TRUE(lines.is_at_end());
  EXPECT_EQ(lines.take(), "last");
  EXPECT_FALSE(lines.take());
}

TEST(LineReader, CutsALineWithoutEnd) {
  Pipe pipe;
  LineReader lines(pipe.read_end());
  for (std::size_t sent = 0; sent < LineReader::max_line_bytes + 8192; sent += 4096) {
    pipe.write(std::string(4096, 'x'));
    lines.read_some();
  }
  pipe.write("\nnext\n");
  lines.read_some();
  EXPECT_EQ(lines.take()->size(), LineReader::max_line_bytes);
  EXPECT_EQ(lines.take(), "next");
}

TEST(Output, AReaderThatDoesNotReadCannotHoldUpAStop) {
  Pipe pipe;
  const auto inbox = std::make_shared<Inbox>();
  const Output output(pipe.write_end(), inbox);
  std::thread stopper([&] { inbox->stop(); });
  EXPECT_THROW(for (;;) output.write(std::string(100'000, 'x')), Stopped);
  stopper.join();
}

TEST(Output, NoticesThatNobodyReads) {
  ::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.end_reading();
  EXPECT_THROW(Output(pipe.write_end(), std::make_shared<Inbox>()).write("x"), OutputGone);
}

}  // namespace
}  // namespace cocotalk::console
