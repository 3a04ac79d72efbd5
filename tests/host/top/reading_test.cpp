#include "core/host/top/reading.hpp"

#include <gtest/gtest.h>

#include <cocotalk/plugin.hpp>

#include "host/top/sample.hpp"

namespace cocotalk::host::top {
namespace {

std::string refusal(const std::string& json) {
  try {
    read_status(json);
    return "none";
  } catch (const coco::Error& e) {
    return e.what();
  }
}

TEST(Reading, HasWhatTheHostSays) {
  const Reading reading = read_status(sample_json);
  EXPECT_EQ(reading.version, "1.2.3");
  EXPECT_EQ(reading.status, "degraded");
  EXPECT_EQ(reading.started_ms, 1'000'000);
  EXPECT_EQ(reading.connections, 1204);
  EXPECT_EQ(reading.messages, 35.25);
  EXPECT_FALSE(reading.commit_ms) << "null: not known yet";
  ASSERT_EQ(reading.plugins.size(), 3U);
  EXPECT_EQ(reading.plugins[0].id, "storage");
  EXPECT_EQ(reading.plugins[0].calls, 123456);
  EXPECT_EQ(reading.plugins[0].mean_us, 830.5);
  EXPECT_FALSE(reading.plugins[1].mean_us);
  EXPECT_EQ(reading.plugins[2].sentence, "the mail server is away");
}

TEST(Reading, AnythingElseIsRefused) {
  const std::string unexpected = "the host did not answer as this version expects; use the same version";
  for (const char* bad : {"", "[]", "{}", "null", R"({"host":{},"now":{},"plugins":[]})", R"({"host":1,"now":{},"plugins":[]})",
                          R"({"host":{"version":"1","status":"ok"},"now":{},"plugins":{}})",
                          R"({"host":{"version":"1","status":"ok"},"now":{},"plugins":[{}]})"})
    EXPECT_EQ(refusal(bad), unexpected) << bad;
  EXPECT_EQ(refusal(R"({"refused":["'status' is no request this host knows"]})"), "'status' is no request this host knows");
}

TEST(Reading, NoPluginDrivesTheTerminal) {
  const Reading reading = read_status(
      R"({"host":{"version":"1","status":"ok"},"now":{},"plugins":[{"id":"a","version":"1","state":"failed","sentence":"\u001b[2J"}]})");
  EXPECT_EQ(reading.plugins[0].sentence, "\uFFFD[2J");
}

}  // namespace
}  // namespace cocotalk::host::top
