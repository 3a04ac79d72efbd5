#include "core/host/top/picture.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "core/host/columns.hpp"
#include "host/top/sample.hpp"

namespace cocotalk::host::top {
namespace {

using namespace std::chrono_literals;

class PictureTest : public ::testing::Test {
 protected:
  PictureTest() {
    for (int i = 0; i < 12; ++i) {
      Reading reading = read_status(sample_json);
      reading.connections = 1204 - 100 * (11 - i);
      reading.messages = i == 7 ? 100 : 35.25;
      watch.saw(std::move(reading), 1'000'000 + 5'000 * i);
    }
  }
  std::string screen(Size size, std::int64_t now_ms = 1'055'000) { return "\n" + text_of(picture(watch, size, 1s, now_ms)); }
  Watch watch;
};

TEST_F(PictureTest, ShowsNumbersSparkLinesAndPlugins) {
  EXPECT_EQ(screen({16, 78}), R"(
 CocoTalk 1.2.3 · degraded · up 55 s                                every 1 s

 connections          1,204                                       ▂▂▃▃▄▅▅▆▆▇▇█
 messages            35.2/s                                       ▃▃▃▃▃▃▃█▃▃▃▃
 deliveries         1,412/s                                       ████████████
 commits             31.0/s                                       ████████████
 a commit takes           –
 waiting: 2 to be stored, 0 to be read, 12.4 KiB to be sent

 plugin  version state          calls      errors        mean
 storage 1.0.0   running      123,456           0      831 µs
 auth    1.0.0   running           12           3           –
 mail    0.9     degraded           7           7      2.1 ms  the mail serve…


 q leaves   sort by: l as loaded  n name  s state  c calls  e errors  m mean
)");
}

TEST_F(PictureTest, SaysThatTheHostIsAwayAndKeepsWhatWasSeen) {
  watch.missed("gone", 1'060'000);
  const std::string text = screen({16, 90}, 1'067'000);
  EXPECT_NE(text.find("1,204"), std::string::npos) << text;
  EXPECT_NE(text.find(" no answer from the host for 12 s: above is what was seen last"), std::string::npos) << text;
}

TEST_F(PictureTest, ASmallScreenScrollsThePlugins) {
  watch.press("n");
  std::string text = screen({13, 70});
  EXPECT_NE(text.find("auth"), std::string::npos) << text;
  EXPECT_EQ(text.find("storage "), std::string::npos) << text;
  for (int i = 0; i < 5; ++i) watch.press("\x1b[B");
  text = screen({13, 70});
  EXPECT_EQ(text.find(" auth"), std::string::npos) << text;
  EXPECT_NE(text.find(" storage "), std::string::npos) << text;
  EXPECT_EQ(watch.scroll(), 1U) << "no further than there is something";
}

TEST_F(PictureTest, EveryLineFitsWhateverIsInIt) {
  Reading reading = read_status(sample_json);
  reading.plugins[0].sentence = "저장소가 아주 느립니다, 디스크를 보세요";
  reading.plugins[0].id = "이름이아주아주아주아주긴플러그인";
  watch.saw(reading, 1'060'000);
  for (int columns = 1; columns < 120; ++columns)
    for (const int rows : {1, 2, 5, 24}) {
      const std::vector<Line> lines = picture(watch, {rows, columns}, 500ms, 1'060'000);
      EXPECT_EQ(lines.size(), static_cast<std::size_t>(rows));
      for (const Line& line : lines) {
        int width = 0;
        for (const Piece& piece : line) width += width_of(piece.text);
        EXPECT_LE(width, columns);
      }
    }
}

TEST_F(PictureTest, AReportIsPlainAndWhole) {
  const std::string text = text_of(report(watch));
  EXPECT_EQ(text.find("█"), std::string::npos) << text;
  EXPECT_NE(text.find(" messages            35.2/s\n"), std::string::npos) << text;
  EXPECT_NE(text.find("the mail server is away\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace cocotalk::host::top
