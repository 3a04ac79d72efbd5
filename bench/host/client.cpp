#include "host/client.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cocotalk::bench {
namespace {

[[noreturn]] void broken(const std::string& what) { throw std::runtime_error("connection: " + what); }

int connected(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) broken(std::strerror(errno));
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      pollfd wait{fd, POLLOUT, 0};
      ::poll(&wait, 1, 1000);
    } else {
      broken(std::strerror(errno));
    }
  }
}

}  // namespace

Connection::Connection(std::uint16_t port, const std::string& access_token) : fd_(connected(port)) {
  write_all(fd_, "GET /stomp/websocket HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                     "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: v12.stomp\r\n\r\n");
  while (in_.find("\r\n\r\n") == std::string::npos) {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, 10'000) <= 0) broken("no answer to the upgrade");
    fill();
  }
  if (in_.rfind("HTTP/1.1 101", 0) != 0) broken(in_.substr(0, in_.find('\r')));
  used_ = in_.find("\r\n\r\n") + 4;
  send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:bench\naccess-token:" + access_token + "\n\n");
  expect("CONNECTED");
}

Connection::~Connection() { ::close(fd_); }

void Connection::send(std::string_view frame) {
  const std::size_t size = frame.size() + 1;
  std::string out;
  out += '\x81';
  if (size < 126) {
    out += static_cast<char>(0x80 | size);
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(size >> 8);
    out += static_cast<char>(size);
  }
  out.append(4, '\0');  // a mask of zeros: the payload as it is
  out += frame;
  out += '\0';
  write_all(fd_, out);
}

std::size_t Connection::fill() {
  if (used_ > 0) {
    in_.erase(0, used_);
    used_ = 0;
  }
  const std::size_t before = in_.size();
  in_.resize(before + 65536);
  const ssize_t n = ::recv(fd_, in_.data() + before, 65536, 0);
  in_.resize(before + static_cast<std::size_t>(n > 0 ? n : 0));
  if (n == 0 || (n < 0 && errno != EAGAIN)) broken("closed by the host");
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

bool Connection::next_frame(std::string_view& frame) {
  for (;;) {
    const std::string_view rest = std::string_view(in_).substr(used_);
    if (rest.size() < 2) return false;
    const unsigned opcode = static_cast<unsigned char>(rest[0]) & 15u;
    std::size_t size = static_cast<unsigned char>(rest[1]) & 127u, header = 2;
    if (size >= 126) {
      const std::size_t bytes = size == 126 ? 2 : 8;
      if (rest.size() < 2 + bytes) return false;
      size = 0;
      for (std::size_t i = 0; i < bytes; ++i) size = size << 8 | static_cast<unsigned char>(rest[2 + i]);
      header += bytes;
    }
    if (rest.size() < header + size) return false;
    used_ += header + size;
    if (opcode == 8) broken("close frame");
    if (opcode != 1) continue;  // pings: the host counts any other byte as life, and a bench is short
    frame = rest.substr(header, size);
    return true;
  }
}

void Connection::expect(std::string_view beginning) {
  for (;;) {
    std::string_view frame;
    while (next_frame(frame)) {
      if (frame.substr(0, beginning.size()) == beginning) return;
      if (frame.substr(0, 5) == "ERROR") broken(std::string(frame));
    }
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, 20'000) <= 0) broken("nothing like " + std::string(beginning));
    fill();
  }
}

void Connection::subscribe(const std::string& destination) {
  send("SUBSCRIBE\nid:0\ndestination:" + destination + "\nreceipt:joined\n\n");
  expect("RECEIPT");
}

void Connection::read(const OnFrame& on_frame) {
  fill();
  std::string_view frame;
  while (next_frame(frame)) on_frame(*this, frame);
}

Pool::Pool() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
Pool::~Pool() { ::close(epoll_); }

Connection& Pool::add(std::uint16_t port, const std::string& access_token) {
  connections_.push_back(std::make_unique<Connection>(port, access_token));
  epoll_event interest{};
  interest.events = EPOLLIN;
  interest.data.u64 = connections_.size() - 1;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back()->fd(), &interest);
  return *connections_.back();
}

void Pool::turn(int ms, const Connection::OnFrame& on_frame) {
  epoll_event ready[256];
  const int n = ::epoll_wait(epoll_, ready, 256, ms);
  for (int i = 0; i < n; ++i) connections_[ready[i].data.u64]->read(on_frame);
}

}  // namespace cocotalk::bench
