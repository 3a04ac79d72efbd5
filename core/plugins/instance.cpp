#include "core/plugins/instance.hpp"

#include <cocotalk/plugin.hpp>

#include <condition_variable>
#include <cstring>
#include <optional>

#include <sys/random.h>

namespace cocotalk::plugins {
namespace {

// The answer of stop(). Shared: it may come after nobody waits for it any more.
struct Drained {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_answered = false;
  std::optional<std::string> failure;
};

coco_completion answer_to(std::shared_ptr<Drained> drained) {
  return coco::on_completion<void>([drained = std::move(drained)](coco_status status, const void*, const coco_error* error) {
    const std::lock_guard lock(drained->mutex);
    if (status != COCO_OK) drained->failure = error != nullptr ? error->text : "no reason given";
    drained->is_answered = true;
    drained->changed.notify_all();
  });
}

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void fill_with_random(void* out, std::uint64_t size) {
  auto* bytes = static_cast<char*>(out);
  while (size > 0) {
    const ssize_t n = ::getrandom(bytes, size, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) std::abort();  // a kernel without randomness can keep no secret
    bytes += n;
    size -= static_cast<std::uint64_t>(n);
  }
}

}  // namespace

Instance::Instance(const Library& library, std::span<const SettingValue> settings, const Lending& lending)
    : library_(library),
      lending_(lending),
      errors_(lending.metrics.find(COCO_METRIC_COUNTER, library.description().id, "plugin_errors_total", "",
                                   "errors the plugin logged, and failures of its start and stop")) {
  for (const Need& need : library.description().needs)
    needed_.push_back({need.interface_id, &lending.slots.of(need.interface_id)});
  fill_host();
  const RawSettings raw(settings);
  guarded("create", [&](coco_error* error) { return library_.plugin().create(&host_, raw.data(), raw.size(), &self_, error); });
  find_interfaces();
}

Instance::~Instance() {
  if (state_ == State::created) destroy();
}

void Instance::start() {
  state_ = State::running;
  guarded("start", [&](coco_error* error) { return library_.plugin().start(self_, error); });
  for (const Provided& provided : provided_) lending_.slots.of(provided.interface_id).offer(provided.provider.get());
}

bool Instance::stop(std::chrono::steady_clock::time_point deadline) {
  if (state_ != State::running) return true;
  state_ = State::stuck;
  for (const Provided& provided : provided_) lending_.slots.of(provided.interface_id).clear(provided.provider.get());
  const auto drained = std::make_shared<Drained>();
  try {
    guarded("stop", [&](coco_error*) { return library_.plugin().stop(self_, answer_to(drained)), COCO_OK; });
  } catch (const coco::Error& e) {
    lending_.log.error(e.what());
    return false;
  }
  {
    std::unique_lock lock(drained->mutex);
    if (!drained->changed.wait_until(lock, deadline, [&] { return drained->is_answered; })) return false;
    if (drained->failure) {
      count_error();
      lending_.log.write(COCO_LOG_WARN, id(), "stopped with a failure: " + *drained->failure);
    }
  }
  for (const Provided& provided : provided_)
    if (!provided.provider->wait_for_leases(deadline)) return false;
  destroy();
  return true;
}

const void* Instance::table(std::string_view interface_id) const {
  for (const Provided& provided : provided_)
    if (provided.interface_id == interface_id) return provided.provider->table();
  return nullptr;
}

Health Instance::health() const {
  const std::lock_guard lock(health_mutex_);
  return health_;
}

std::uint64_t Instance::calls() const noexcept {
  std::uint64_t sum = 0;
  for (const Provided& provided : provided_) sum += provided.provider->calls();
  return sum;
}

void Instance::count_error() noexcept { coco::add(errors_); }

void Instance::find_interfaces() {
  for (const std::string& interface_id : library_.description().provides) {
    const void* table = library_.plugin().interface_of(self_, interface_id.c_str());
    if (table == nullptr) {
      destroy();
      throw coco::Error(COCO_INVALID, id() + ": says that it provides " + interface_id +
                                          " and gives no table for it; correct its interface_of()");
    }
    provided_.push_back({interface_id, std::make_unique<Provider>(table)});
  }
}

void Instance::destroy() {
  state_ = State::gone;
  library_.plugin().destroy(self_);
}

template <class Call>
void Instance::guarded(std::string_view what, Call&& call) {
  coco_error error{};
  coco_status status = COCO_OK;
  const auto failed = [&](coco_status code, std::string_view why) {
    status = code;
    coco::set_error(&error, code, why);
  };
  try {
    status = call(&error);
  } catch (const std::exception& e) {
    failed(COCO_INTERNAL, std::string(what) + "() threw across the waist: " + e.what());
  } catch (...) {
    failed(COCO_INTERNAL, std::string(what) + "() threw across the waist");
  }
  if (status == COCO_OK) return;
  count_error();
  error.text[sizeof error.text - 1] = '\0';
  const std::string why = error.text[0] != '\0'
                              ? error.text
                              : std::string(what) + "() failed without a reason (status " + std::to_string(status) + ")";
  throw coco::Error(status, id() + ": " + why);
}

void Instance::fill_host() {
  host_.size = sizeof host_;
  host_.ctx = this;
  host_.log = [](void* ctx, coco_log_level level, coco_view text) {
    Instance& instance = of(ctx);
    if (level >= COCO_LOG_ERROR) instance.count_error();
    instance.lending_.log.write(level, instance.id(), coco::text(text));
  };
  host_.log_enabled = [](void* ctx, coco_log_level level) -> std::int32_t {
    return of(ctx).lending_.log.is_enabled(level) ? 1 : 0;
  };
  host_.acquire = [](void* ctx, const char* interface_id) -> coco_lease {
    for (const Needed& needed : of(ctx).needed_)
      if (needed.interface_id == interface_id) return needed.slot->acquire();
    return {nullptr, nullptr};
  };
  host_.release = [](void*, coco_lease lease) { Slot::release(lease); };
  host_.metric = [](void* ctx, coco_metric_kind kind, const char* name, const char* labels, const char* help) {
    const Instance& instance = of(ctx);
    return instance.lending_.metrics.find(kind, instance.id(), name, labels == nullptr ? "" : labels,
                                          help == nullptr ? "" : help);
  };
  host_.run_blocking = [](void* ctx, void (*fn)(void*), void* arg) { return of(ctx).lending_.workers.submit(fn, arg); };
  host_.now_ms = [](void*) { return wall_clock_ms(); };
  host_.random = [](void*, void* out, std::uint64_t size) { fill_with_random(out, size); };
  host_.health = [](void* ctx, coco_health state, coco_view sentence) {
    Instance& instance = of(ctx);
    const std::lock_guard lock(instance.health_mutex_);
    instance.health_ = {state, std::string(coco::text(sentence))};
  };
  host_.stop_host = [](void* ctx, std::int32_t exit_code, coco_view why) {
    const Instance& instance = of(ctx);
    instance.lending_.stop_host(exit_code, instance.id() + ": " + std::string(coco::text(why)));
  };
  host_.data_dir = coco::view(lending_.data_dir);
  host_.plugin_id = coco::view(id());
  host_.fault = [](void* ctx, coco_view what) {
    Instance& instance = of(ctx);
    instance.count_error();
    instance.lending_.log.write(COCO_LOG_ERROR, instance.id(),
                                "defect: an exception stopped at the waist: " + std::string(coco::text(what)));
  };
}

}  // namespace cocotalk::plugins
