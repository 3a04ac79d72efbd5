#include "files/store.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace cocotalk::files {
namespace {

namespace fs = std::filesystem;
using testing::Answer;

struct StoreTest : ::testing::Test {
  coco_upload create(std::string_view name) {
    coco_upload id = 0;
    store.create(name, id);
    return id;
  }
  coco_status write(coco_upload id, std::string_view bytes) {
    Answer<int> answer;
    store.write(id, bytes, coco::Completion(answer.expect_nothing()));
    return answer.status();
  }
  coco_status finish(coco_upload id) {
    Answer<int> answer;
    store.finish(id, coco::Completion(answer.expect_nothing()));
    return answer.status();
  }
  coco_status status_of(const std::function<void()>& call) {
    try {
      call();
      return COCO_OK;
    } catch (const coco::Error& e) {
      return e.code();
    }
  }
  // As a full disk does: the folder of unfinished files takes nothing.
  void break_disk() { fs::remove_all(folder.incoming(1).parent_path()); }
  void repair_disk() { fs::create_directory(folder.incoming(1).parent_path()); }

  testing::FakeHost host;
  const Folder folder{host.data_dir() / "files", 0};
  Store store{host.host(), folder, {.threads = 2, .uploads = 3, .queue_bytes = 1 << 20}};
};

TEST_F(StoreTest, AnswersFromItsOwnThread) {
  const coco_upload id = create("a");
  std::thread::id answered_on;
  Answer<int> answer;
  store.write(id, "x", coco::Completion(answer.expect<void>([&](const void*) { return 0; })));
  answer.status();
  store.finish(id, coco::Completion(coco::on_completion<void>(
                       [&](coco_status, const void*, const coco_error*) { answered_on = std::this_thread::get_id(); })));
  store.close();
  EXPECT_NE(answered_on, std::thread::id());
  EXPECT_NE(answered_on, std::this_thread::get_id());
}

TEST_F(StoreTest, AWriteThatFailedMakesTheUploadFail) {
  const coco_upload id = create("a");
  break_disk();
  EXPECT_EQ(write(id, "lost"), COCO_RETRY);
  repair_disk();
  EXPECT_EQ(write(id, "rest"), COCO_RETRY) << "there would be a hole";
  EXPECT_EQ(finish(id), COCO_RETRY);
  EXPECT_FALSE(fs::exists(folder.path() / "a"));
}

TEST_F(StoreTest, TheNameOfAFailedUploadIsFree) {
  const coco_upload id = create("a");
  break_disk();
  write(id, "lost");
  finish(id);
  repair_disk();
  const coco_upload again = create("a");
  EXPECT_EQ(write(again, "kept"), COCO_OK);
  EXPECT_EQ(finish(again), COCO_OK);
}

TEST_F(StoreTest, TellsTheHostThatTheDiskFailsAndThatItWorksAgain) {
  const coco_upload broken = create("a");
  break_disk();
  write(broken, "lost");
  EXPECT_EQ(host.health().first, COCO_HEALTH_DEGRADED);
  EXPECT_NE(host.health().second.find("cannot make "), std::string::npos) << host.health().second;
  EXPECT_EQ(host.metric("files_failed_total{}"), 1);
  repair_disk();
  write(create("b"), "kept");
  EXPECT_EQ(host.health().first, COCO_HEALTH_OK);
}

TEST_F(StoreTest, RefusesMoreUploadsThanAllowed) {
  create("a");
  create("b");
  const coco_upload third = create("c");
  EXPECT_EQ(status_of([&] { create("d"); }), COCO_BUSY);
  EXPECT_EQ(host.metric("file_uploads{}"), 3);
  store.abandon(third);
  EXPECT_EQ(status_of([&] { create("d"); }), COCO_OK);
}

TEST_F(StoreTest, LeavesNothingOfUnfinishedUploadsWhenItCloses) {
  const coco_upload id = create("a");
  write(id, "half");
  store.close();
  EXPECT_TRUE(fs::is_empty(folder.incoming(1).parent_path()));
  EXPECT_FALSE(fs::exists(folder.path() / "a"));
  EXPECT_EQ(host.metric("file_uploads{}"), 0);
}

TEST_F(StoreTest, FinishesWhatWasAskedBeforeItCloses) {
  const coco_upload id = create("a");
  Answer<int> written, finished;
  store.write(id, std::string(100'000, 'x'), coco::Completion(written.expect_nothing()));
  store.finish(id, coco::Completion(finished.expect_nothing()));
  store.close();
  EXPECT_EQ(finished.status(), COCO_OK);
  EXPECT_EQ(fs::file_size(folder.path() / "a"), 100'000u);
}

TEST_F(StoreTest, RefusesMoreBytesThanMayWait) {
  Store narrow(host.host(), folder, {.threads = 1, .uploads = 3, .queue_bytes = 1 << 20});
  coco_upload id = 0;
  narrow.create("n", id);
  Answer<int> answer;
  narrow.write(id, std::string((1 << 20) + 1, 'x'), coco::Completion(answer.expect_nothing()));
  EXPECT_EQ(answer.status(), COCO_BUSY);
  Answer<int> smaller;
  narrow.write(id, "x", coco::Completion(smaller.expect_nothing()));
  EXPECT_EQ(smaller.status(), COCO_OK) << "a refused write is not under way";
  narrow.close();
}

}  // namespace
}  // namespace cocotalk::files
