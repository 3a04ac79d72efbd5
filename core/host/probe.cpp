#include "core/host/probe.hpp"

#include "core/host/child.hpp"
#include "core/host/probe_report.hpp"
#include "core/host/resolve.hpp"

#include <cocotalk/plugin.hpp>

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sstream>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;
using plugins::Findings;
using plugins::Weight;

// The child's own folder: copies, data, whatever the plugin leaves in it.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "cocotalk-probe-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw coco::Error(COCO_INTERNAL,
                        pattern + ": cannot be made (" + std::strerror(errno) + "); set TMPDIR to a folder that can be written");
    path_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

// That of this process, with the folder for temporary files, and with the settings in the place of others: they may be secret,
// and everybody on the machine can read the arguments of a process.
std::vector<std::string> environment_for(const Probe& probe, const fs::path& scratch) {
  std::vector<std::string> out;
  for (char** entry = ::environ; *entry != nullptr; ++entry)
    if (const std::string_view each = *entry; !each.starts_with("COCOTALK_") && !each.starts_with("TMPDIR="))
      out.emplace_back(each);
  out.push_back("TMPDIR=" + scratch.string());
  for (const Override& setting : probe.settings)
    out.push_back(variable_name(std::string(probed_section), setting.key) + "=" + setting.value);
  return out;
}

std::vector<std::string> arguments_of(const Probe& probe, const fs::path& scratch) {
  return {probe.program.string(),
          "plugin",
          "probe",
          fs::absolute(probe.file).string(),
          "--scratch=" + scratch.string(),
          "--memory=" + std::to_string(probe.limits.memory_bytes),
          "--processor=" + std::to_string(probe.limits.processor.count())};
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : "SIG" + std::string(name);
}

std::string first_line(const std::string& text) {
  constexpr std::size_t most = 120;
  const std::string line = text.substr(0, text.find('\n'));
  return line.size() > most ? line.substr(0, most) + "…" : line;
}

// What the child wrote about itself, line by line.
struct Told {
  std::string stage = step_load;  // the last one it entered
  bool is_done = false;
  Findings findings;
};

Told read_report(const std::string& report) {
  Told out;
  std::istringstream in(report);
  for (std::string line; std::getline(in, line);) {
    const std::size_t space = line.find(' ');
    const std::string word = line.substr(0, space), rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (word == word_step) out.stage = rest;
    if (word == word_done) out.is_done = true;
    if (word == word_refused) out.findings.push_back({Weight::refusal, "probe", rest});
    if (word == word_defect) out.findings.push_back({Weight::defect, "probe", rest});
  }
  return out;
}

}  // namespace

Findings probe(const Probe& probe) {
  const Scratch scratch;
  const ChildOutcome outcome =
      run_child(arguments_of(probe, scratch.path()), environment_for(probe, scratch.path()), probe.limits.time);
  Told told = read_report(outcome.report);
  const auto found = [&](std::string rule, const std::string& why) {
    told.findings.push_back({Weight::refusal, std::move(rule), why});
  };
  const std::string debugger = "; see where with 'gdb --args cocotalk plugin probe " + probe.file.string() + "'";
  if (outcome.is_late)
    found("hang", "does not come back from " + told.stage + " within " + std::to_string(probe.limits.time.count()) +
                      " ms; wait for nothing there" + debugger);
  else if (outcome.signal == SIGXCPU)
    found("hang",
          "computes in " + told.stage + " for more than " + std::to_string(probe.limits.processor.count()) + " s" + debugger);
  else if (outcome.signal != 0)
    found("crash", "crashes in " + told.stage + " (" + signal_name(outcome.signal) + ")" + debugger);
  else if (!told.is_done && told.findings.empty())
    found("exit", "ends the process with exit code " + std::to_string(outcome.exit_code) + " in " + told.stage +
                      "; a plugin throws or answers an error, and calls no exit()");
  if (!outcome.output.empty() && outcome.signal != SIGABRT)
    told.findings.push_back({Weight::defect, "output",
                             "writes to standard output or error: '" + first_line(outcome.output) + "'; log through the host"});
  return std::move(told.findings);
}

}  // namespace cocotalk::host
