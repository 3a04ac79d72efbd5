#include "host/server.hpp"

#include <sched.h>
#include <signal.h>
#include <simdjson.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace cocotalk::bench {
namespace {

std::filesystem::path fresh_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "cocotalk-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + pattern);
  return pattern;
}

// Runs a program; its standard output is the pipe's reading end.
std::pair<pid_t, FILE*> spawn(const std::vector<std::string>& words, int cpu) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("no process");
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    pin(cpu);
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  return {pid, ::fdopen(ends[0], "r")};
}

std::string first_line(FILE* from) {
  char* line = nullptr;
  std::size_t size = 0;
  const ssize_t n = ::getline(&line, &size, from);
  std::string out(line == nullptr ? "" : line, n > 0 ? static_cast<std::size_t>(n) : 0);
  std::free(line);
  return out;
}

}  // namespace

void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

Server::Server(std::filesystem::path program, int cpu) : program_(std::move(program)), cpu_(cpu), folder_(fresh_folder()) {}

Server::~Server() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Seeded Server::seed(std::int64_t accounts, std::int64_t rooms, std::int64_t members, std::int64_t messages) const {
  const auto number = [](std::int64_t n) { return std::to_string(n); };
  const auto [pid, out] = spawn({program_, "seed", number(accounts), "--rooms", number(rooms), "--members", number(members),
                                 "--messages", number(messages), "--tokens", "--data", folder_},
                                cpu_);
  std::string json;
  for (std::string line = first_line(out); !line.empty(); line = first_line(out)) json += line;
  ::fclose(out);
  int status = 0;
  ::waitpid(pid, &status, 0);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (status != 0 || parser.parse(json).get(root) != simdjson::SUCCESS) throw std::runtime_error("cocotalk seed failed");
  Seeded seeded;
  for (const simdjson::dom::element account : root["accounts"].get_array())
    seeded.accounts.push_back({account["id"].get_int64(), std::string(std::string_view(account["accessToken"]))});
  for (const simdjson::dom::element room : root["rooms"].get_array()) seeded.rooms.emplace_back(std::string_view(room));
  return seeded;
}

void Server::start() {
  const auto [pid, out] =
      spawn({program_, "run", "--data", folder_, "--listen", "127.0.0.1:0", "--set", "service.message_burst=0"}, cpu_);
  pid_ = pid;
  const std::string ready = first_line(out);  // the pipe stays open: the host may say more
  const std::size_t colon = ready.rfind(':');
  if (ready.rfind("ready ", 0) != 0 || colon == std::string::npos) throw std::runtime_error("the host did not start: " + ready);
  port_ = static_cast<std::uint16_t>(std::stoi(ready.substr(colon + 1)));
}

void Server::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace cocotalk::bench
