// The local socket an operator's commands reach the running host through: ⟨data folder⟩/admin.sock.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// Only one process serves a data folder: a lock on the folder itself says so, and goes with the process. The socket has mode
// 0600, and peers of other users (but root) are turned away. Each line is a request and gets a line as its answer; who sends a
// longer one, says nothing for a while or comes when too many are here is closed. Lives on [main].
class AdminSocket {
 public:
  using Handler = std::function<std::string(std::string_view line)>;
  static constexpr std::size_t longest_line = 16 * 1024, most_peers = 8;
  static constexpr std::chrono::seconds longest_silence{10};

  // Throws coco::Error, also when another process serves the folder.
  AdminSocket(const std::filesystem::path& folder, Handler handler);
  ~AdminSocket();
  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;

  // Readable when serve() has something to do; but call that now and then anyway, for those who are silent.
  int fd() const { return ready_; }
  void serve(std::chrono::steady_clock::time_point now);

 private:
  struct Peer;
  void accept_all(std::chrono::steady_clock::time_point now);
  // False when the peer is to be closed.
  bool advance(Peer& peer, std::chrono::steady_clock::time_point now);

  const Handler handler_;
  const int folder_, ready_;  // the open and locked folder; epoll of the socket and the peers
  int socket_ = -1;
  std::vector<std::unique_ptr<Peer>> peers_;
};

// A replacement may start and stop plugins, each as long as `drain` allows.
inline constexpr std::chrono::seconds longest_answer{600};

// Says one line to the host that serves `folder` and returns its answer. Throws coco::Error when none does or it does not answer
// in time.
std::string ask_running_host(const std::filesystem::path& folder, std::string_view line,
                             std::chrono::seconds patience = longest_answer);

}  // namespace cocotalk::host
