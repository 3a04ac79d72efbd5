// Messages on their way through a crowd, counted.
#pragma once

#include "load/crowd.hpp"
#include "load/histogram.hpp"
#include "load/letter.hpp"
#include "load/meter.hpp"
#include "load/options.hpp"
#include "load/report.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace cocotalk::load {

// What every scenario does: open connections, send, count what comes back, measure one stretch of time, report. One per run.
class Traffic final : public Listener {
 public:
  explicit Traffic(const Options& options);

  Crowd& crowd() { return crowd_; }
  const Meter& meter() const { return meter_; }
  // Opens --connections in rooms of `room_size`.
  void open(std::uint32_t room_size, Part part);

  // The connection's messages: a body of --body bytes that begins with the stamp.
  Letter letter(const Connection& connection) const;
  Letter letter_with_receipt(const Connection& connection) const;
  void speak(Connection& connection, const Letter& letter, Nanoseconds due_ns);

  // Called with the sender when its own message came back, or its receipt.
  std::function<void(Connection&)> on_back;

  // Turns until then; throws when nothing arrived for three seconds, which in a saturating scenario means that messages are lost.
  void run_until(Nanoseconds end_ns);
  // Measures from now for --seconds: counts, latencies of messages due in that time, the server's CPU.
  void begin_measuring();
  void end_measuring();
  // Waits until `expected` messages and receipts in all have come, or nothing came for two seconds.
  void settle(std::uint64_t expected);

  std::uint64_t sent() const { return sent_; }
  std::uint64_t arrived() const { return delivered_ + receipts_; }
  Nanoseconds measured_until() const { return until_ns_; }

  // The measured stretch, per second and per CPU-second of the server.
  Report report() const;

  void heard(Connection& connection, std::string_view text, Nanoseconds at_ns) override;
  void receipted(Connection& connection, std::string_view text, Nanoseconds at_ns) override;

 private:
  struct Sample {
    Reading reading{};
    std::uint64_t sent = 0, arrived = 0, received_bytes = 0, reads = 0;
  };
  Sample sample() const;
  void record(const Stamp& stamp, Nanoseconds at_ns);

  const Options& options_;
  const std::unique_ptr<Protocol> protocol_;
  const Meter meter_;
  Crowd crowd_;
  std::uint64_t sent_ = 0, delivered_ = 0, receipts_ = 0;
  Histogram latency_;
  Nanoseconds from_ns_ = ~Nanoseconds{0}, until_ns_ = 0;
  Sample begin_, end_;
};

}  // namespace cocotalk::load
