#include "load/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace cocotalk::load {
namespace {

int begun(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "a socket (ulimit -n is the limit of connections)");
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // Closed with a reset: thousands of addresses in TIME_WAIT would be missing in the next run.
  const linger reset{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
    const int why = errno;
    ::close(fd);
    throw std::system_error(why, std::generic_category(), "connecting to port " + std::to_string(port));
  }
  return fd;
}

}  // namespace

Connection::Connection(std::uint16_t port, Place whose) : fd_(begun(port)), place_(std::move(whose)) {}

Connection::~Connection() { ::close(fd_); }

bool Connection::flush() {
  const ssize_t n = ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN;
  out_.erase(0, static_cast<std::size_t>(n));
  return true;
}

std::optional<std::string_view> Connection::read(std::string& buffer) {
  const std::size_t left = in_.size();
  if (left == buffer.size()) throw std::runtime_error("the server sends a frame of more than " + std::to_string(left) + " bytes");
  in_.copy(buffer.data(), left);
  const ssize_t n = ::recv(fd_, buffer.data() + left, buffer.size() - left, 0);
  if (n < 0 && errno == EAGAIN) return std::string_view();
  if (n <= 0) return std::nullopt;
  in_.clear();
  return std::string_view(buffer).substr(0, left + static_cast<std::size_t>(n));
}

}  // namespace cocotalk::load
