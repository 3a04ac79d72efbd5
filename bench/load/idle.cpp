#include "load/scenarios.hpp"
#include "load/traffic.hpp"

#include <stdexcept>

namespace cocotalk::load {

Report idle(const Options& options) {
  Traffic traffic(options);
  const Meter& meter = traffic.meter();
  if (!meter.has_server()) throw std::runtime_error("idle needs --server-pid: it is about the server's memory");
  const std::int64_t empty_bytes = meter.resident_bytes();
  const Reading empty = meter.read();
  traffic.open(options.room_size, Part::joins);
  const Reading full = meter.read();
  // The first moments after the last one are still about opening.
  const auto wait = [&](double time_s) {
    for (const Nanoseconds end_ns = now_ns() + nanoseconds(time_s); now_ns() < end_ns;) traffic.crowd().turn(100 * millisecond);
  };
  wait(options.warmup_s);
  const Reading begin = meter.read();
  wait(options.measured_s);
  const Reading end = meter.read();

  const auto n = static_cast<double>(options.connections);
  const double idle_s = seconds(end.at_ns - begin.at_ns), opening_s = seconds(full.at_ns - empty.at_ns);
  const double opening_cpu_s = full.server_cpu_s - empty.server_cpu_s;
  Report report;
  report.put("connections", static_cast<double>(traffic.crowd().ready()));
  report.put("opened_per_s", n / opening_s);
  report.put("opened_per_cpu_s", opening_cpu_s > 0 ? n / opening_cpu_s : 0);
  report.put("bytes_per_connection", static_cast<double>(meter.resident_bytes() - empty_bytes) / n);
  report.put("idle_cores", (end.server_cpu_s - begin.server_cpu_s) / idle_s);
  if (meter.has_core()) report.put("foreign_cores", (full.core_busy_s - empty.core_busy_s - opening_cpu_s) / opening_s);
  report.put("steal", (end.steal_s - empty.steal_s) / seconds(end.at_ns - empty.at_ns));
  report.put("failures", static_cast<double>(traffic.crowd().failures()));
  return report;
}

}  // namespace cocotalk::load
