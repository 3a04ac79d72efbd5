#include "load/scenarios.hpp"
#include "load/traffic.hpp"

#include <algorithm>
#include <random>

namespace cocotalk::load {
namespace {

// More than this unsent on a connection: the server takes no more, and another message would only wait in our own memory.
constexpr std::size_t too_much_unsent = 64 * 1024;
// The kernel wakes a sleeper this late; shortly before a message is due there is no sleeping.
constexpr Nanoseconds wake_up_latency = 60'000;

// Everybody in turn, in an order of chance that is the same in every run.
std::vector<std::size_t> order_of(std::size_t n) {
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), std::mt19937_64(1));
  return order;
}

}  // namespace

Report rooms(const Options& options) {
  Traffic traffic(options);
  traffic.open(options.room_size, Part::joins);
  std::deque<Connection>& all = traffic.crowd().connections();
  std::vector<Letter> letters;
  for (const Connection& connection : all) letters.push_back(traffic.letter(connection));
  const std::vector<std::size_t> order = order_of(all.size());

  const Nanoseconds begin_ns = now_ns() + millisecond, measured_ns = begin_ns + nanoseconds(options.warmup_s);
  const auto due_ns = [&](std::uint64_t n) { return begin_ns + nanoseconds(static_cast<double>(n) / options.rate); };
  std::uint64_t n_due = 0, skipped = 0;
  const auto speak_until = [&](Nanoseconds end_ns) {
    for (Nanoseconds now = now_ns(); now < end_ns; now = now_ns()) {
      for (; due_ns(n_due) <= now; ++n_due) {
        Connection& speaker = all[order[n_due % order.size()]];
        if (speaker.phase == Connection::Phase::ready && speaker.out().size() < too_much_unsent)
          traffic.speak(speaker, letters[order[n_due % order.size()]], due_ns(n_due));
        else
          ++skipped;
      }
      const Nanoseconds next_ns = std::min(due_ns(n_due), end_ns);
      traffic.crowd().turn(next_ns > now + wake_up_latency ? next_ns - now - wake_up_latency : 0);
    }
  };
  speak_until(measured_ns);
  traffic.begin_measuring();
  speak_until(traffic.measured_until());
  traffic.end_measuring();
  const std::uint64_t expected = traffic.sent() * options.room_size;
  traffic.settle(expected);
  Report report = traffic.report();
  report.put("skipped", static_cast<double>(skipped));
  report.put("lost", static_cast<double>(expected) - static_cast<double>(traffic.arrived()));
  return report;
}

}  // namespace cocotalk::load
