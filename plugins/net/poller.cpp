#include "net/poller.hpp"

#include <cocotalk/plugin.hpp>

#include <sys/eventfd.h>
#include <unistd.h>
#include <cerrno>

namespace cocotalk::net {

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw coco::Error(COCO_INTERNAL, what + ": " + std::string(std::strerror(errno)));
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) fail("cannot make an epoll descriptor");
}
Poller::~Poller() { ::close(epoll_); }

void Poller::add(int fd, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) fail("cannot watch a socket");
}

void Poller::change(int fd, std::uint32_t events, Watcher& watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) != 0) fail("cannot watch a socket");
}

void Poller::remove(int fd) { ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr); }

std::size_t Poller::wait(int timeout_ms) {
  const int n = ::epoll_wait(epoll_, ready_.data(), static_cast<int>(ready_.size()), timeout_ms);
  if (n < 0 && errno != EINTR) fail("cannot wait for sockets");
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

WakeUp::WakeUp() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0) fail("cannot make an eventfd");
}
WakeUp::~WakeUp() { ::close(event_); }

void WakeUp::signal() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_, &one, sizeof one);
}

void WakeUp::on_ready(std::uint32_t) {
  std::uint64_t count;
  [[maybe_unused]] const auto got = ::read(event_, &count, sizeof count);
}

}  // namespace cocotalk::net
