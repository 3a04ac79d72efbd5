#include "core/contract/isolation.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <stdexcept>

namespace cocotalk::contract {
namespace {

constexpr std::size_t last_words_bytes = 2000;

// Bytes in memory that a child writes and the parent reads.
class Notebook {
 public:
  Notebook() : fd_(::memfd_create("cocotalk-contract", MFD_CLOEXEC)) {
    if (fd_ < 0) throw std::runtime_error(std::string("no memory file (") + std::strerror(errno) + ")");
  }
  ~Notebook() { ::close(fd_); }
  Notebook(const Notebook&) = delete;
  Notebook& operator=(const Notebook&) = delete;

  int fd() const { return fd_; }
  // Its last `n` bytes.
  std::string end(std::size_t n) const {
    const off_t size = ::lseek(fd_, 0, SEEK_END), from = size > static_cast<off_t>(n) ? size - static_cast<off_t>(n) : 0;
    std::string out(static_cast<std::size_t>(size - from), '\0');
    const ssize_t got = ::pread(fd_, out.data(), out.size(), from);
    out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return out;
  }

 private:
  const int fd_;
};

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(what, &both);
}

[[noreturn]] void live(const std::function<int(int)>& work, const Notebook& findings, const Notebook& words) {
  ::setpgid(0, 0);
  limit(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_DATA, rlim_t{2} << 30);
#endif
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(words.fd(), STDOUT_FILENO);
  ::dup2(words.fd(), STDERR_FILENO);
  const int code = work(findings.fd());
  std::cout.flush();
  std::fflush(nullptr);
  ::_exit(code);
}

std::string name_of(int signal) {
  const char* const name = ::sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : "SIG" + std::string(name);
}

// Waits for the end of the child; false when the time is over.
bool ends_within(pid_t child, std::chrono::seconds deadline) {
  const int ended = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  if (ended < 0) throw std::runtime_error(std::string("no pidfd (") + std::strerror(errno) + ")");
  pollfd one{ended, POLLIN, 0};
  int n = 0;
  do n = ::poll(&one, 1, static_cast<int>(std::chrono::milliseconds(deadline).count()));
  while (n < 0 && errno == EINTR);
  ::close(ended);
  return n > 0;
}

}  // namespace

Outcome isolated(const std::function<int(int findings)>& work, std::chrono::seconds deadline) {
  const Notebook findings, words;
  std::cout.flush();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error(std::string("no process (") + std::strerror(errno) + ")");
  if (child == 0) live(work, findings, words);
  ::setpgid(child, child);  // whoever of the two comes first
  const bool ended = ends_within(child, deadline);
  ::kill(-child, SIGKILL);  // and whatever it has started
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  Outcome out{ended && WIFEXITED(status),
              WIFEXITED(status) ? WEXITSTATUS(status) : 0,
              {},
              findings.end(64 << 10),
              words.end(last_words_bytes)};
  if (!ended)
    out.how = "was still at work after " + std::to_string(deadline.count()) + " s";
  else if (!out.has_ended_itself)
    out.how = "crashed with " + name_of(WTERMSIG(status));
  return out;
}

}  // namespace cocotalk::contract
