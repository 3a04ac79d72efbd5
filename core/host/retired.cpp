#include "core/host/retired.hpp"

#include <utility>

namespace cocotalk::host {

void Retired::add(Seat seat, Time now) {
  const std::string name = "the replaced " + seat.instance->id();
  Retiring& one = retiring_.emplace_back(Retiring{std::move(seat), name, now, now + retire_});
  one.waits_for_empty = one.seat.instance->retire();
  tick(now);
}

void Retired::dismiss(Seat seat, Time now) {
  const std::string name = "the refused " + seat.instance->id();
  begin_stop(retiring_.emplace_back(Retiring{std::move(seat), name, now, now}), now);
  tick(now);
}

void Retired::begin_stop(Retiring& one, Time now) {
  one.is_stopping = true;
  one.stops_by = now + drain_;
  one.seat.instance->begin_stop();
}

bool Retired::advance(Retiring& one, Time now) {
  plugins::Instance& instance = *one.seat.instance;
  instance.look_for_late_calls(now);
  if (!one.is_stopping) {
    const bool is_done = !instance.is_leased() && (!one.waits_for_empty || instance.is_empty());
    if (!is_done && now < one.stops_by) return false;
    if (!is_done) log_.info(one.name + " has retired for long enough; what it still holds is closed");
    begin_stop(one, now);
  }
  if (instance.end()) {
    log_.info(one.name + " is gone");
    keep_mapped(one.seat.planned, now);
    return true;
  }
  if (now >= one.stops_by && !std::exchange(one.is_told_stuck, true))
    log_.error(one.name + " does not stop; it stays until the host ends");
  return false;
}

void Retired::tick(Time now) {
  std::erase_if(retiring_, [&](Retiring& one) { return advance(one, now); });
  std::erase_if(mapped_, [&](const Mapped& one) { return now - one.since >= mapped_for; });
}

std::optional<std::string> Retired::stop(Time deadline) {
  for (Retiring& one : retiring_)
    if (!one.is_stopping) one.seat.instance->begin_stop();
  for (Retiring& one : retiring_)
    if (!one.seat.instance->stop(deadline)) return one.seat.instance->id();
  retiring_.clear();
  return std::nullopt;
}

}  // namespace cocotalk::host
