#include "core/plugins/instance.hpp"

#include "core/runtime/thread_name.hpp"

#include <cocotalk/auth.h>
#include <cocotalk/mail.h>
#include <cocotalk/pictures.h>
#include <cocotalk/push.h>
#include <cocotalk/search.h>
#include <cocotalk/session_policy.h>
#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <condition_variable>
#include <optional>

namespace cocotalk::plugins {

// The answer of retire() or stop(). Shared: it may come after nobody waits for it any more. All functions [any].
class Answer {
 public:
  static coco_completion to(std::shared_ptr<Answer> self) {
    return coco::on_completion<void>([self = std::move(self)](coco_status status, const void*, const coco_error* error) {
      const std::lock_guard lock(self->mutex_);
      if (status != COCO_OK) self->failure_ = error != nullptr ? error->text : "no reason given";
      self->is_there_ = true;
      self->changed_.notify_all();
    });
  }
  bool is_there() const {
    const std::lock_guard lock(mutex_);
    return is_there_;
  }
  bool wait(std::chrono::steady_clock::time_point deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return is_there_; });
  }
  std::optional<std::string> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool is_there_ = false;
  std::optional<std::string> failure_;
};

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds late = 1s, very_late = 10s;
constexpr std::string_view left_out =
    "is left out: 5 exceptions stopped at its waist within 60 s, and nobody finds its interfaces any more; mend it and replace "
    "it";

// Interfaces that are leased for one call. Of others a lease may be out as long as its user lives: an upload, a transport.
bool is_leased_per_call(std::string_view interface_id) {
  constexpr std::string_view known[] = {COCO_STORAGE, COCO_SEARCH, COCO_AUTH,    COCO_SESSION_POLICY,
                                        COCO_MAIL,    COCO_PUSH,   COCO_PICTURES};
  return std::ranges::find(known, interface_id) != std::end(known);
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
  if (state_ == State::gone) complain_of_threads();
  for (Provided& provided : provided_) lending_.slots.keep(std::move(provided.provider));
}

// ---- the way in and the way out

void Instance::start() {
  state_ = State::running;
  const runtime::ThreadName named(id());  // of the threads the plugin starts
  threads_.begin();
  guarded("start", [&](coco_error* error) { return library_.plugin().start(self_, error); });
  threads_.end();
  if (is_left_out_) return;
  for (const Provided& provided : provided_) provided.slot->offer(provided.provider.get());
}

void Instance::succeed(const Instance& before) {
  for (const Provided& old : before.provided_)
    for (const Provided& provided : provided_)
      if (provided.interface_id == old.interface_id) {
        provided.slot->replace(old.provider.get(), provided.provider.get());
        if (before.is_left_out_) provided.slot->offer(provided.provider.get());
      }
}

bool Instance::stop(std::chrono::steady_clock::time_point deadline) {
  if (state_ == State::created || state_ == State::gone) return true;
  if (state_ == State::running && !begin_stop()) return false;
  return drained_->wait(deadline) && wait_for_calls(deadline) && end();
}

bool Instance::wait_for_calls(std::chrono::steady_clock::time_point deadline) const {
  return std::ranges::all_of(provided_, [&](const Provided& provided) { return provided.provider->wait_for_leases(deadline); });
}

bool Instance::retire() {
  withdraw();
  const coco_plugin& plugin = library_.plugin();
  if (!COCO_HAS(&plugin, retire) || plugin.retire == nullptr) return false;
  empty_ = std::make_shared<Answer>();
  try {
    guarded("retire", [&](coco_error*) { return plugin.retire(self_, Answer::to(empty_)), COCO_OK; });
  } catch (const coco::Error& e) {
    lending_.log.error(e.what());
    return false;
  }
  return true;
}

bool Instance::is_empty() const { return empty_ != nullptr && empty_->is_there(); }

bool Instance::begin_stop() {
  state_ = State::stopping;
  withdraw();
  drained_ = std::make_shared<Answer>();
  try {
    guarded("stop", [&](coco_error*) { return library_.plugin().stop(self_, Answer::to(drained_)), COCO_OK; });
  } catch (const coco::Error& e) {
    drained_ = std::make_shared<Answer>();  // what was answered before it threw means nothing
    lending_.log.error(e.what());
    return false;
  }
  return true;
}

bool Instance::end() {
  if (state_ != State::stopping || !drained_->is_there() || is_leased()) return state_ == State::gone;
  if (const auto failure = drained_->failure()) {
    count_error();
    lending_.log.write(COCO_LOG_WARN, id(), "stopped with a failure: " + *failure);
  }
  destroy();
  return true;
}

void Instance::withdraw() noexcept {
  for (const Provided& provided : provided_) provided.slot->clear(provided.provider.get());
}

// ---- what is known of it

const void* Instance::table(std::string_view interface_id) const {
  for (const Provided& provided : provided_)
    if (provided.interface_id == interface_id) return provided.provider->table();
  return nullptr;
}

Health Instance::health() const {
  if (is_left_out_) return {COCO_HEALTH_FAILED, std::string(left_out)};
  const std::lock_guard lock(health_mutex_);
  if (late_.empty() || health_.state >= COCO_HEALTH_DEGRADED) return health_;
  return {COCO_HEALTH_DEGRADED, late_};
}

std::uint64_t Instance::calls() const noexcept {
  std::uint64_t sum = 0;
  for (const Provided& provided : provided_) sum += provided.provider->calls();
  return sum;
}

void Instance::count_error() noexcept {
  coco::add(errors_);
  ++n_errors_;
}

bool Instance::is_leased() const noexcept {
  return std::ranges::any_of(provided_, [](const Provided& provided) { return provided.provider->is_leased(); });
}

std::vector<Traffic> Instance::traffic() const {
  std::vector<Traffic> out;
  for (const auto& [interface_id, provider, slot] : provided_)
    out.push_back({interface_id, is_leased_per_call(interface_id), provider->calls(), provider->under_way(), provider->lasted()});
  return out;
}

void Instance::look_for_late_calls(std::chrono::steady_clock::time_point now) {
  std::string degraded;
  for (const auto& [interface_id, provider, slot] : provided_) {
    provider->turn(now);
    if (!is_leased_per_call(interface_id)) continue;
    if (const std::uint64_t n = provider->newly_late(now, late); n > 0)
      lending_.log.write(
          COCO_LOG_WARN, id(),
          "late: " + std::to_string(n) + (n == 1 ? " call of " : " calls of ") + interface_id + " not answered for 1 s");
    if (provider->has_late(now, very_late)) degraded = "a call of " + interface_id + " has not been answered for 10 s";
  }
  const std::lock_guard lock(health_mutex_);
  late_ = std::move(degraded);
}

void Instance::find_interfaces() {
  for (const std::string& interface_id : library_.description().provides) {
    const void* table = library_.plugin().interface_of(self_, interface_id.c_str());
    if (table == nullptr) {
      destroy();
      throw coco::Error(COCO_INVALID, id() + ": says that it provides " + interface_id +
                                          " and gives no table for it; correct its interface_of()");
    }
    provided_.push_back({interface_id, std::make_unique<Provider>(table), &lending_.slots.behind(interface_id)});
  }
}

void Instance::destroy() {
  state_ = State::gone;
  library_.plugin().destroy(self_);
}

// Its code may be unloaded next, under the feet of such a thread.
void Instance::complain_of_threads() {
  std::string names;
  for (const std::string& name : threads_.still_there()) names += (names.empty() ? "'" : ", '") + name + "'";
  if (names.empty()) return;
  count_error();
  lending_.log.write(COCO_LOG_ERROR, id(),
                     "left threads behind that began in start(): " + names + "; join them before stop() answers");
}

void Instance::count_fault(std::string what) {
  count_error();
  lending_.log.write(COCO_LOG_ERROR, id(), "defect: an exception stopped at the waist: " + what);
  if (!faults_.add(FaultCount::Clock::now()) || is_left_out_.exchange(true)) return;
  withdraw();
  lending_.log.write(COCO_LOG_ERROR, id(), left_out);
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

}  // namespace cocotalk::plugins
