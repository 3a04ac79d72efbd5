#include "load/scenarios.hpp"
#include "load/traffic.hpp"

#include <map>

namespace cocotalk::load {
namespace {

// Evenly spread, the last connection among them: most servers tell a room in the order of joining, so that the last one's own
// copy comes back when everybody has theirs.
std::vector<Connection*> publishers_among(std::deque<Connection>& all, std::size_t n) {
  std::vector<Connection*> publishers;
  for (std::size_t i = 1; i <= n; ++i) publishers.push_back(&all[all.size() * i / n - 1]);
  return publishers;
}

}  // namespace

Report fanout(const Options& options) {
  Traffic traffic(options);
  traffic.open(options.connections, Part::joins);
  const auto publishers = publishers_among(traffic.crowd().connections(), options.publishers);
  std::map<const Connection*, Letter> letters;
  for (const Connection* publisher : publishers) letters.emplace(publisher, traffic.letter(*publisher));

  bool goes_on = true;
  const auto fill_window = [&](Connection& publisher) {
    while (goes_on && publisher.under_way < options.window) traffic.speak(publisher, letters.at(&publisher), now_ns());
  };
  traffic.on_back = fill_window;
  for (Connection* publisher : publishers) fill_window(*publisher);

  traffic.run_until(now_ns() + nanoseconds(options.warmup_s));
  traffic.begin_measuring();
  traffic.run_until(traffic.measured_until());
  traffic.end_measuring();
  goes_on = false;
  const std::uint64_t expected = traffic.sent() * options.connections;
  traffic.settle(expected);
  Report report = traffic.report();
  report.put("lost", static_cast<double>(expected) - static_cast<double>(traffic.arrived()));
  return report;
}

}  // namespace cocotalk::load
