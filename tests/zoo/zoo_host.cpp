#include "zoo/zoo_host.hpp"

#include <elf.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// The library with another number in its ELF header.
template <class Field>
std::string patched(std::string library, std::size_t offset, Field value) {
  std::memcpy(library.data() + offset, &value, sizeof value);
  return library;
}

// All descriptors are closed in the child, which inherits only the given ones.
pid_t spawn(const std::vector<std::string>& arguments, const std::vector<std::string>& environment, int in, int out, int error) {
  std::vector<char*> argv, envp;
  for (const std::string& each : arguments) argv.push_back(const_cast<char*>(each.c_str()));
  for (const std::string& each : environment) envp.push_back(const_cast<char*>(each.c_str()));
  argv.push_back(nullptr), envp.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, error, 2);
  pid_t pid = -1;
  const int failure = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("cannot run " + arguments[0] + ": " + std::strerror(failure));
  return pid;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& extra) {
  std::vector<std::string> out;
  for (char** entry = ::environ; *entry != nullptr; ++entry)
    if (!std::string_view(*entry).starts_with("COCOTALK_")) out.emplace_back(*entry);
  for (const auto& [name, value] : extra) out.push_back(name + "=" + value);
  return out;
}

}  // namespace

Enclosure::Enclosure() {
  fs::create_directory(plugins());
  for (const auto& entry : fs::directory_iterator(ZOO_PLUGINS))
    fs::create_symlink(entry.path(), plugins() / entry.path().filename());
  const std::string good = contents(plugins() / "good.so");
  write(plugins() / "cut-in-header.so", good.substr(0, 40));
  write(plugins() / "cut-in-the-middle.so", good.substr(0, good.size() / 2));
  write(plugins() / "cut-by-a-byte.so", good.substr(0, good.size() - 1));
  write(plugins() / "empty.so", "");
  write(plugins() / "text.so", "#!/bin/sh\necho no library\n");
  write(plugins() / "other-machine.so", patched<Elf64_Half>(good, offsetof(Elf64_Ehdr, e_machine), EM_SPARCV9));
  write(plugins() / "32-bit.so", patched<unsigned char>(good, EI_CLASS, ELFCLASS32));
  write(plugins() / "program.so", patched<Elf64_Half>(good, offsetof(Elf64_Ehdr, e_type), ET_EXEC));
  write(plugins() / "for-everybody.so", good);
  fs::permissions(plugins() / "for-everybody.so", fs::perms::others_write, fs::perm_options::add);
  fs::create_directory(plugins() / "folder.so");
  fs::create_directory(folder_.path() / "data");
  write(folder_.path() / "file", "no folder");
}

fs::path Enclosure::configuration(const std::string& name, std::string_view text) const {
  const fs::path file = folder_.path() / name;
  write(file, text);
  return file;
}

Running::Running(const Enclosure& enclosure, std::vector<std::string> arguments,
                 const std::map<std::string, std::string>& environment, std::string_view input, const std::string& program) {
  int in[2], out[2], error[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(error, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipes");
  arguments.insert(arguments.begin(), program);
  arguments.push_back("--plugins=" + enclosure.plugins().string());
  std::vector<std::string> variables = environment_with(environment);
  variables.push_back("TMPDIR=" + enclosure.path().string());
  pid_ = spawn(arguments, variables, in[0], out[1], error[1]);
  for (const int fd : {in[0], out[1], error[1]}) ::close(fd);
  if (::write(in[1], input.data(), input.size()) != static_cast<ssize_t>(input.size()))
    throw std::runtime_error("the program does not read");
  ::close(in[1]);
  out_ = out[0], error_ = error[0];
}

Running::~Running() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  for (const int fd : {out_, error_})
    if (fd >= 0) ::close(fd);
}

void Running::listen() {
  pollfd open[] = {{out_, POLLIN, 0}, {error_, POLLIN, 0}};
  if (::poll(open, 2, 0) > 0) read_some(0);
}

bool Running::read_some(int timeout_ms) {
  pollfd open[] = {{out_, POLLIN, 0}, {error_, POLLIN, 0}};
  if (::poll(open, 2, timeout_ms) == 0)
    throw std::runtime_error("the program is silent; it said:\n" + outcome_.out + outcome_.error);
  const auto take = [](pollfd& ready, int& fd, std::string& into) {
    if (ready.revents == 0) return;
    char bytes[4096];
    const ssize_t n = ::read(fd, bytes, sizeof bytes);
    if (n > 0) into.append(bytes, static_cast<std::size_t>(n));
    if (n == 0) ::close(std::exchange(fd, -1));
  };
  take(open[0], out_, outcome_.out);
  take(open[1], error_, outcome_.error);
  return out_ >= 0 || error_ >= 0;
}

std::string Running::read_line() {
  for (;;) {
    const std::size_t end = outcome_.out.find('\n', read_to_);
    if (end != std::string::npos) {
      std::string line = outcome_.out.substr(read_to_, end - read_to_);
      read_to_ = end + 1;
      return line;
    }
    if (!read_some(20'000)) throw std::runtime_error("the program ended; it said:\n" + outcome_.error);
  }
}

void Running::wait_for_error(std::string_view part) {
  while (outcome_.error.find(part) == std::string::npos)
    if (!read_some(20'000)) throw std::runtime_error("the program ended; it said:\n" + outcome_.error);
}

void Running::signal(int number) const { ::kill(pid_, number); }

Outcome Running::finish() {
  while (read_some(30'000)) {
  }
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  outcome_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome_;
}

Outcome run(const Enclosure& enclosure, std::vector<std::string> arguments,
            const std::map<std::string, std::string>& environment) {
  return Running(enclosure, std::move(arguments), environment).finish();
}

Outcome operate(const Enclosure& enclosure, std::vector<std::string> arguments, std::string_view input) {
  return Running(enclosure, std::move(arguments), {}, input, ZOO_HOST_WITH_STORAGE).finish();
}

}  // namespace cocotalk::zoo
