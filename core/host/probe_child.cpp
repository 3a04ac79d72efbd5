// The child of a probe: `cocotalk plugin probe FILE`, a command for the program itself and for debuggers.
#include "core/host/child.hpp"
#include "core/host/plugin_settings.hpp"
#include "core/host/probe_report.hpp"
#include "core/host/program.hpp"
#include "core/plugins/instance.hpp"

#include <cocotalk/plugin.hpp>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool may_limit_memory = false;  // a sanitizer takes address space by the terabyte
#else
constexpr bool may_limit_memory = true;
#endif

// To the parent, or to nobody when somebody runs the command himself.
class Report {
 public:
  void say(const std::string& word, const std::string& rest = "") const {
    const std::string line = rest.empty() ? word + "\n" : word + " " + rest + "\n";
    const ssize_t ignored = ::write(report_descriptor, line.data(), line.size());
    static_cast<void>(ignored);
  }
};

void limit(int resource, rlim_t to) {
  const rlimit limit{to, to};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

rlim_t number(const Invocation& invocation, std::string_view option) {
  const std::string text = invocation.value(option);
  rlim_t out = RLIM_INFINITY;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

void live_within_limits(const Invocation& invocation) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, number(invocation, "--processor"));
  if (may_limit_memory) limit(RLIMIT_AS, number(invocation, "--memory"));
}

std::size_t count_threads() {
  std::error_code ignored;
  return static_cast<std::size_t>(std::distance(fs::directory_iterator("/proc/self/task", ignored), fs::directory_iterator()));
}

std::vector<plugins::SettingValue> settings_of(const plugins::Description& plugin, const Invocation& invocation) {
  std::vector<std::string> complaints;
  Section section = given_settings(plugin.id, invocation.overrides);
  section.name = probed_section;
  std::vector<plugins::SettingValue> out = resolve(section, plugin.settings, environment_of_process(), complaints);
  if (!complaints.empty()) throw Refused(std::move(complaints));
  return out;
}

void live(const fs::path& file, const Invocation& invocation, const Report& report) {
  const fs::path data = fs::path(invocation.value("--scratch", fs::temp_directory_path().string())) / "data";
  fs::create_directories(data);
  plugins::CopyFolder copies;
  runtime::Log log(runtime::LogFormat::text, COCO_LOG_ERROR + 1);  // whatever it logs is no concern here
  runtime::Metrics metrics;
  runtime::WorkerPool workers(1, 1);
  plugins::Slots slots;
  const plugins::Lending lending{log, metrics, workers, slots, data.string(), [](int, std::string_view) {}};
  report.say(word_step, step_load);
  {
    const plugins::Library library = plugins::Library::load(file, copies);
    const auto settings = settings_of(library.description(), invocation);
    const std::size_t n_threads = count_threads();
    report.say(word_step, step_create);
    auto instance = std::make_unique<plugins::Instance>(library, settings, lending);
    if (count_threads() > n_threads) report.say(word_defect, "starts threads in create(); start them in start()");
    report.say(word_step, step_destroy);
    instance.reset();
    if (count_threads() > n_threads) report.say(word_defect, "leaves threads behind after destroy(); join them");
    report.say(word_step, step_unload);
  }
  report.say(word_done);
}

}  // namespace

// Leaves by _Exit: what the plugin left behind shall not be met by this program's own end.
int probe_plugin(const Program&, const Invocation& invocation) {
  live_within_limits(invocation);
  const Report report;
  try {
    live(invocation.words[0], invocation, report);
    std::_Exit(exit_done);
  } catch (const plugins::Refusal& e) {
    report.say(word_refused, e.why());
  } catch (const Refused& e) {
    for (const std::string& complaint : e.complaints()) report.say(word_refused, complaint);
  } catch (const std::exception& e) {
    report.say(word_refused, e.what());
  }
  std::_Exit(exit_failed);
}

}  // namespace cocotalk::host
