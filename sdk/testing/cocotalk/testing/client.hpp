// A client that speaks byte by byte, and a place for what happened meanwhile. Every wait has a deadline.
#pragma once

#include <cocotalk/testing/answer.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::testing {

// A blocking TCP client of 127.0.0.1.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const timeval longest{std::chrono::duration_cast<std::chrono::seconds>(patience()).count(), 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { leave(); }

  // Sends all; what a peer that closed refuses is left out.
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  void leave() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  // Closes with a reset.
  void vanish() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    leave();
  }
  // What came up to and with `end`; throws when the peer closes before.
  std::string read_to(std::string_view end) {
    while (true) {
      const std::size_t at = unread_.find(end);
      if (at != std::string::npos) return take(at + end.size());
      if (!receive()) throw std::runtime_error("closed after: " + unread_);
    }
  }
  std::string read(std::size_t n) {
    while (unread_.size() < n)
      if (!receive()) throw std::runtime_error("closed after: " + unread_);
    return take(n);
  }
  // Everything until the peer closes, or resets.
  std::string read_all() {
    while (receive()) {
    }
    return take(unread_.size());
  }
  // One response: its header, and its body by Content-Length.
  std::string read_response() {
    std::string text = read_to("\r\n\r\n");
    const std::size_t at = text.find("Content-Length: ");
    if (at != std::string::npos) text += read(std::stoul(text.substr(at + 16)));
    return text;
  }
  bool is_closed() { return unread_.empty() && !receive(); }
  bool was_reset() const { return was_reset_; }
  int fd() const { return fd_; }

  // What has been received and not taken; take it from the front.
  std::string& unread() { return unread_; }
  // Waits for more of it. False: the peer has closed, or reset.
  bool receive() {
    if (!poll(patience())) throw std::runtime_error("nothing came in time, after: " + unread_);
    std::string buffer(65536, '\0');
    const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), 0);
    was_reset_ = n < 0;
    if (n <= 0) return false;
    unread_.append(buffer, 0, static_cast<std::size_t>(n));
    return true;
  }
  // Whether receive() would return at once.
  bool has_more() { return poll(std::chrono::milliseconds(0)); }

 private:
  bool poll(std::chrono::milliseconds wait) {
    pollfd waiting{fd_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(wait.count())) > 0;
  }
  std::string take(std::size_t n) {
    std::string taken = unread_.substr(0, n);
    unread_.erase(0, n);
    return taken;
  }
  int fd_;
  std::string unread_;
  bool was_reset_ = false;
};

// Things that happened on other threads, for the test's thread to wait for.
class Events {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }
  // The oldest one not yet taken.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience(), [this] { return !events_.empty(); })) throw std::runtime_error("no event in time");
    std::string event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  bool is_empty() {
    const std::lock_guard lock(mutex_);
    return events_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> events_;
};

}  // namespace cocotalk::testing
