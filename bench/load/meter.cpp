#include "load/meter.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace cocotalk::load {
namespace {

double ticks_to_seconds(double ticks) { return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)); }

// proc(5): fields of /proc/PID/stat from the third on; the second may hold blanks, but ends with ')'. Empty when it has ended.
std::vector<std::string> stat_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == line.npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

constexpr std::size_t parent_field = 1, user_field = 11, system_field = 12;

pid_t parent_of(pid_t process) {
  const auto fields = stat_of(process);
  return fields.size() > parent_field ? std::stoi(fields[parent_field]) : 0;
}

std::vector<pid_t> with_descendants(pid_t root) {
  if (root == 0) return {};
  if (stat_of(root).empty()) throw std::runtime_error("--server-pid: there is no process " + std::to_string(root));
  std::vector<pid_t> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    pid_t process = 0;
    std::from_chars(name.data(), name.data() + name.size(), process);
    pid_t ancestor = process;
    while (ancestor > 1 && ancestor != root) ancestor = parent_of(ancestor);
    if (process > 0 && ancestor == root) all.push_back(process);
  }
  return all;
}

double cpu_seconds(pid_t process) {
  const auto fields = stat_of(process);
  return fields.size() > system_field ? ticks_to_seconds(std::stod(fields[user_field]) + std::stod(fields[system_field])) : 0;
}

// user, nice, system, idle, iowait, irq, softirq, steal of one line of /proc/stat: "cpu" or "cpu0".
std::vector<double> processor(const std::string& name) {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string first;
    fields >> first;
    if (first != name) continue;
    std::vector<double> times(8);
    for (double& time : times) fields >> time;
    return times;
  }
  throw std::runtime_error("/proc/stat knows no " + name);
}

double busy_seconds(int core) {
  const auto times = processor("cpu" + std::to_string(core));
  return ticks_to_seconds(times[0] + times[1] + times[2] + times[5] + times[6]);
}

double own_seconds() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  const auto in_seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return in_seconds(use.ru_utime) + in_seconds(use.ru_stime);
}

}  // namespace

Meter::Meter(pid_t server, int core) : processes_(with_descendants(server)), core_(core) {}

Reading Meter::read() const {
  Reading now{now_ns(), 0, 0, ticks_to_seconds(processor("cpu")[7]), own_seconds()};
  for (const pid_t process : processes_) now.server_cpu_s += cpu_seconds(process);
  if (has_core()) now.core_busy_s = busy_seconds(core_);
  return now;
}

std::int64_t Meter::resident_bytes() const {
  std::int64_t pages = 0;
  for (const pid_t process : processes_) {
    std::ifstream statm("/proc/" + std::to_string(process) + "/statm");
    std::int64_t total = 0, resident = 0;
    statm >> total >> resident;
    pages += resident;
  }
  return pages * ::sysconf(_SC_PAGESIZE);
}

}  // namespace cocotalk::load
