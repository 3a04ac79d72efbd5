// Names of threads, as `top -H`, debuggers and the last words of a crash show them.
#pragma once

#include <pthread.h>

#include <array>
#include <string>
#include <string_view>

namespace cocotalk::runtime {

// Names the calling thread as long as it lives. Threads that are made meanwhile inherit the name and keep it. At most 15 bytes
// are kept, which is the kernel's limit.
class ThreadName {
 public:
  explicit ThreadName(std::string_view name) {
    ::pthread_getname_np(::pthread_self(), before_.data(), before_.size());
    ::pthread_setname_np(::pthread_self(), std::string(name.substr(0, before_.size() - 1)).c_str());
  }
  ThreadName(const ThreadName&) = delete;
  ThreadName& operator=(const ThreadName&) = delete;
  ~ThreadName() { ::pthread_setname_np(::pthread_self(), before_.data()); }

 private:
  std::array<char, 16> before_{};
};

}  // namespace cocotalk::runtime
