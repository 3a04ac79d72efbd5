// bench-load: puts load on one messaging server over loopback and prints what it did. The figures are explained in
// docs/performance.md.
#include "load/options.hpp"
#include "load/scenarios.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  using namespace cocotalk::load;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty() || arguments.front() == "--help") {
    std::fputs(usage, arguments.empty() ? stderr : stdout);
    return arguments.empty() ? 2 : 0;
  }
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  try {
    const Options options = parse_options(arguments);
    const Report report = options.scenario == "fanout"  ? fanout(options)
                          : options.scenario == "rooms" ? rooms(options)
                          : options.scenario == "idle"  ? idle(options)
                                                        : durable(options);
    std::puts(report.json().c_str());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench-load: %s\n", e.what());
    return 1;
  }
  return 0;
}
