// A thin epoll: who waits for what.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>

namespace cocotalk::net {

// Hears of its descriptor. Must outlive the turn in which it is removed: an event may be under way.
class Watcher {
 public:
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~Watcher() = default;
};

// Level-triggered; one thread.
class Poller {
 public:
  Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;
  ~Poller();

  void add(int fd, std::uint32_t events, Watcher& watcher);
  void change(int fd, std::uint32_t events, Watcher& watcher);
  void remove(int fd);
  // Waits at most `timeout_ms` (-1: for ever). Returns how many events there are for dispatch().
  std::size_t wait(int timeout_ms);
  Watcher& watcher(std::size_t i) const { return *static_cast<Watcher*>(ready_[i].data.ptr); }
  std::uint32_t events(std::size_t i) const { return ready_[i].events; }

 private:
  int epoll_;
  std::array<epoll_event, 256> ready_;
};

// Wakes a poller from any thread.
class WakeUp final : public Watcher {
 public:
  WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;
  ~WakeUp();
  int fd() const { return event_; }
  void signal() const;
  void on_ready(std::uint32_t events) override;

 private:
  int event_;
};

}  // namespace cocotalk::net
