// What an operator may ask of a running host.
#pragma once

#include "core/host/errands.hpp"
#include "core/host/host.hpp"
#include "core/host/resolve.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// Two ways lead here: the admin socket, for who sits at the machine, and errands, for accounts with the role `admin`, who may be
// anywhere. [main]
class Admin {
 public:
  struct Surroundings {
    Host& host;
    const HostSettings& settings;
    plugins::CopyFolder& copies;
    const Environment environment;
    const std::filesystem::path plugin_folder;
    std::function<Plan(TryFirst)> plan_again;  // reads the configuration as it is now; throws Refused
    std::function<bool()> is_interrupted;      // the host is to stop
    runtime::Log& log;
  };
  explicit Admin(Surroundings surroundings) : around_(std::move(surroundings)) {}

  // A request of the socket and its answer are JSON objects: {"command": "status"}, {"command": "plugins"}, {"command":
  // "replace", "plugin": …, "file": …} with the path of any file, {"command": "reload"}; {"refused": […]} with every reason when
  // nothing was done.
  std::string answer(std::string_view line);
  // Throws Refused or coco::Error. Plugins are replaced by libraries of the plugin folder alone, and not at all where the
  // configuration says so.
  std::string perform(const Errand& errand);
  // What SIGHUP asks for; the log says what came of it.
  void reload();

 private:
  std::string answer_to(std::string_view line);
  std::vector<std::string> from_afar(const Errand& errand);
  std::vector<std::string> replace(const std::string& plugin, const std::filesystem::path& file);
  std::vector<std::string> reload_now();
  // This very library, for whatever section.
  bool runs(const std::filesystem::path& file, std::size_t fingerprint) const;
  std::vector<std::string> perform(std::vector<Successor> successors);

  const Surroundings around_;
};

}  // namespace cocotalk::host
