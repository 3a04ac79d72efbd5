#include "core/host/host.hpp"

#include "core/runtime/json_text.hpp"

#include <cocotalk/net.h>

#include <algorithm>
#include <sstream>

namespace cocotalk::host {
namespace {

std::int64_t utc_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

std::string_view health_name(coco_health health) {
  switch (health) {
    case COCO_HEALTH_OK: return "ok";
    case COCO_HEALTH_DEGRADED: return "degraded";
    default: return "failed";
  }
}

Host::Host(const Plan& plan, runtime::Log& log, StopFunction stop)
    : plan_(plan),
      log_(log),
      workers_(plan.host.worker_threads, plan.host.worker_queue),
      lending_{log_, metrics_, workers_, slots_, plan.host.data.string(), std::move(stop)},
      retired_(log, plan.host.retire, plan.host.drain),
      made_ms_(utc_ms()) {
  provide_introspection();
  const auto stores = [](const auto& planned) {
    return std::ranges::count(planned->library.description().provides, COCO_STORAGE) != 0;
  };
  if (std::ranges::any_of(plan.plugins, stores)) storage_front_.emplace(slots_);
  std::vector<std::string> complaints;
  for (const auto& planned : plan.plugins) {
    try {
      seats_.add({planned, std::make_unique<plugins::Instance>(planned->library, planned->settings, lending_)});
    } catch (const coco::Error& e) {
      complaints.push_back(planned->where + ": " + e.what());
    }
  }
  if (complaints.empty()) return;
  seats_.clear();
  throw Refused(std::move(complaints));
}

Host::~Host() { seats_.clear(); }

void Host::start() {
  for (const Seat& seat : seats_) {
    ++n_started_;
    try {
      seat.instance->start();
      log_.debug("started " + seat.instance->id());
    } catch (const coco::Error&) {
      if (const auto stuck = stop()) log_.error(*stuck + " does not stop either");
      throw;
    }
  }
}

std::vector<std::string> Host::open() {
  std::vector<std::string> out;
  const auto* listeners = table<coco_listeners>(COCO_LISTENERS);
  if (listeners == nullptr) return out;
  listeners->open(listeners->self);
  std::string lines(listeners->addresses(listeners->self, nullptr, 0), '\0');
  listeners->addresses(listeners->self, lines.data(), lines.size());
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::optional<std::string> Host::stop() {
  const auto deadline = std::chrono::steady_clock::now() + plan_.host.drain;
  if (auto stuck = retired_.stop(deadline)) return stuck;
  for (; n_started_ > 0; --n_started_) {
    plugins::Instance& instance = *seats_[n_started_ - 1].instance;
    if (!instance.stop(deadline)) return instance.id();
    log_.debug("stopped " + instance.id());
  }
  workers_.stop();
  return std::nullopt;
}

std::chrono::nanoseconds Host::replace(std::vector<Successor> successors, const std::function<bool()>& is_interrupted) {
  const Replacement::Surroundings around{seats_,           retired_,      lending_, storage_front_ ? &*storage_front_ : nullptr,
                                         plan_.host.drain, is_interrupted};
  return Replacement(around).perform(std::move(successors));
}

void Host::look() {
  const auto now = std::chrono::steady_clock::now();
  for (const Seat& seat : seats_) seat.instance->look_for_late_calls(now);
  retired_.tick(now);
  load_history_.look(metrics_, now, utc_ms());
}

coco_health Host::health() const {
  coco_health worst = plan_.left_out.empty() ? COCO_HEALTH_OK : COCO_HEALTH_FAILED;
  seats_.for_each([&](const plugins::Instance& instance) { worst = std::max(worst, instance.health().state); });
  return worst;
}

std::string Host::health_json() const {
  std::string plugins;
  const auto add = [&](const std::string& id, const plugins::Health& its) {
    plugins += (plugins.empty() ? "" : ",") + ("{\"id\":" + runtime::json_text(id)) +
               ",\"state\":" + runtime::json_text(health_name(its.state)) + ",\"sentence\":" + runtime::json_text(its.sentence) +
               "}";
  };
  seats_.for_each([&](const plugins::Instance& instance) { add(instance.id(), instance.health()); });
  for (const LeftOut& each : plan_.left_out) add(each.plugin, {COCO_HEALTH_FAILED, each.sentence});
  return "{\"status\":" + runtime::json_text(health_name(health())) + ",\"plugins\":[" + plugins + "]}";
}

std::string Host::metrics_text() {
  seats_.for_each([this](const plugins::Instance& instance) {
    __atomic_store_n(
        metrics_.find(COCO_METRIC_COUNTER, instance.id(), "plugin_calls_total", "", "leases taken on the plugin's interfaces"),
        static_cast<std::int64_t>(instance.calls()), __ATOMIC_RELAXED);
  });
  __atomic_store_n(metrics_.find(COCO_METRIC_GAUGE, "host", "worker_queue", "", "tasks that wait for a worker thread"),
                   static_cast<std::int64_t>(workers_.waiting()), __ATOMIC_RELAXED);
  return metrics_.prometheus();
}

}  // namespace cocotalk::host
