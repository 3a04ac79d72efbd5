// A checked configuration: every library loaded, every setting valid, in the order of starting. Nothing is created yet.
#pragma once

#include "core/host/leave_out.hpp"
#include "core/host/resolve.hpp"
#include "core/plugins/library.hpp"
#include "core/runtime/log.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cocotalk::host {

// The host's own settings and those of the log, declared as a plugin declares its own.
std::span<const coco_setting_spec> host_specs();
std::span<const coco_setting_spec> log_specs();

struct HostSettings {
  std::filesystem::path data;  // absolute
  std::chrono::milliseconds drain{0}, retire{0};
  std::size_t worker_threads = 0, worker_queue = 0;
  bool is_changed_by_admins = true;  // its plugins, by accounts with the role `admin`
  runtime::LogFormat log_format = runtime::LogFormat::text;
  coco_log_level log_level = COCO_LOG_INFO;
};

struct PlannedPlugin {
  plugins::Library library;
  std::string where;  // the line of the configuration
  std::vector<plugins::SettingValue> settings;
  Section section;  // what was written for it
};

struct Plan {
  HostSettings host;
  std::vector<std::shared_ptr<const PlannedPlugin>> plugins;  // providers before who needs them
  std::vector<LeftOut> left_out;                              // because they crash; not among `plugins`
  std::vector<std::string> warnings;
};

// Of a host that serves: called before a library is loaded for this section, so before any of its code runs here. Throws Refused
// or plugins::Refusal; then it is not loaded.
using TryFirst = std::function<void(const std::filesystem::path& library, const Section& section)>;

// What a plan is made from, beside the configuration.
struct Surroundings {
  std::filesystem::path plugin_folder;
  Environment environment;
  const coco_plugin& service;  // the application, linked into the program
  TryFirst try_first{};
};

// Which plugins take part: all, or only those the service cannot do without (for the commands of an operator).
enum class Scope { everything, service };

// Throws Refused with all complaints; `complaints` are those found before.
Plan make_plan(const ConfigurationText& source, const std::vector<Override>& overrides, const Surroundings& surroundings,
               plugins::CopyFolder& copies, Scope scope);

// Where a plugin's library lies: in the plugin folder, or where its path says, seen from the configuration's folder.
std::filesystem::path library_file(const Section& section, const std::string& configuration_file,
                                   const std::filesystem::path& folder);

// The data folder a configuration names, without a look at anything else of it. Throws Refused.
std::filesystem::path data_folder(const ConfigurationText& source, const std::vector<Override>& overrides,
                                  const Environment& environment);

// Makes the data folder if it is not there yet. Throws Refused.
void make_data_folder(const std::filesystem::path& folder);

}  // namespace cocotalk::host
