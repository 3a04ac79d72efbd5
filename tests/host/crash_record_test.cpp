#include "core/host/crash_record.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::host {
namespace {

class CrashRecordTest : public ::testing::Test {
 protected:
  // Crashes of x, so many seconds after an hour from now, later than any change of a file.
  bool is_too_many(std::initializer_list<int> seconds, const std::string& more = "") const {
    std::ofstream out(CrashRecord::file_in(data.path()));
    const auto begin = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + 3600;
    for (const int second : seconds) out << begin + second << " x SIGSEGV\n";
    out << more << std::flush;
    return CrashRecord::read(data.path()).too_many("x", library).has_value();
  }
  const testing::TemporaryFolder data;
  const std::string library = (data.path() / "x.so").string();
};

TEST_F(CrashRecordTest, ThreeWithinTenMinutesAreTooMany) {
  EXPECT_FALSE(is_too_many({0, 1}));
  EXPECT_TRUE(is_too_many({0, 1, 2}));
  EXPECT_TRUE(is_too_many({0, 300, 600}));
  EXPECT_FALSE(is_too_many({0, 300, 601}));
  EXPECT_TRUE(is_too_many({0, 300, 601, 900, 90'000})) << "whatever came after";
}

TEST_F(CrashRecordTest, OthersDoNotCount) {
  EXPECT_FALSE(is_too_many({0, 1}, "2 y SIGSEGV\n"));
  EXPECT_FALSE(is_too_many({0, 1}, "9223372036854775807 x SIGSEGV\n")) << "nor does a time that cannot be";
  EXPECT_FALSE(is_too_many({0, 1}, "99999999999 ")) << "nor does a line that was cut";
  EXPECT_FALSE(CrashRecord::read(data.path() / "nowhere").too_many("x", library));
}

TEST_F(CrashRecordTest, AChangedFileBeginsAnew) {
  std::ofstream(CrashRecord::file_in(data.path())) << "1000 x SIGSEGV\n1001 x SIGSEGV\n1002 x SIGSEGV\n";
  EXPECT_TRUE(CrashRecord::read(data.path()).too_many("x", library)) << "there is no file";
  std::ofstream(library) << "mended";
  EXPECT_FALSE(CrashRecord::read(data.path()).too_many("x", library));
}

TEST_F(CrashRecordTest, ForgetsOneAndKeepsTheOthers) {
  std::ofstream(CrashRecord::file_in(data.path())) << "1000 x SIGSEGV\n1001 y SIGBUS\n1002 x SIGSEGV\n";
  EXPECT_TRUE(CrashRecord::forget(data.path(), "x"));
  EXPECT_FALSE(CrashRecord::forget(data.path(), "x"));
  std::ifstream in(CrashRecord::file_in(data.path()));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "1001 y SIGBUS\n");
}

}  // namespace
}  // namespace cocotalk::host
