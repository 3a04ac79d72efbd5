#include "storage/readers.hpp"

#include "store.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <latch>

namespace cocotalk::storage::test {
namespace {

// Reads whose answers hold every reader's thread until they are let go. Outlives the store.
class AllHeld {
 public:
  void hold(Store& store) {
    for (int reader = 0; reader < 2; ++reader)
      store.table()->read(store.table()->self, nullptr, 0,
                          coco::on_completion<coco_read_result>([this](coco_status, const coco_read_result*, const coco_error*) {
                            held_.count_down();
                            gone_.wait();
                          }));
    held_.wait();
  }
  void let_go() { go_.set_value(); }

 private:
  std::latch held_{2};
  std::promise<void> go_;
  std::shared_future<void> gone_ = go_.get_future().share();
};

TEST(Readers, RefuseMoreThanTheQueueHolds) {
  AllHeld held;
  Store store({{"queue", 3}});
  held.hold(store);
  std::deque<Read> reads;
  for (int n = 0; n < 4; ++n) reads.emplace_back(store.table(), std::vector<Reach>{{"item"}});
  EXPECT_EQ(reads[3].get().status, COCO_BUSY);
  held.let_go();
  for (int n = 0; n < 3; ++n) EXPECT_EQ(reads[static_cast<std::size_t>(n)].get().status, COCO_OK);
  EXPECT_EQ(store.host().metric("busy_refusals{queue=\"read\"}"), 1);
}

TEST(Readers, OneBackupAtATimeSoThatReadsKeepAThread) {
  AllHeld held;
  Store store;
  held.hold(store);
  testing::Answer<int> first, second;
  const std::string path = store.file("one"), other = store.file("two");
  store.table()->backup(store.table()->self, coco::view(path), first.expect_nothing());
  store.table()->backup(store.table()->self, coco::view(other), second.expect_nothing());
  EXPECT_EQ(second.status(), COCO_BUSY);
  held.let_go();
  EXPECT_EQ(first.status(), COCO_OK);
  testing::Answer<int> third;
  store.table()->backup(store.table()->self, coco::view(other), third.expect_nothing());
  EXPECT_EQ(third.status(), COCO_OK) << "the first one is done";
}

TEST(Readers, GoOnWhileTheWriterIsHeld) {
  std::promise<void> holds, go;
  Store store;
  Batch batch;
  const coco_transaction raw = batch.view();
  store.table()->commit(store.table()->self, &raw,
                        coco::on_completion<coco_committed>([&](coco_status, const coco_committed*, const coco_error*) {
                          holds.set_value();
                          go.get_future().wait();
                        }));
  holds.get_future().wait();
  EXPECT_EQ(store.rows("item").size(), 0u);
  go.set_value();
}

TEST(Readers, CannotWrite) {
  Store store;
  Connection reader(store.file("cocotalk.db"), Connection::Role::reader, 1 << 20);
  EXPECT_THROW(Statement(reader.handle(), "DELETE FROM item").run(), SqliteError);
}

}  // namespace
}  // namespace cocotalk::storage::test
