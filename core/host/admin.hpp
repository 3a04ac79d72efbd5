// What an operator may ask of a running host.
#pragma once

#include "core/host/host.hpp"
#include "core/host/resolve.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// Requests and answers are JSON objects: {"command": "plugins"}, {"command": "replace", "plugin": …, "file": …}, {"command":
// "reload"}; {"lines": […]} or {"plugins": […]} when it was done, {"refused": […]} with every reason when nothing was. [main]
class Admin {
 public:
  struct Surroundings {
    Host& host;
    const HostSettings& settings;
    plugins::CopyFolder& copies;
    const Environment environment;
    std::function<Plan()> plan_again;      // reads the configuration as it is now; throws Refused
    std::function<bool()> is_interrupted;  // the host is to stop
    runtime::Log& log;
  };
  explicit Admin(Surroundings surroundings) : around_(std::move(surroundings)) {}

  std::string answer(std::string_view line);
  // What SIGHUP asks for; the log says what came of it.
  void reload();

 private:
  std::string answer_to(std::string_view line);
  std::vector<std::string> replace(const std::string& plugin, const std::string& file);
  std::vector<std::string> reload_now();
  std::vector<std::string> perform(std::vector<Successor> successors);

  const Surroundings around_;
};

}  // namespace cocotalk::host
