#include "search/turn.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace cocotalk::search {

bool Turn::take() {
  if (lock_ >= 0) return true;
  const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) throw coco::Error(COCO_INVALID, "'" + path_ + "' cannot be written: " + std::strerror(errno));
  if (::flock(file, LOCK_EX | LOCK_NB) == 0)
    lock_ = file;
  else
    ::close(file);
  return lock_ >= 0;
}

// The other one ends within moments, and a lock cannot be waited for together with `is_over`.
bool Turn::wait(const std::function<bool()>& is_over) {
  while (!take()) {
    if (is_over()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

void Turn::give() {
  if (lock_ >= 0) ::close(std::exchange(lock_, -1));
}

}  // namespace cocotalk::search
