// Plugins that were replaced and still hold something: calls, connections, threads in their last instructions.
#pragma once

#include "core/host/seats.hpp"
#include "core/runtime/log.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cocotalk::host {

// Lets each come to its end: it retires until it is empty and no lease is out, or its time is over; then it is stopped,
// destroyed, and a while later its code is unmapped. Lives on [main], which calls tick() a few times a second.
class Retired {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // How long a library stays mapped after its plugin is gone: its last threads may still be on their way out.
  static constexpr std::chrono::seconds mapped_for{60};

  Retired(runtime::Log& log, std::chrono::milliseconds retire, std::chrono::milliseconds drain)
      : log_(log), retire_(retire), drain_(drain) {}

  // Its interfaces have been taken over already.
  void add(Seat seat, Time now);
  // Never served, perhaps never started well: is stopped at once.
  void dismiss(Seat seat, Time now);
  // Code whose instance is gone.
  void keep_mapped(std::shared_ptr<const PlannedPlugin> planned, Time now) { mapped_.push_back({std::move(planned), now}); }
  void tick(Time now);
  // Stops all that are left; the id of one that did not until `deadline`.
  std::optional<std::string> stop(Time deadline);

  bool is_empty() const { return retiring_.empty(); }
  struct Retiring {
    Seat seat;
    std::string name;
    Time since, stops_by;
    bool waits_for_empty = false;
    bool is_stopping = false, is_told_stuck = false;
  };
  const std::vector<Retiring>& list() const { return retiring_; }

 private:
  struct Mapped {
    std::shared_ptr<const PlannedPlugin> planned;
    Time since;
  };
  // True when it is gone.
  bool advance(Retiring& one, Time now);
  void begin_stop(Retiring& one, Time now);

  runtime::Log& log_;
  const std::chrono::milliseconds retire_, drain_;
  std::vector<Mapped> mapped_;
  std::vector<Retiring> retiring_;
};

}  // namespace cocotalk::host
