#include "load/options.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

namespace cocotalk::load {
namespace {

std::string complaint(const std::vector<std::string>& arguments) {
  try {
    parse_options(arguments);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}

TEST(LoadOptions, TakesWhatIsSaid) {
  const Options o = parse_options({"rooms", "--port", "8080", "--connections", "50", "--rate", "12.5", "--send-header", "a:b:c"});
  EXPECT_EQ(o.scenario, "rooms");
  EXPECT_EQ(o.port, 8080);
  EXPECT_EQ(o.connections, 50u);
  EXPECT_EQ(o.rate, 12.5);
  EXPECT_EQ(o.words.send_headers, (Headers{{"a", "b:c"}}));
}

TEST(LoadOptions, SaysWhatIsWrong) {
  EXPECT_EQ(complaint({"fan", "--port", "1"}), "'fan' is no scenario; there are fanout, rooms, durable and idle");
  EXPECT_EQ(complaint({"fanout"}), "--port is missing");
  EXPECT_EQ(complaint({"fanout", "--port"}), "--port needs a value");
  EXPECT_EQ(complaint({"fanout", "--prot", "1"}), "there is no option '--prot'");
  EXPECT_EQ(complaint({"fanout", "--port", "80x"}), "--port: '80x' is not a number");
  EXPECT_EQ(complaint({"fanout", "--port", "0"}), "--port: 0 is not within 1 and 65535");
  EXPECT_EQ(complaint({"fanout", "--port", "65536"}), "--port: '65536' is not a number");
  EXPECT_EQ(complaint({"fanout", "--send-header", "x"}), "--send-header: 'x' is no header; one is written name:value");
  EXPECT_EQ(complaint({"rooms", "--port", "1", "--connections", "15"}), "--connections must be a multiple of --room-size");
}

TEST(LoadOptions, WantsALineForEachConnection) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.path() / "lines";
  std::ofstream(file) << "token-a room-a\ntoken-b room-b\n";
  const auto with = [&](const char* n) {
    return std::vector<std::string>{"durable", "--port", "1", "--lines", file, "--connections", n};
  };
  EXPECT_EQ(parse_options(with("2")).lines[1], (std::vector<std::string>{"token-b", "room-b"}));
  EXPECT_EQ(complaint(with("3")), "--lines has 2 lines for 3 connections");
}

}  // namespace
}  // namespace cocotalk::load
