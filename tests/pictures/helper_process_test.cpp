#include "pictures/helper_process.hpp"

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cocotalk::pictures {
namespace {

struct HelperProcess : ::testing::Test {
  ~HelperProcess() override { std::filesystem::remove_all(folder); }
  // A helper that does this.
  Helper script(const std::string& lines, std::uint64_t time_ms = 30'000) const {
    const std::string path = folder + "/helper";
    std::ofstream(path) << "#!/bin/sh\n" << lines << "\n";
    ::chmod(path.c_str(), 0700);
    return {path, 1000, 100, 64 << 20, time_ms};
  }
  static std::string made_folder() {
    std::string name = "/tmp/cocotalk-helper-XXXXXX";
    return ::mkdtemp(name.data());
  }
  static Descriptor picture(std::string_view bytes) {
    Descriptor file(::memfd_create("picture", MFD_CLOEXEC));
    EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
  }
  const std::string folder = made_folder();
};

TEST_F(HelperProcess, ReadsThePictureAndWhatItWritesIsTheAnswer) {
  const Shrunk out = run(script("cat"), picture("the picture"));
  EXPECT_EQ(out.status, COCO_OK) << out.why;
  EXPECT_EQ(out.jpeg, "the picture");
}

TEST_F(HelperProcess, HasNothingElse) {
  const Shrunk out = run(script("ls /proc/self/fd | wc -l; env | grep -v -e ^PWD -e ^_ -e ^SHLVL; echo $#"), picture(""));
  EXPECT_EQ(out.jpeg, "4\n4\n") << "0 to 2, and the folder being read; no environment; its limits as arguments";
}

TEST_F(HelperProcess, SaysThatNoPictureCanBeMade) { EXPECT_EQ(run(script("exit 2"), picture("x")).status, COCO_INVALID); }

TEST_F(HelperProcess, KilledInTheMiddleCostsOneAnswer) {
  const Shrunk out = run(script("echo half; kill -9 $$"), picture("x"));
  EXPECT_EQ(out.status, COCO_ABORTED);
  EXPECT_EQ(out.why, "the helper was ended by signal 9");
  EXPECT_EQ(run(script("cat"), picture("y")).jpeg, "y");
}

TEST_F(HelperProcess, AFailureIsNoPicture) {
  EXPECT_EQ(run(script("echo something; exit 1"), picture("x")).status, COCO_ABORTED);
  EXPECT_EQ(run(script("exit 0"), picture("x")).status, COCO_ABORTED) << "nothing was written";
  EXPECT_EQ(run({"/no/such/program", 1, 1, 1, 1000}, picture("x")).status, COCO_ABORTED);
}

TEST_F(HelperProcess, IsEndedWhenItsTimeIsOver) {
  EXPECT_EQ(run(script("exec sleep 1000", 50), picture("x")).status, COCO_ABORTED);
  EXPECT_EQ(run(script("exec >&-; exec sleep 1000", 50), picture("x")).status, COCO_ABORTED) << "also after its output";
}

TEST_F(HelperProcess, MayNotAnswerWithoutEnd) { EXPECT_EQ(run(script("exec cat /dev/zero"), picture("x")).status, COCO_ABORTED); }

}  // namespace
}  // namespace cocotalk::pictures
