// What every provider of cocotalk.files/1 must do. Include it in one file of a test program and name the provider there:
//
//   COCO_FILES_CONTRACT(Mine, [] { return provider_of<coco_files>(coco_plugin_abi1, COCO_FILES); })
#pragma once

#include <cocotalk/files.h>
#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class FilesContract : public Contract<coco_files> {
 protected:
  coco_status create(std::string_view name, coco_upload& upload) {
    return files->create(files->self, coco::view(name), &upload, &error);
  }
  coco_upload begin(std::string_view name) {
    coco_upload upload = 0;
    EXPECT_EQ(create(name, upload), COCO_OK) << error.text;
    EXPECT_NE(upload, 0u);
    return upload;
  }
  coco_status write(coco_upload upload, std::string_view bytes) {
    Answer<int> answer;
    files->write(files->self, upload, coco::view(bytes), answer.expect_nothing());
    return answer.status();
  }
  coco_status finish(coco_upload upload) {
    Answer<int> answer;
    files->finish(files->self, upload, answer.expect_nothing());
    return answer.status();
  }
  coco_status erase(std::string_view name) {
    Answer<int> answer;
    files->erase(files->self, coco::view(name), answer.expect_nothing());
    return answer.status();
  }
  void store(std::string_view name, std::string_view bytes) {
    const coco_upload upload = begin(name);
    EXPECT_EQ(write(upload, bytes), COCO_OK);
    EXPECT_EQ(finish(upload), COCO_OK);
  }
  coco_status open_status(std::string_view name) {
    coco_file_info info{};
    info.size = sizeof info;
    const coco_status status = files->open(files->self, coco::view(name), &info, &error);
    if (status == COCO_OK) ::close(info.fd);
    return status;
  }
  // What a finished file holds; its size must be as said.
  std::string read(std::string_view name) {
    coco_file_info info{};
    info.size = sizeof info;
    if (files->open(files->self, coco::view(name), &info, &error) != COCO_OK) return std::string("not opened: ") + error.text;
    EXPECT_GT(info.modified_ms, 0);
    std::string bytes(static_cast<std::size_t>(info.bytes) + 1, '\0');
    const ssize_t n = ::pread(info.fd, bytes.data(), bytes.size(), 0);
    ::close(info.fd);
    EXPECT_EQ(n, static_cast<ssize_t>(info.bytes));
    bytes.resize(static_cast<std::size_t>(n < 0 ? 0 : n));
    return bytes;
  }

  const Provider<coco_files> files = GetParam().make();
  coco_error error{};
};

TEST_P(FilesContract, GivesBackWhatWasWritten) {
  const coco_upload upload = begin("pictures/a.jpeg");
  EXPECT_EQ(write(upload, "one "), COCO_OK);
  EXPECT_EQ(write(upload, std::string_view("t\0o", 3)), COCO_OK);
  EXPECT_EQ(finish(upload), COCO_OK);
  EXPECT_EQ(read("pictures/a.jpeg"), std::string("one t\0o", 7));
}

TEST_P(FilesContract, AFileIsNotThereBeforeItIsFinished) {
  const coco_upload upload = begin("a.jpeg");
  write(upload, "half");
  EXPECT_EQ(open_status("a.jpeg"), COCO_NOT_FOUND);
  EXPECT_EQ(finish(upload), COCO_OK);
  EXPECT_EQ(open_status("a.jpeg"), COCO_OK);
}

TEST_P(FilesContract, AnAbandonedUploadLeavesNothingAndFreesItsName) {
  const coco_upload upload = begin("a.jpeg");
  write(upload, "half");
  files->abandon(files->self, upload);
  EXPECT_EQ(write(upload, "more"), COCO_NOT_FOUND);
  EXPECT_EQ(finish(upload), COCO_NOT_FOUND);
  EXPECT_EQ(open_status("a.jpeg"), COCO_NOT_FOUND);
  coco_upload again = 0;
  while (create("a.jpeg", again) == COCO_CONFLICT) EXPECT_EQ(erase("other"), COCO_OK);  // until abandoning has taken effect
  EXPECT_EQ(write(again, "new"), COCO_OK);
  EXPECT_EQ(finish(again), COCO_OK);
  EXPECT_EQ(read("a.jpeg"), "new");
}

TEST_P(FilesContract, AnUploadIsOverWithItsFinish) {
  const coco_upload upload = begin("a.jpeg");
  EXPECT_EQ(finish(upload), COCO_OK);
  EXPECT_EQ(finish(upload), COCO_NOT_FOUND);
  EXPECT_EQ(write(upload, "more"), COCO_NOT_FOUND);
  files->abandon(files->self, upload);
  EXPECT_EQ(read("a.jpeg"), "");
}

TEST_P(FilesContract, ANameIsWrittenByOneAtATime) {
  begin("a.jpeg");
  coco_upload second = 0;
  EXPECT_EQ(create("a.jpeg", second), COCO_CONFLICT);
}

TEST_P(FilesContract, AFinishedFileIsNeverReplaced) {
  store("a.jpeg", "first");
  const coco_upload second = begin("a.jpeg");
  write(second, "second");
  EXPECT_EQ(finish(second), COCO_CONFLICT);
  EXPECT_EQ(read("a.jpeg"), "first");
}

TEST_P(FilesContract, AnErasedFileIsGoneAndErasingAgainIsFine) {
  store("x/a.jpeg", "bytes");
  EXPECT_EQ(erase("x/a.jpeg"), COCO_OK);
  EXPECT_EQ(open_status("x/a.jpeg"), COCO_NOT_FOUND);
  EXPECT_EQ(erase("x/a.jpeg"), COCO_OK);
  EXPECT_EQ(erase("never/there"), COCO_OK);
}

TEST_P(FilesContract, AnOpenFileSurvivesItsErasure) {
  store("a.jpeg", "bytes");
  coco_file_info info{};
  info.size = sizeof info;
  ASSERT_EQ(files->open(files->self, coco::view("a.jpeg"), &info, &error), COCO_OK);
  EXPECT_EQ(erase("a.jpeg"), COCO_OK);
  char bytes[5];
  EXPECT_EQ(::pread(info.fd, bytes, sizeof bytes, 0), 5);
  ::close(info.fd);
}

TEST_P(FilesContract, RefusesNamesThatAreNoPlainRelativePaths) {
  const std::vector<std::string> bad = {
      "",     "/",  "/etc/passwd", "../a", "a/../b", "a/..", "..",  ".",   "./a",   ".hidden",     "a/.b",
      "a//b", "a/", "a b",         "a\\b", "a:b",    "%2e",  "é.x", "a\n", "a/./b", ".incoming/1", std::string("a\0b", 3)};
  for (const std::string& name : bad) {
    coco_upload upload = 0;
    EXPECT_EQ(create(name, upload), COCO_INVALID) << name;
    EXPECT_EQ(open_status(name), COCO_INVALID) << name;
    EXPECT_EQ(erase(name), COCO_INVALID) << name;
  }
}

TEST_P(FilesContract, AFolderIsNoFile) {
  store("x/y/a.jpeg", "bytes");
  EXPECT_EQ(open_status("x/y"), COCO_NOT_FOUND);
  EXPECT_EQ(open_status("x/y/a.jpeg/more"), COCO_NOT_FOUND);
}

TEST_P(FilesContract, AnUnknownUploadIsRefused) {
  EXPECT_EQ(write(4711, "x"), COCO_NOT_FOUND);
  EXPECT_EQ(finish(4711), COCO_NOT_FOUND);
  files->abandon(files->self, 4711);
}

TEST_P(FilesContract, ManyUploadsGoOnAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this, t] {
      const std::string stem = "t" + std::to_string(t) + "/";
      for (int i = 0; i < 10; ++i) store(stem + std::to_string(i), stem + std::string(1000, static_cast<char>('a' + i)));
    });
  for (std::thread& thread : threads) thread.join();
  for (int t = 0; t < 4; ++t)
    for (int i = 0; i < 10; ++i)
      EXPECT_EQ(read("t" + std::to_string(t) + "/" + std::to_string(i)),
                "t" + std::to_string(t) + "/" + std::string(1000, static_cast<char>('a' + i)));
}

// ---- life and faults

TEST_P(FilesContract, NamesAreAsLongAsTheyAreMade) {
  const std::string long_name = std::string(60, 'a') + "/" + std::string(60, 'b') + ".jpeg";
  store(long_name, "bytes");
  EXPECT_EQ(read(long_name), "bytes");
}

TEST_P(FilesContract, AFullDiskLosesNothingButTheFileThatDidNotFit) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  store("before.jpeg", "bytes");
  const coco_upload upload = begin("torn.jpeg");
  EXPECT_EQ(write(upload, "begun "), COCO_OK);
  disk.fail_writes(ENOSPC);
  const coco_status written = write(upload, std::string(100'000, 'x'));
  EXPECT_TRUE(written == COCO_OK || written == COCO_RETRY) << written;
  const bool is_torn = written != COCO_OK;
  EXPECT_TRUE(!is_torn || finish(upload) != COCO_OK) << "a part of it is missing";
  disk.mend();
  EXPECT_TRUE(!is_torn || open_status("torn.jpeg") == COCO_NOT_FOUND);
  EXPECT_EQ(read("before.jpeg"), "bytes");
  store("after.jpeg", "bytes");
  EXPECT_EQ(read("after.jpeg"), "bytes") << "and then it goes on";
}

TEST_P(FilesContract, WhatIsNotDurableIsNotFinished) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  const std::uint64_t before = disk.syncs();
  store("synced.jpeg", "bytes");
  if (disk.syncs() == before) GTEST_SKIP() << "it keeps its files where nothing is synced";
  const coco_upload upload = begin("unsynced.jpeg");
  write(upload, "bytes");
  disk.fail_syncs(EIO);
  EXPECT_NE(finish(upload), COCO_OK);
}

TEST_P(FilesContract, ADiskThatTakesHalfOfAWriteGetsTheRestToo) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  disk.shorten_writes();
  const std::string bytes = std::string(10'000, 'a') + std::string(10'001, 'b');
  store("half.jpeg", bytes);
  EXPECT_EQ(read("half.jpeg"), bytes);
}

TEST_P(FilesContract, WritingDoesNotWaitForADiskThatStands) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  const coco_upload upload = begin("slow.jpeg");
  Answer<int> written;
  disk.hold();
  files->write(files->self, upload, coco::view("bytes"), written.expect_nothing());
  disk.mend();
  EXPECT_EQ(written.status(), COCO_OK);
  EXPECT_EQ(finish(upload), COCO_OK);
  EXPECT_EQ(read("slow.jpeg"), "bytes");
}

TEST_P(FilesContract, KeepsNoViewAfterTheCall) {
  std::string name = "borrowed.jpeg", bytes = "some bytes";
  const coco_upload upload = begin(name);
  name.assign(name.size(), 'x');
  Answer<int> written;
  files->write(files->self, upload, coco::view(bytes), written.expect_nothing());
  bytes.assign(bytes.size(), '?');
  ASSERT_EQ(written.status(), COCO_OK) << written.why();
  EXPECT_EQ(finish(upload), COCO_OK);
  EXPECT_EQ(read("borrowed.jpeg"), "some bytes");
}

TEST_P(FilesContract, WhenItIsDrainedEveryCallIsAnswered) {
  if (files.plugin() == nullptr) GTEST_SKIP() << a_fake;
  std::deque<Answer<int>> answers;
  for (int i = 0; i < 20; ++i) {
    const coco_upload upload = begin("stop" + std::to_string(i));
    files->write(files->self, upload, coco::view("bytes"), answers.emplace_back().expect_nothing());
    files->erase(files->self, coco::view("other" + std::to_string(i)), answers.emplace_back().expect_nothing());
  }
  EXPECT_EQ(files.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(all_answered(answers)) << "drained, and a call is not answered";
}

TEST_P(FilesContract, WhatComesTooLateIsAnsweredAndRefused) {
  if (files.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const coco_upload early = begin("early.jpeg");
  EXPECT_EQ(files.plugin()->stop(), COCO_OK);
  EXPECT_NE(write(early, "bytes"), COCO_OK);
  EXPECT_NE(finish(early), COCO_OK);
  coco_upload late = 0;
  EXPECT_NE(create("late.jpeg", late), COCO_OK);
}

}  // namespace cocotalk::testing

#define COCO_FILES_CONTRACT(Name, ...) COCO_CONTRACT(Name, FilesContract, coco_files, __VA_ARGS__)
