// Runs the real program with the zoo's plugins.
#pragma once

#include <cocotalk/testing/fake_host.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace cocotalk::zoo {

// The zoo's plugins in a fresh folder, with those among them that no compiler makes: cut, patched, empty, writable by everybody.
class Enclosure {
 public:
  Enclosure();
  std::filesystem::path plugins() const { return folder_.path() / "plugins"; }
  std::filesystem::path path() const { return folder_.path(); }
  // Writes a configuration; returns its path.
  std::filesystem::path configuration(const std::string& name, std::string_view text) const;

 private:
  testing::TemporaryFolder folder_;
};

struct Outcome {
  int exit_code = -1;  // 128 + signal when one killed it
  std::string out, error;
};

// A run of the program. Standard output and error are read by whoever calls; the process is killed when this goes.
class Running {
 public:
  Running(const Enclosure& enclosure, std::vector<std::string> arguments,
          const std::map<std::string, std::string>& environment = {}, std::string_view input = "",
          const std::string& program = ZOO_HOST);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // Waits for a line of standard output. Throws after 20 s, or when the output ends.
  std::string read_line();
  // Waits until `part` stands in standard error. Throws after 20 s.
  void wait_for_error(std::string_view part);
  // Takes some of what it said meanwhile, without waiting: who never listens stops who speaks much.
  void listen();
  void signal(int number) const;
  // Waits for the end, at most 30 s.
  Outcome finish();

 private:
  bool read_some(int timeout_ms);  // false at the end of both
  pid_t pid_ = -1;
  int out_ = -1, error_ = -1;
  Outcome outcome_;
  std::size_t read_to_ = 0;  // of outcome_.out
};

Outcome run(const Enclosure& enclosure, std::vector<std::string> arguments,
            const std::map<std::string, std::string>& environment = {});

// The same with a service that needs a storage, for the commands that start only what the service needs.
Outcome operate(const Enclosure& enclosure, std::vector<std::string> arguments, std::string_view input = "");

}  // namespace cocotalk::zoo
