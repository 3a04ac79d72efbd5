#include "core/host/child.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace cocotalk::host {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t most_output = 64u << 10;

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_, O_CLOEXEC) != 0)
      throw coco::Error(COCO_INTERNAL, "cannot make a pipe (" + std::string(std::strerror(errno)) + "); allow more open files");
  }
  ~Pipe() {
    for (const int end : ends_)
      if (end >= 0) ::close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int out() const noexcept { return ends_[0]; }
  int in() const noexcept { return ends_[1]; }
  void close_in() noexcept { ::close(std::exchange(ends_[1], -1)); }
  bool is_open() const noexcept { return ends_[0] >= 0; }
  // Adds what is there, as long as it is not too much. Closes at the end.
  void take(std::string& into) {
    char bytes[4096];
    const ssize_t n = ::read(ends_[0], bytes, sizeof bytes);
    if (n > 0) into.append(bytes, std::min(static_cast<std::size_t>(n), most_output - std::min(most_output, into.size())));
    if (n == 0 || (n < 0 && errno != EINTR)) ::close(std::exchange(ends_[0], -1));
  }

 private:
  int ends_[2] = {-1, -1};
};

class Actions {
 public:
  Actions() { ::posix_spawn_file_actions_init(&actions_); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  void empty(int descriptor) { ::posix_spawn_file_actions_addopen(&actions_, descriptor, "/dev/null", O_RDONLY, 0); }
  void duplicate(int from, int to) { ::posix_spawn_file_actions_adddup2(&actions_, from, to); }
  const posix_spawn_file_actions_t* raw() const noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

// A group of its own, so that what it starts ends with it; no signal blocked or ignored that this process blocks or ignores.
class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none), sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* raw() const noexcept { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const std::string& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

pid_t spawn(const std::vector<std::string>& arguments, const std::vector<std::string>& environment, int output, int report) {
  Actions actions;
  actions.empty(STDIN_FILENO);
  actions.duplicate(output, STDOUT_FILENO);
  actions.duplicate(output, STDERR_FILENO);
  actions.duplicate(report, report_descriptor);
  const Attributes attributes;
  const std::vector<char*> argv = pointers(arguments), envp = pointers(environment);
  pid_t pid = -1;
  const int failure = ::posix_spawn(&pid, argv[0], actions.raw(), attributes.raw(), argv.data(), envp.data());
  if (failure != 0)
    throw coco::Error(COCO_INTERNAL, "cannot start " + arguments[0] + " (" + std::strerror(failure) + "); allow more processes");
  return pid;
}

// Reads until both are closed; false at the deadline.
bool read_all(Pipe& output, Pipe& report, Clock::time_point deadline, ChildOutcome& outcome) {
  while (output.is_open() || report.is_open()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd open[] = {{output.out(), POLLIN, 0}, {report.out(), POLLIN, 0}};
    if (::poll(open, 2, static_cast<int>(left.count()) + 1) <= 0) continue;
    if (open[0].revents != 0) output.take(outcome.output);
    if (open[1].revents != 0) report.take(outcome.report);
  }
  return true;
}

// Waits for the end itself, which comes a moment after that of its outputs, or does not.
bool wait_until(pid_t pid, Clock::time_point deadline, int& status) {
  for (;;) {
    const pid_t ended = ::waitpid(pid, &status, WNOHANG);
    if (ended == pid) return true;
    if (Clock::now() >= deadline) return false;
    ::poll(nullptr, 0, 1);
  }
}

}  // namespace

ChildOutcome run_child(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                       std::chrono::milliseconds time) {
  ChildOutcome out;
  const auto deadline = Clock::now() + time;
  Pipe output, report;
  const pid_t pid = spawn(arguments, environment, output.in(), report.in());
  output.close_in(), report.close_in();
  int status = 0;
  out.is_late = !read_all(output, report, deadline, out) || !wait_until(pid, deadline, status);
  ::kill(-pid, SIGKILL);  // what it started, too
  if (out.is_late) ::waitpid(pid, &status, 0);
  out.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  return out;
}

}  // namespace cocotalk::host
