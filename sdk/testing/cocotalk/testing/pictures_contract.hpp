// What every provider of cocotalk.pictures/1 must do. Include it in one file of a test program and name the provider there:
//
//   COCO_PICTURES_CONTRACT(Mine, [] { return provider_of<coco_pictures>(coco_plugin_abi1, COCO_PICTURES); })
#pragma once

#include <cocotalk/pictures.h>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class PicturesContract : public Contract<coco_pictures> {
 protected:
  // 64 × 32 pixels of red, a PNG.
  static std::string red() {
    static constexpr char bytes[] =
        "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x40\x00\x00\x00\x20\x08\x02\x00\x00"
        "\x00\x2d\xff\xe9\xd3\x00\x00\x00\x34\x49\x44\x41\x54\x78\xda\xed\xcf\x41\x09\x00\x00\x08\x00\xb1\xeb\x5f\x5a\x33"
        "\xf8\x14\x06\x2b\xb0\xa6\x5e\x4b\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40\x40"
        "\x40\x40\xe0\x6a\x01\x32\xc3\xf8\x6a\x4f\xe7\xe3\x57\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
    return std::string(bytes, sizeof bytes - 1);
  }
  static int file_with(std::string_view bytes) {
    const int fd = ::memfd_create("picture", MFD_CLOEXEC);
    if (fd < 0 || ::write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      throw std::runtime_error("no memory file");
    return fd;
  }
  void begin(int fd, Answer<std::string>& answer) {
    pictures->shrink(pictures->self, fd,
                     answer.expect<coco_picture>([](const coco_picture* small) { return std::string(coco::text(small->jpeg)); }));
  }
  coco_status shrink(std::string_view bytes) {
    Answer<std::string> answer;
    begin(file_with(bytes), answer);
    return answer.status();
  }
  static std::size_t descriptors() {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
  }

  Provider<coco_pictures> provider = GetParam().make();
  const coco_pictures* pictures = provider.get();
};

TEST_P(PicturesContract, MakesAJpegOfAPicture) {
  Answer<std::string> answer;
  begin(file_with(red()), answer);
  ASSERT_EQ(answer.status(), COCO_OK) << answer.why();
  ASSERT_TRUE(answer.kept().has_value());
  EXPECT_TRUE(answer.kept()->starts_with("\xff\xd8")) << "no JPEG begins like this";
  EXPECT_TRUE(answer.kept()->ends_with("\xff\xd9")) << "not the whole of it";
}

TEST_P(PicturesContract, ReadsAFileFromItsBeginning) {
  const int fd = file_with(red());
  ::lseek(fd, 7, SEEK_SET);
  Answer<std::string> answer;
  begin(fd, answer);
  EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
}

TEST_P(PicturesContract, WhatIsNoPictureIsInvalidAndSaysWhy) {
  for (const std::string& bytes : {std::string(), std::string("a text"), std::string(100'000, '\0'), red().substr(0, 10)}) {
    Answer<std::string> answer;
    begin(file_with(bytes), answer);
    EXPECT_EQ(answer.status(), COCO_INVALID);
    EXPECT_NE(answer.why(), "");
  }
}

TEST_P(PicturesContract, ADescriptorThatIsNoneIsAnsweredToo) {
  Answer<std::string> answer;
  begin(-1, answer);
  EXPECT_NE(answer.status(), COCO_OK);
}

TEST_P(PicturesContract, WhateverAFileHoldsTheHostIsSafe) {
  std::mt19937 chance(4711);
  for (int i = 0; i < 24; ++i) {
    std::string bytes = red();
    for (int flips = 0; flips < 4; ++flips) bytes[8 + chance() % (bytes.size() - 8)] ^= static_cast<char>(1 << chance() % 8);
    const coco_status status = shrink(bytes);
    EXPECT_TRUE(status == COCO_OK || status == COCO_INVALID || status == COCO_ABORTED) << status;
  }
  EXPECT_EQ(shrink(red()), COCO_OK) << "others are not concerned";
}

TEST_P(PicturesContract, ClosesEveryDescriptorItTookOver) {
  shrink(red());
  const std::size_t before = descriptors();
  for (int i = 0; i < 5; ++i) shrink(i % 2 == 0 ? red() : "a text");
  const auto deadline = std::chrono::steady_clock::now() + patience();
  while (descriptors() > before && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_LE(descriptors(), before);
}

TEST_P(PicturesContract, AnswersEachOfMany) {
  std::deque<Answer<std::string>> answers(12);
  for (Answer<std::string>& answer : answers) begin(file_with(red()), answer);
  for (Answer<std::string>& answer : answers)
    EXPECT_TRUE(answer.status() == COCO_OK || answer.status() == COCO_BUSY) << answer.why();
}

TEST_P(PicturesContract, AnswersCallsOfManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 3; ++i) EXPECT_EQ(shrink(red()), COCO_OK);
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_P(PicturesContract, WhenItIsDrainedEveryPictureIsAnswered) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  std::deque<Answer<std::string>> answers(12);
  for (Answer<std::string>& answer : answers) begin(file_with(red()), answer);
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(all_answered(answers)) << "drained, and a picture is not answered";
}

TEST_P(PicturesContract, APictureThatComesTooLateIsAnsweredAndClosed) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  const std::size_t before = descriptors();
  EXPECT_NE(shrink(red()), COCO_OK);
  EXPECT_EQ(descriptors(), before);
}

}  // namespace cocotalk::testing

#define COCO_PICTURES_CONTRACT(Name, ...) COCO_CONTRACT(Name, PicturesContract, coco_pictures, __VA_ARGS__)
