#include "core/runtime/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <sstream>

namespace cocotalk::runtime {
namespace {

class LogTest : public ::testing::Test {
 protected:
  std::string written(LogFormat format, coco_log_level least, coco_log_level level, std::string_view text) {
    std::ostringstream out;
    Log log(format, least, std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
    log.write(level, "storage", text);
    return out.str();
  }
};

TEST_F(LogTest, WritesOneLineWithTimeLevelAndPlugin) {
  const std::string line = written(LogFormat::text, COCO_LOG_INFO, COCO_LOG_WARN, "disk is nearly full");
  EXPECT_EQ(line.size(), std::string("2026-11-25T19:11:16.000Z warning storage: disk is nearly full\n").size());
  EXPECT_EQ(line.substr(23), "Z warning storage: disk is nearly full\n");
}

TEST_F(LogTest, WritesOneJsonObject) {
  const std::string line = written(LogFormat::json, COCO_LOG_INFO, COCO_LOG_ERROR, "said \"no\"\n");
  EXPECT_EQ(line.substr(0, 9), "{\"time\":\"");
  EXPECT_EQ(line.substr(line.find("\",\"level\"")),
            "\",\"level\":\"error\",\"plugin\":\"storage\",\"text\":\"said \\\"no\\\"\\n\"}\n");
}

TEST_F(LogTest, LeavesOutWhatIsLessImportant) {
  EXPECT_EQ(written(LogFormat::text, COCO_LOG_WARN, COCO_LOG_INFO, "hello"), "");
  EXPECT_NE(written(LogFormat::text, COCO_LOG_DEBUG, COCO_LOG_DEBUG, "hello"), "");
}

TEST_F(LogTest, CannotBeMadeToForgeALine) {
  const std::string line =
      written(LogFormat::text, COCO_LOG_INFO, COCO_LOG_INFO, "name\n2026-01-01T00:00:00.000Z info host: \x1b[31mall is well");
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_NE(line.find("name\\n2026"), std::string::npos);
}

TEST_F(LogTest, DoesNotTakeATextForAFormat) {
  EXPECT_NE(written(LogFormat::text, COCO_LOG_INFO, COCO_LOG_INFO, "{} %v {0}").find("storage: {} %v {0}\n"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::runtime
