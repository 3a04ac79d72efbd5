// The program that is measured, as a child process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cocotalk::bench {

struct SeededAccount {
  std::int64_t id;
  std::string access_token;
};
struct Seeded {
  std::vector<SeededAccount> accounts;
  std::vector<std::string> rooms;
};

// A host on a folder of its own. start() and stop() may alternate; everything is removed with the object.
class Server {
 public:
  Server(std::filesystem::path program, int cpu);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // `cocotalk seed`, while it does not run.
  Seeded seed(std::int64_t accounts, std::int64_t rooms, std::int64_t members, std::int64_t messages) const;
  void start();
  void stop();
  std::uint16_t port() const { return port_; }

 private:
  const std::filesystem::path program_;
  const int cpu_;
  std::filesystem::path folder_;
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

// Binds this thread to a processor. Nothing happens when there is no such processor.
void pin(int cpu);

}  // namespace cocotalk::bench
