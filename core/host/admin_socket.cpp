#include "core/host/admin_socket.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

constexpr char name[] = "admin.sock";

[[noreturn]] void fail(const fs::path& folder, const std::string& what, coco_status status = COCO_INTERNAL) {
  throw coco::Error(status, (folder / name).string() + ": " + what + " (" + std::strerror(errno) + ")");
}

int open_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(folder, "the folder cannot be opened");
  return fd;
}

int open_and_lock(const fs::path& folder) {
  const int fd = open_folder(folder);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  ::close(fd);
  throw coco::Error(COCO_INVALID, "the data folder '" + folder.string() +
                                      "' is in use by another running host; stop it or name another one with --data");
}

// Through the open folder, because a socket's path may have 107 bytes only.
sockaddr_un address_in(int folder) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  const std::string path = "/proc/self/fd/" + std::to_string(folder) + "/" + name;
  path.copy(out.sun_path, sizeof out.sun_path - 1);
  return out;
}

const sockaddr* raw(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool is_of_the_operator(int peer) {
  ucred who{};
  socklen_t size = sizeof who;
  return ::getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && (who.uid == ::geteuid() || who.uid == 0);
}

void watch(int ready, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(ready, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace

struct AdminSocket::Peer {
  explicit Peer(int connected, std::chrono::steady_clock::time_point now) : fd(connected), heard(now) {}
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { ::close(fd); }

  // False when the peer is gone or its line is too long.
  bool read(std::chrono::steady_clock::time_point now) {
    for (char bytes[4096];;) {
      const ssize_t n = ::recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
      if (n < 0) return errno == EAGAIN || errno == EINTR;
      if (n == 0) return false;
      heard = now;
      in.append(bytes, static_cast<std::size_t>(n));
      if (in.size() > longest_line + 1) return false;
    }
  }
  // False when the peer is gone.
  bool write() {
    while (!out.empty()) {
      const ssize_t n = ::send(fd, out.data(), out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (n < 0) return errno == EAGAIN || errno == EINTR;
      out.erase(0, static_cast<std::size_t>(n));
    }
    return true;
  }

  const int fd;
  std::chrono::steady_clock::time_point heard;
  std::string in, out;
};

AdminSocket::AdminSocket(const fs::path& folder, Handler handler)
    : handler_(std::move(handler)), folder_(open_and_lock(folder)), ready_(::epoll_create1(EPOLL_CLOEXEC)) {
  // What a killed host left behind: nobody else can serve it, as the folder is locked by us.
  ::unlinkat(folder_, name, 0);
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_in(folder_);
  const mode_t before = ::umask(0177);
  const bool is_bound = ::bind(socket_, raw(address), sizeof address) == 0;
  ::umask(before);
  if (!is_bound || ::listen(socket_, most_peers) != 0) {
    const int why = errno;
    for (const int fd : {socket_, ready_, folder_}) ::close(fd);
    errno = why;
    fail(folder, "cannot be made");
  }
  watch(ready_, socket_);
}

AdminSocket::~AdminSocket() {
  peers_.clear();
  ::unlinkat(folder_, name, 0);
  for (const int fd : {socket_, ready_, folder_}) ::close(fd);
}

void AdminSocket::serve(std::chrono::steady_clock::time_point now) {
  accept_all(now);
  std::erase_if(peers_, [&](const std::unique_ptr<Peer>& peer) { return !advance(*peer, now); });
}

void AdminSocket::accept_all(std::chrono::steady_clock::time_point now) {
  for (;;) {
    const int fd = ::accept4(socket_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    auto peer = std::make_unique<Peer>(fd, now);
    if (peers_.size() >= most_peers || !is_of_the_operator(fd)) continue;
    watch(ready_, fd);
    peers_.push_back(std::move(peer));
  }
}

bool AdminSocket::advance(Peer& peer, std::chrono::steady_clock::time_point now) {
  const bool is_there = peer.read(now);
  for (std::size_t end = peer.in.find('\n'); end != std::string::npos; end = peer.in.find('\n')) {
    const std::string line = peer.in.substr(0, end);
    peer.in.erase(0, end + 1);
    peer.out += handler_(line) + "\n";
    peer.heard = now;
  }
  return peer.write() && is_there && now - peer.heard < longest_silence;
}

std::string ask_running_host(const fs::path& folder, std::string_view line, std::chrono::seconds patience) {
  const int opened = open_folder(folder);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const std::unique_ptr<const int, void (*)(const int*)> closing(&fd, [](const int* open) { ::close(*open); });
  const sockaddr_un address = address_in(opened);
  const bool is_connected = ::connect(fd, raw(address), sizeof address) == 0;
  ::close(opened);
  if (!is_connected) fail(folder, "no host serves this data folder; start one, or name its folder with --data", COCO_UNAVAILABLE);
  const timeval longest{patience.count(), 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
  std::string question(line);
  question += '\n';
  std::string answer;
  if (::send(fd, question.data(), question.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(question.size()))
    fail(folder, "the host does not listen");
  for (char bytes[4096];;) {
    const ssize_t n = ::recv(fd, bytes, sizeof bytes, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN)
      fail(folder, "the host did not answer within " + std::to_string(patience.count()) + " s; it may be replacing a plugin",
           COCO_UNAVAILABLE);
    if (n == 0) errno = ECONNRESET;
    if (n <= 0) fail(folder, "the host ended before it answered; see its log");
    answer.append(bytes, static_cast<std::size_t>(n));
    if (answer.back() == '\n') break;
  }
  answer.pop_back();
  return answer;
}

}  // namespace cocotalk::host
