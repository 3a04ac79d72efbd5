#include "ui-console/wake.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cocotalk/plugin.hpp>
#include <cstdint>
#include <cstring>
#include <vector>

namespace cocotalk::console {

namespace {

constexpr std::chrono::milliseconds for_ever{-1};

void poll_all(std::vector<pollfd>& fds, std::chrono::milliseconds patience = for_ever) {
  while (::poll(fds.data(), fds.size(), static_cast<int>(patience.count())) < 0)
    if (errno != EINTR) throw coco::Error(COCO_INTERNAL, "cannot wait for input: " + std::string(std::strerror(errno)));
}

}  // namespace

Wake::Wake() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw coco::Error(COCO_INTERNAL, "cannot make an eventfd: " + std::string(std::strerror(errno)));
}

Wake::~Wake() { ::close(fd_); }

void Wake::set() noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t full = ::write(fd_, &one, sizeof one);  // full: it is readable already
}

void Wake::clear() noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t empty = ::read(fd_, &count, sizeof count);  // empty: it was clear already
}

int wait_for_input(std::initializer_list<int> fds) { return wait_for_input(fds, for_ever); }

int wait_for_input(std::initializer_list<int> fds, std::chrono::milliseconds patience) {
  std::vector<pollfd> waiting;
  for (const int fd : fds) waiting.push_back({fd, POLLIN, 0});
  poll_all(waiting, patience);
  for (const pollfd& one : waiting)
    if (one.revents != 0) return one.fd;
  return -1;
}

bool wait_for_output(int out, int stop) {
  std::vector<pollfd> waiting{{stop, POLLIN, 0}, {out, POLLOUT, 0}};
  poll_all(waiting);
  return waiting[0].revents == 0;
}

}  // namespace cocotalk::console
