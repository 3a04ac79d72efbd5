#include "core/runtime/thread_name.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace cocotalk::runtime {
namespace {

std::string present_name() {
  std::array<char, 16> name{};
  ::pthread_getname_np(::pthread_self(), name.data(), name.size());
  return name.data();
}

std::string name_of_a_new_thread() {
  std::string name;
  std::thread([&name] { name = present_name(); }).join();
  return name;
}

}  // namespace

TEST(ThreadName, IsInheritedByThreadsThatAreMadeMeanwhile) {
  const ThreadName named("storage");
  EXPECT_EQ(present_name(), "storage");
  EXPECT_EQ(name_of_a_new_thread(), "storage");
}

TEST(ThreadName, EndsWithItsScope) {
  const std::string before = present_name();
  { const ThreadName named("storage"); }
  EXPECT_EQ(present_name(), before);
}

TEST(ThreadName, IsCutAt15Bytes) {
  const ThreadName named("session-policy-max");
  EXPECT_EQ(present_name(), "session-policy-");
}

}  // namespace cocotalk::runtime
