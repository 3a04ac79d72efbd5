#include "core/host/top/watch.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::host::top {
namespace {

constexpr std::pair<std::string_view, Order> orders[] = {{"l", Order::as_loaded}, {"n", Order::name},   {"s", Order::state},
                                                         {"c", Order::calls},     {"e", Order::errors}, {"m", Order::mean}};

// Who needs a look comes first.
int urgency(const PluginReading& plugin) {
  if (plugin.state == "failed") return 3;
  if (plugin.state == "degraded" || plugin.state == "left out") return 2;
  return plugin.state == "running" ? 0 : 1;
}

bool comes_before(Order order, const PluginReading& a, const PluginReading& b) {
  switch (order) {
    case Order::as_loaded: return false;
    case Order::name: return a.id < b.id;
    case Order::state: return urgency(a) > urgency(b);
    case Order::calls: return a.calls > b.calls;
    case Order::errors: return a.errors > b.errors;
    case Order::mean: return a.mean_us.value_or(-1) > b.mean_us.value_or(-1);
  }
  return false;
}

}  // namespace

void Watch::saw(Reading reading, std::int64_t now_ms) {
  last_ = std::move(reading);
  seen_ms_ = now_ms;
  trouble_.reset();
  note(now_ms, last_);
}

void Watch::missed(std::string why, std::int64_t now_ms) {
  trouble_ = std::move(why);
  note(now_ms, {});
}

void Watch::note(std::int64_t now_ms, const Reading& reading) {
  connections.add(now_ms, reading.connections);
  messages.add(now_ms, reading.messages);
  deliveries.add(now_ms, reading.deliveries);
  commits.add(now_ms, reading.commits);
  commit_ms.add(now_ms, reading.commit_ms);
}

void Watch::press(std::string_view key) {
  if (key == "q" || key == "Q" || key == "\x03") is_over_ = true;
  if (key == "\x1b[A" || key == "\x1bOA") scroll_ -= scroll_ > 0 ? 1 : 0;
  if (key == "\x1b[B" || key == "\x1bOB") ++scroll_;
  for (const auto& [letter, order] : orders) {
    if (key != letter) continue;
    is_reversed_ = order == order_ && !is_reversed_;
    order_ = order;
    scroll_ = 0;
  }
}

std::vector<PluginReading> Watch::plugins() const {
  std::vector<PluginReading> out = last_.plugins;
  std::stable_sort(out.begin(), out.end(), [this](const auto& a, const auto& b) { return comes_before(order_, a, b); });
  if (is_reversed_) std::reverse(out.begin(), out.end());
  return out;
}

void Watch::limit_scroll(std::size_t most) { scroll_ = std::min(scroll_, most); }

}  // namespace cocotalk::host::top
