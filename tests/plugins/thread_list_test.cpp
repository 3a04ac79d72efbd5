#include "core/plugins/thread_list.hpp"

#include <gtest/gtest.h>

#include <pthread.h>

#include <future>
#include <thread>

namespace cocotalk::plugins {
namespace {

TEST(OwnThreads, AreThoseThatBeganInBetweenAndAreStillThere) {
  OwnThreads threads;
  std::promise<void> end;
  threads.begin();
  std::thread joined([] {});
  std::thread kept([wait = end.get_future()] { wait.wait(); });
  ::pthread_setname_np(kept.native_handle(), "kept");
  threads.end();
  joined.join();
  EXPECT_EQ(threads.still_there(), std::set<std::string>{"kept"});
  end.set_value();
  kept.join();
  EXPECT_EQ(threads.still_there(), std::set<std::string>());
}

}  // namespace
}  // namespace cocotalk::plugins
