#include "core/runtime/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace cocotalk::runtime {
namespace {

// A task that runs until it is let go, and counts.
struct Gate {
  std::latch entered{2}, open{1};
  std::atomic<int> runs = 0;
  static void enter(void* self) {
    Gate& gate = *static_cast<Gate*>(self);
    gate.entered.count_down();
    gate.open.wait();
    ++gate.runs;
  }
  static void count(void* self) { ++static_cast<Gate*>(self)->runs; }
};

TEST(WorkerPool, RefusesWhatDoesNotFitItsQueue) {
  Gate gate;
  WorkerPool pool(2, 3);
  for (int i = 0; i < 2; ++i) ASSERT_EQ(pool.submit(&Gate::enter, &gate), COCO_OK);
  gate.entered.wait();  // both threads are taken
  for (int i = 0; i < 3; ++i) EXPECT_EQ(pool.submit(&Gate::count, &gate), COCO_OK);
  EXPECT_EQ(pool.waiting(), 3u);
  EXPECT_EQ(pool.submit(&Gate::count, &gate), COCO_BUSY);
  gate.open.count_down();
  pool.stop();
  EXPECT_EQ(gate.runs, 5) << "the refused task is not run";
}

TEST(WorkerPool, RunsWhatItAcceptedAndNothingAfterStop) {
  Gate gate;
  WorkerPool pool(1, 100);
  for (int i = 0; i < 100; ++i)
    if (pool.submit(&Gate::count, &gate) != COCO_OK) --gate.runs;
  pool.stop();
  EXPECT_EQ(gate.runs, 100);
  EXPECT_EQ(pool.submit(&Gate::count, &gate), COCO_ABORTED);
  pool.stop();
}

}  // namespace
}  // namespace cocotalk::runtime
