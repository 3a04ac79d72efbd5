// fanout-probe each|batch: the least a server can do for `bench-load fanout --protocol raw`: read a message, send it to every
// connection. `each` makes one system call per message and connection; `batch` hands over all messages of a loop turn in one call
// per connection. No rooms, no names, no storage. Prints "ready PORT"; ends with SIGTERM.
#include "load/websocket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cocotalk::load;

struct Client {
  int fd;
  bool is_open = false;  // the upgrade is done
  std::string in = {};
};

int listening() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(fd, 4096) != 0) return -1;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  std::printf("ready %d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return fd;
}

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      pollfd writable{fd, POLLOUT, 0};
      ::poll(&writable, 1, 1000);
    } else {
      return;  // gone; its read says so
    }
  }
}

enum class Mode { each, batch };

class Room {
 public:
  Room(int listener, Mode mode) : listener_(listener), epoll_(::epoll_create1(EPOLL_CLOEXEC)), mode_(mode) {
    watch(listener_, nullptr);
  }

  // One loop turn: reads everybody who has something to say, then tells everybody.
  void turn() {
    epoll_event events[512];
    const int n = ::epoll_wait(epoll_, events, 512, -1);
    for (int i = 0; i < n; ++i) {
      auto* client = static_cast<Client*>(events[i].data.ptr);
      if (client == nullptr)
        accept();
      else if (!read(*client))
        leave(*client);
    }
    for (const std::string& frames : said_)
      for (const auto& client : clients_)
        if (client->is_open) send_all(client->fd, frames);
    said_.clear();
  }

 private:
  void watch(int fd, Client* client) {
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.ptr = client;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &interest);
  }

  void accept() {
    const int on = 1;
    for (int fd; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      clients_.push_back(std::make_unique<Client>(Client{fd}));
      watch(fd, clients_.back().get());
    }
  }

  void leave(const Client& client) {
    ::close(client.fd);
    std::erase_if(clients_, [&](const auto& each) { return each.get() == &client; });
  }

  bool read(Client& client) {
    char bytes[64 * 1024];
    const ssize_t n = ::recv(client.fd, bytes, sizeof bytes, 0);
    if (n <= 0) return n < 0 && errno == EAGAIN;
    client.in.append(bytes, static_cast<std::size_t>(n));
    if (!client.is_open && !upgrade(client)) return true;
    while (const auto frame = read_frame(client.in)) {
      if (frame->opcode == Opcode::close) return false;
      if (said_.empty() || mode_ == Mode::each) said_.emplace_back();
      append_server_frame(said_.back(), frame->opcode, unmasked(*frame));
      client.in.erase(0, frame->used);
    }
    return true;
  }

  static bool upgrade(Client& client) {
    const std::size_t end = client.in.find("\r\n\r\n");
    if (end == client.in.npos) return false;
    client.in.erase(0, end + 4);
    client.is_open = true;
    send_all(client.fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    return true;
  }

  const int listener_, epoll_;
  const Mode mode_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::string> said_;  // frames of this turn; in one string when they go together
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc == 2 ? argv[1] : "";
  if (mode != "each" && mode != "batch") {
    std::fputs("usage: fanout-probe each|batch\n", stderr);
    return 2;
  }
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const int listener = listening();
  if (listener < 0) {
    std::perror("fanout-probe: listening on 127.0.0.1");
    return 1;
  }
  for (Room room(listener, mode == "batch" ? Mode::batch : Mode::each);;) room.turn();
}
