#include "core/host/plan.hpp"

#include "core/host/introspection.h"
#include "core/host/places.hpp"
#include "core/plugins/nearest.hpp"
#include "core/plugins/order.hpp"

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;
using plugins::SettingValue;

constexpr const char* formats[] = {"text", "json", nullptr};
constexpr const char* levels[] = {"debug", "info", "warn", "error", nullptr};
constexpr coco_setting_spec host_settings[] = {
    coco::string("data", "./data", "folder of everything that is kept; empty: a private one, removed at exit"),
    coco::millis("drain", "15 s", 1000, 600'000,
                 "how long stopping may take, all plugins together; then the process ends without them"),
    coco::millis("retire", "5 min", 0, 86'400'000,
                 "how long a plugin that was replaced may go on with what it holds, such as connections; then they are closed"),
    coco::integer("worker_threads", "2", 1, 64, "threads for what must block, such as password hashing"),
    coco::integer("worker_queue", "32", 1, 10'000, "tasks that may wait for them; beyond it: busy"),
    coco::boolean(
        "admins_change_plugins", "true",
        "accounts with the role admin may replace plugins, by libraries of the plugin folder, and have the configuration "
        "read again; else only who sits at the machine"),
};
constexpr coco_setting_spec log_settings[] = {
    coco::choice("format", "text", formats, "one line of text, or one JSON object, per event"),
    coco::choice("level", "info", levels, "the least important events that are logged"),
};

const SettingValue* value_of(const std::vector<SettingValue>& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &SettingValue::name);
  return found == values.end() ? nullptr : &*found;
}

void complain_of_data_folder(const fs::path& folder, const std::string& where, std::vector<std::string>& complaints) {
  const auto complain = [&](const fs::path& path, std::string_view why) {
    complaints.push_back(where + ": 'data': " + path.string() + " " + std::string(why) + "; choose another folder with --data");
  };
  std::error_code ignored;
  if (fs::exists(folder, ignored)) {
    if (!fs::is_directory(folder, ignored)) return complain(folder, "is no folder");
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return complain(folder, "cannot be written");
    return;
  }
  const fs::path parent = folder.parent_path();
  if (!fs::is_directory(parent, ignored)) return complain(parent, "does not exist or is no folder");
  if (::access(parent.c_str(), W_OK | X_OK) != 0)
    complain(parent, "cannot be written, so '" + folder.filename().string() + "' cannot be made in it");
}

std::string where_of(const Section& section, std::string_view key) {
  std::string where = section.where;
  for (const Given& given : section.given)
    if (given.key == key) where = given.where;
  return where;
}

HostSettings host_settings_of(const Configuration& configuration, const Environment& environment, const fs::path& private_folder,
                              std::vector<std::string>& complaints) {
  HostSettings out;
  const auto values = resolve(configuration.host, host_specs(), environment, complaints);
  const auto log = resolve(configuration.log, log_specs(), environment, complaints);
  if (const auto* data = value_of(values, "data")) {
    out.data = data->text.empty() ? private_folder : fs::weakly_canonical(fs::absolute(data->text));
    complain_of_data_folder(out.data, where_of(configuration.host, "data"), complaints);
  }
  if (const auto* drain = value_of(values, "drain")) out.drain = std::chrono::milliseconds(drain->number);
  if (const auto* retire = value_of(values, "retire")) out.retire = std::chrono::milliseconds(retire->number);
  if (const auto* threads = value_of(values, "worker_threads")) out.worker_threads = static_cast<std::size_t>(threads->number);
  if (const auto* queue = value_of(values, "worker_queue")) out.worker_queue = static_cast<std::size_t>(queue->number);
  if (const auto* admins = value_of(values, "admins_change_plugins")) out.is_changed_by_admins = admins->number != 0;
  if (const auto* format = value_of(log, "format"))
    out.log_format = format->text == "json" ? runtime::LogFormat::json : runtime::LogFormat::text;
  if (const auto* level = value_of(log, "level"))
    out.log_level = static_cast<coco_log_level>(std::ranges::find(levels, level->text) - std::begin(levels));
  return out;
}

// Loads what can be loaded; the rest becomes complaints.
class Loader {
 public:
  Loader(const Configuration& configuration, const Surroundings& surroundings, plugins::CopyFolder& copies,
         std::vector<std::string>& complaints)
      : configuration_(configuration), surroundings_(surroundings), copies_(copies), complaints_(complaints) {}

  struct Loaded {
    std::unique_ptr<PlannedPlugin> plugin;
    const Section* section;
  };

  std::vector<Loaded> load() {
    for (const Section& section : configuration_.plugins) load_one(section);
    add_service();
    return std::move(loaded_);
  }
  bool has_failures() const { return has_failures_; }

 private:
  void load_one(const Section& section) {
    const fs::path file = library_file(section, configuration_.file, surroundings_.plugin_folder);
    const bool is_in_folder = section.plugin.find('/') == std::string::npos;
    try {
      std::error_code ignored;
      if (is_in_folder && !fs::exists(file, ignored))
        throw plugins::Refusal("there is no plugin '" + section.plugin + "' in " + surroundings_.plugin_folder.string() + "; " +
                               plugins::suggestion(section.plugin, plugin_names(surroundings_.plugin_folder)));
      if (surroundings_.try_first) surroundings_.try_first(file, section);
      add(plugins::Library::load(file, copies_), section);
    } catch (const Refused& e) {
      complaints_.insert(complaints_.end(), e.complaints().begin(), e.complaints().end());
      has_failures_ = true;
    } catch (const plugins::Refusal& e) {
      complaints_.push_back(section.where + ": " + e.what());
      has_failures_ = true;
    }
  }

  // Unless somebody else provides the gateway. A plugin that could not be loaded may have been the one.
  void add_service() {
    for (const Loaded& one : loaded_)
      if (std::ranges::find(one.plugin->library.description().provides, COCO_GATEWAY) !=
          one.plugin->library.description().provides.end()) {
        if (!configuration_.service.given.empty())
          complaints_.push_back(configuration_.service.where + ": 'service' has settings, but plugin '" + one.section->name +
                                "' provides " COCO_GATEWAY " in its place; remove them");
        return;
      }
    add(plugins::Library::linked(surroundings_.service), configuration_.service);
  }

  void add(plugins::Library&& library, const Section& section) {
    loaded_.push_back({std::make_unique<PlannedPlugin>(PlannedPlugin{std::move(library), section.where, {}, section}), &section});
  }

  const Configuration& configuration_;
  const Surroundings& surroundings_;
  plugins::CopyFolder& copies_;
  std::vector<std::string>& complaints_;
  std::vector<Loaded> loaded_;
  bool has_failures_ = false;
};

// Variables that look like ours and mean nothing are most likely misspelt. A warning only: they may be meant for another
// configuration.
std::vector<std::string> unknown_variables(const Environment& environment, const std::vector<Loader::Loaded>& loaded) {
  std::vector<std::string> known;
  const auto add = [&](const std::string& section, std::span<const coco_setting_spec> specs) {
    for (const coco_setting_spec& spec : specs) known.push_back(variable_name(section, spec.name));
  };
  add("", host_specs());
  add("log", log_specs());
  for (const Loader::Loaded& one : loaded) add(one.section->name, one.plugin->library.description().settings);
  std::vector<std::string> out;
  for (const auto& [name, value] : environment)
    if (std::ranges::find(known, name) == known.end()) {
      const auto meant = plugins::nearest(name, known);
      out.push_back("environment variable " + name + " is no setting of this configuration" +
                    (meant ? "; did you mean " + *meant + "?" : ""));
    }
  return out;
}

}  // namespace

std::span<const coco_setting_spec> host_specs() { return host_settings; }
std::span<const coco_setting_spec> log_specs() { return log_settings; }

fs::path library_file(const Section& section, const std::string& configuration_file, const fs::path& folder) {
  if (section.plugin.find('/') == std::string::npos) return folder / (section.plugin + ".so");
  return (fs::path(configuration_file).parent_path() / section.plugin).lexically_normal();
}

Plan make_plan(const ConfigurationText& source, const std::vector<Override>& overrides, const Surroundings& surroundings,
               plugins::CopyFolder& copies, Scope scope) {
  std::vector<std::string> complaints;
  const Configuration configuration = parse_configuration(source, overrides, complaints);
  Plan plan;
  plan.host = host_settings_of(configuration, surroundings.environment, copies.path() / "data", complaints);
  Loader loader(configuration, surroundings, copies, complaints);
  std::vector<Loader::Loaded> loaded = loader.load();
  plan.warnings = unknown_variables(surroundings.environment, loaded);

  std::vector<plugins::Candidate> candidates;
  for (const Loader::Loaded& one : loaded)
    candidates.push_back({one.plugin->where + ": ", one.plugin->library.file(), &one.plugin->library.description()});
  const std::string host_provides[] = {COCO_INTROSPECTION};
  const plugins::Order order = plugins::order(candidates, host_provides,
                                              loader.has_failures() ? plugins::UnmetNeeds::ignore : plugins::UnmetNeeds::refuse);
  complaints.insert(complaints.end(), order.complaints.begin(), order.complaints.end());
  for (const Loader::Loaded& one : loaded)
    one.plugin->settings =
        resolve(*one.section, one.plugin->library.description().settings, surroundings.environment, complaints);
  if (!complaints.empty()) throw Refused(std::move(complaints));

  std::vector<std::size_t> wanted = order.start;
  if (scope == Scope::service) {
    if (loaded.back().plugin->library.file() != plugins::built_in)
      throw Refused({configuration.file + ": has no service of its own to work on; name the configuration of the server"});
    const std::vector<std::size_t> needed = plugins::needed_for(loaded.size() - 1, candidates);
    std::erase_if(wanted, [&](std::size_t i) { return std::ranges::find(needed, i) == needed.end(); });
  }
  if (scope == Scope::everything) {
    Spared spared = spare(candidates, CrashRecord::read(plan.host.data));
    std::erase_if(wanted, [&](std::size_t i) { return std::ranges::find(spared.candidates, i) != spared.candidates.end(); });
    plan.left_out = std::move(spared.left_out);
    plan.warnings.insert(plan.warnings.end(), spared.warnings.begin(), spared.warnings.end());
  }
  for (const std::size_t i : wanted) plan.plugins.push_back(std::move(loaded[i].plugin));
  return plan;
}

fs::path data_folder(const ConfigurationText& source, const std::vector<Override>& overrides, const Environment& environment) {
  std::vector<std::string> complaints;
  const Configuration configuration = parse_configuration(source, overrides, complaints);
  const HostSettings settings = host_settings_of(configuration, environment, {}, complaints);
  if (!complaints.empty()) throw Refused(std::move(complaints));
  return settings.data;
}

void make_data_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    throw Refused({folder.string() + ": cannot be made (" + std::strerror(errno) + "); choose another data folder with --data"});
}

}  // namespace cocotalk::host
