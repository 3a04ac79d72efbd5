#include "core/host/load.hpp"

#include <algorithm>

namespace cocotalk::host {
namespace {

using Number = std::optional<std::int64_t>;

// Nothing only when neither is known.
Number together(Number a, Number b) {
  if (!a || !b) return a ? a : b;
  return *a + *b;
}

// Never below zero: a plugin that took the place of another may count from the beginning.
Number grown(Number before, Number now) {
  if (!now) return std::nullopt;
  return std::max<std::int64_t>(0, *now - before.value_or(0));
}

std::optional<double> ratio(Number number, double of) {
  if (!number || of <= 0) return std::nullopt;
  return static_cast<double>(*number) / of;
}

}  // namespace

LoadHistory::Counted LoadHistory::counted(const runtime::Metrics& metrics) {
  return {together(metrics.sum("messages_total"), metrics.sum("publications_total")), metrics.sum("deliveries"),
          metrics.sum("commits"), metrics.sum("commit_microseconds")};
}

void LoadHistory::look(const runtime::Metrics& metrics, Time now, std::int64_t utc_ms) {
  if (begun_ && now - *begun_ < every) return;
  const Counted after = counted(metrics);
  if (begun_) {
    const double seconds = std::chrono::duration<double>(now - looked_).count();
    const Number commits = grown(before_.commits, after.commits);
    constexpr double microseconds_in_ms = 1000;
    const Load load{metrics.sum("connections"), ratio(grown(before_.messages, after.messages), seconds),
                    ratio(grown(before_.deliveries, after.deliveries), seconds), ratio(commits, seconds),
                    ratio(grown(before_.commit_microseconds, after.commit_microseconds),
                          static_cast<double>(commits.value_or(0)) * microseconds_in_ms)};
    for (; now - *begun_ >= every; *begun_ += every) loads_.push_back(load);
    while (loads_.size() > longest) loads_.pop_front();
  } else {
    begun_ = now;
  }
  looked_ = now;
  before_ = after;
  until_ms_ = utc_ms;
}

}  // namespace cocotalk::host
