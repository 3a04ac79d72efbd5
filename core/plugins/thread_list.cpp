#include "core/plugins/thread_list.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace cocotalk::plugins {

std::set<pid_t> threads_of_process() {
  std::set<pid_t> out;
  std::error_code ignored;
  for (std::filesystem::directory_iterator at("/proc/self/task", ignored), end; !ignored && at != end; at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    pid_t thread = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), thread).ec == std::errc()) out.insert(thread);
  }
  return out;
}

std::string thread_name(pid_t thread) {
  std::ifstream in("/proc/self/task/" + std::to_string(thread) + "/comm");
  std::string out;
  std::getline(in, out);
  return out;
}

void OwnThreads::begin() { before_ = threads_of_process(); }

void OwnThreads::end() {
  const std::set<pid_t> now = threads_of_process();
  std::ranges::set_difference(now, before_, std::inserter(own_, own_.end()));
}

// A thread that was joined is in the kernel's list for a moment more.
std::set<std::string> OwnThreads::still_there() const {
  using namespace std::chrono_literals;
  if (own_.empty()) return {};
  std::set<std::string> out;
  for (const auto deadline = std::chrono::steady_clock::now() + 100ms;; std::this_thread::sleep_for(1ms)) {
    out.clear();
    for (const pid_t thread : own_)
      if (std::string name = thread_name(thread); !name.empty()) out.insert(std::move(name));
    if (out.empty() || std::chrono::steady_clock::now() >= deadline) return out;
  }
}

}  // namespace cocotalk::plugins
