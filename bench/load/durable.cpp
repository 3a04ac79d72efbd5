#include "load/scenarios.hpp"
#include "load/traffic.hpp"

namespace cocotalk::load {

Report durable(const Options& options) {
  Traffic traffic(options);
  traffic.open(1, Part::only_speaks);
  std::vector<Letter> letters;
  for (const Connection& connection : traffic.crowd().connections()) letters.push_back(traffic.letter_with_receipt(connection));

  bool goes_on = true;
  const auto fill_window = [&](Connection& publisher) {
    while (goes_on && publisher.under_way < options.window)
      traffic.speak(publisher, letters[publisher.place().connection], now_ns());
  };
  traffic.on_back = fill_window;
  for (Connection& publisher : traffic.crowd().connections()) fill_window(publisher);

  traffic.run_until(now_ns() + nanoseconds(options.warmup_s));
  traffic.begin_measuring();
  traffic.run_until(traffic.measured_until());
  traffic.end_measuring();
  goes_on = false;
  traffic.settle(traffic.sent());
  Report report = traffic.report();
  report.put("lost", static_cast<double>(traffic.sent()) - static_cast<double>(traffic.arrived()));
  return report;
}

}  // namespace cocotalk::load
