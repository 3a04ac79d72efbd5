#include "load/traffic.hpp"

#include <algorithm>
#include <stdexcept>

namespace cocotalk::load {
namespace {

constexpr Nanoseconds stalled_after = 3 * second, quiet_after = 2 * second;

std::string body_of(std::size_t bytes) {
  std::string body = blank_stamp();
  body.resize(std::max(bytes, body.size()), 'x');
  return body;
}

double rate(double amount, double per) { return per > 0 ? amount / per : 0; }

}  // namespace

Traffic::Traffic(const Options& options)
    : options_(options),
      protocol_(protocol_named(options.protocol, options.words)),
      meter_(options.server_pid, options.server_core),
      crowd_(*protocol_, *this, options.port) {}

void Traffic::open(std::uint32_t room_size, Part part) {
  std::vector<Place> places;
  for (std::uint32_t i = 0; i < options_.connections; ++i) {
    places.push_back({i, i / room_size});
    if (!options_.lines.empty()) places.back().words = options_.lines[i];
  }
  crowd_.open(places, part);
}

// ---- sending ------------------------------------------------------------------------------------------------------------------

Letter Traffic::letter(const Connection& connection) const {
  return {protocol_->opcode(), protocol_->message(connection.place(), body_of(options_.body_bytes))};
}

Letter Traffic::letter_with_receipt(const Connection& connection) const {
  return {protocol_->opcode(), protocol_->message_with_receipt(connection.place(), body_of(options_.body_bytes))};
}

void Traffic::speak(Connection& connection, const Letter& letter, Nanoseconds due_ns) {
  ++sent_;
  ++connection.under_way;
  crowd_.send(connection, letter, {due_ns, connection.place().connection});
}

// ---- counting -----------------------------------------------------------------------------------------------------------------

void Traffic::heard(Connection& connection, std::string_view text, Nanoseconds at_ns) {
  const std::optional<Stamp> stamp = find_stamp(text);
  if (!stamp) return;  // the server's own words
  ++delivered_;
  record(*stamp, at_ns);
  if (stamp->connection != connection.place().connection) return;
  --connection.under_way;
  if (on_back) on_back(connection);
}

void Traffic::receipted(Connection& connection, std::string_view text, Nanoseconds at_ns) {
  const std::optional<Stamp> stamp = find_stamp(text);
  if (!stamp) return;
  ++receipts_;
  record(*stamp, at_ns);
  --connection.under_way;
  if (on_back) on_back(connection);
}

void Traffic::record(const Stamp& stamp, Nanoseconds at_ns) {
  if (stamp.at_ns >= from_ns_ && stamp.at_ns < until_ns_) latency_.add(at_ns - std::min(at_ns, stamp.at_ns));
}

void Traffic::run_until(Nanoseconds end_ns) {
  std::uint64_t seen = arrived();
  for (Nanoseconds now = now_ns(), last_ns = now; now < end_ns; now = now_ns()) {
    crowd_.turn(std::min(end_ns - now, 100 * millisecond));
    if (arrived() != seen) {
      seen = arrived();
      last_ns = now;
    } else if (now - last_ns > stalled_after) {
      throw std::runtime_error("nothing arrived for three seconds: " +
                               (crowd_.failures() > 0 ? crowd_.first_failure() : std::string("the server lost messages")));
    }
  }
}

void Traffic::settle(std::uint64_t expected) {
  std::uint64_t seen = arrived();
  for (Nanoseconds last_ns = now_ns(); arrived() < expected && now_ns() - last_ns < quiet_after;) {
    crowd_.turn(50 * millisecond);
    if (arrived() == seen) continue;
    seen = arrived();
    last_ns = now_ns();
  }
}

// ---- measuring ----------------------------------------------------------------------------------------------------------------

Traffic::Sample Traffic::sample() const { return {meter_.read(), sent_, arrived(), crowd_.received_bytes(), crowd_.reads()}; }

void Traffic::begin_measuring() {
  begin_ = sample();
  from_ns_ = begin_.reading.at_ns;
  until_ns_ = from_ns_ + nanoseconds(options_.measured_s);
}

void Traffic::end_measuring() { end_ = sample(); }

Report Traffic::report() const {
  const auto difference = [&](auto member) { return static_cast<double>(end_.*member - begin_.*member); };
  const Reading &a = begin_.reading, &b = end_.reading;
  const double wall_s = seconds(b.at_ns - a.at_ns), cpu_s = b.server_cpu_s - a.server_cpu_s;
  const double arrived = difference(&Sample::arrived);
  Report report;
  report.put("connections", static_cast<double>(crowd_.ready()));
  report.put("sent_per_s", difference(&Sample::sent) / wall_s);
  report.put("arrived_per_s", arrived / wall_s);
  if (meter_.has_server()) {
    report.put("arrived_per_cpu_s", rate(arrived, cpu_s));
    report.put("server_cores", cpu_s / wall_s);
  }
  if (meter_.has_core()) {
    report.put("core_busy", (b.core_busy_s - a.core_busy_s) / wall_s);
    report.put("foreign_cores", (b.core_busy_s - a.core_busy_s - cpu_s) / wall_s);
  }
  report.put("steal", (b.steal_s - a.steal_s) / wall_s);
  report.put("generator_cores", (b.own_cpu_s - a.own_cpu_s) / wall_s);
  report.put("bytes_per_arrival", rate(difference(&Sample::received_bytes), arrived));
  report.put("arrivals_per_read", rate(arrived, difference(&Sample::reads)));
  const auto in_ms = [&](double q) { return static_cast<double>(latency_.quantile(q)) / 1e6; };
  report.put("p50_ms", in_ms(0.5));
  report.put("p99_ms", in_ms(0.99));
  report.put("max_ms", static_cast<double>(latency_.largest()) / 1e6);
  report.put("failures", static_cast<double>(crowd_.failures()));
  return report;
}

}  // namespace cocotalk::load
