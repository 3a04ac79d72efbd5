#include "files/worker.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace cocotalk::files {
namespace {

Job append(std::string bytes) { return {Job::What::append, nullptr, std::move(bytes), {}}; }

// A worker whose first job waits until it is let go; so a queue can be filled behind it.
struct WorkerTest : ::testing::Test {
  void block() {
    Job first = append("blocks");
    ASSERT_TRUE(worker.offer(first));
    started.get_future().wait();
  }
  std::promise<void> started, go;
  std::vector<std::string> ran;
  Worker worker{{.bytes = 10, .jobs = 3}, [this](Job& job) {
                  if (job.text == "blocks") {
                    started.set_value();
                    go.get_future().wait();
                  }
                  ran.push_back(job.text);
                }};
};

TEST_F(WorkerTest, RunsJobsInOrderAndAllOfThemBeforeItCloses) {
  block();
  for (const char* text : {"a", "b", "c"}) {
    Job job = append(text);
    EXPECT_TRUE(worker.offer(job));
  }
  go.set_value();
  worker.close();
  EXPECT_EQ(ran, (std::vector<std::string>{"blocks", "a", "b", "c"}));
}

TEST_F(WorkerTest, RefusesTooManyJobs) {
  block();
  for (int i = 0; i < 3; ++i) {
    Job job = append("x");
    EXPECT_TRUE(worker.offer(job));
  }
  Job fourth = append("kept");
  EXPECT_FALSE(worker.offer(fourth));
  EXPECT_EQ(fourth.text, "kept") << "a refused job is untouched";
  EXPECT_TRUE(worker.insist(fourth)) << "the end of an upload is never refused";
  go.set_value();
}

TEST_F(WorkerTest, RefusesTooManyBytes) {
  block();
  Job ten = append(std::string(10, 'x')), one = append("x");
  EXPECT_TRUE(worker.offer(ten));
  EXPECT_FALSE(worker.offer(one));
  go.set_value();
}

TEST_F(WorkerTest, RefusesEverythingWhenClosed) {
  worker.close();
  Job job = append("x");
  EXPECT_FALSE(worker.offer(job));
  EXPECT_FALSE(worker.insist(job));
}

}  // namespace
}  // namespace cocotalk::files
