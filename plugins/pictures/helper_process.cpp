#include "pictures/helper_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <vector>

namespace cocotalk::pictures {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_jpeg_bytes = 1 << 20;
constexpr int no_picture = 2;  // the helper's exit code for it

int ms_until(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(0, left));
}

// False when it did not become readable in time.
bool wait_for(const Descriptor& fd, Clock::time_point deadline) {
  pollfd waiting{fd.get(), POLLIN, 0};
  for (;;) {
    const int n = ::poll(&waiting, 1, ms_until(deadline));
    if (n >= 0 || errno != EINTR) return n > 0;
  }
}

// A started helper. Killed, if it has to be, and waited for by its owner.
class Process {
 public:
  Process(const Helper& helper, const Descriptor& picture, const Descriptor& output) {
    std::vector<std::string> words = {helper.program, std::to_string(helper.max_pixels), std::to_string(helper.side),
                                      std::to_string(helper.memory_bytes), std::to_string(helper.time_ms / 1000 + 1)};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* const environment[] = {nullptr};

    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, picture.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, output.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    error_ = ::posix_spawn(&pid_, helper.program.c_str(), &files, &attributes, arguments.data(), environment);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int error() const { return error_; }
  // Waits for its end, which comes at the deadline if not before. The status of waitpid().
  int end_by(Clock::time_point deadline) {
    const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (handle.get() < 0 || !wait_for(handle, deadline)) ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

 private:
  pid_t pid_ = 0;
  int error_ = 0;
};

// Up to the end of the pipe, the deadline, or too much.
std::string read_output(const Descriptor& pipe, Clock::time_point deadline) {
  std::string out;
  std::array<char, 64 << 10> buffer;
  while (out.size() <= max_jpeg_bytes && wait_for(pipe, deadline)) {
    const ssize_t n = ::read(pipe.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return out;
}

}  // namespace

void Descriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Shrunk run(const Helper& helper, const Descriptor& picture) {
  const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(helper.time_ms);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return {COCO_ABORTED, {}, std::string("there is no pipe: ") + std::strerror(errno)};
  Descriptor output(ends[0]), input(ends[1]);
  Process process(helper, picture, input);
  input.close();  // else the pipe never ends
  if (process.error() != 0) return {COCO_ABORTED, {}, helper.program + ": " + std::strerror(process.error())};

  std::string jpeg = read_output(output, deadline);
  output.close();
  const int status = process.end_by(deadline);
  if (WIFSIGNALED(status)) return {COCO_ABORTED, {}, "the helper was ended by signal " + std::to_string(WTERMSIG(status))};
  if (WEXITSTATUS(status) == no_picture) return {COCO_INVALID, {}, "no picture can be made of the file"};
  if (WEXITSTATUS(status) != 0 || jpeg.empty() || jpeg.size() > max_jpeg_bytes)
    return {COCO_ABORTED, {}, "the helper failed with exit code " + std::to_string(WEXITSTATUS(status))};
  return {COCO_OK, std::move(jpeg), {}};
}

}  // namespace cocotalk::pictures
