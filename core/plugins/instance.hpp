// A plugin that lives: created, started, stopped, destroyed.
#pragma once

#include "core/plugins/fault_count.hpp"
#include "core/plugins/library.hpp"
#include "core/plugins/settings.hpp"
#include "core/plugins/slot.hpp"
#include "core/plugins/thread_list.hpp"
#include "core/runtime/log.hpp"
#include "core/runtime/metrics.hpp"
#include "core/runtime/worker_pool.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::plugins {

// What the host lends its plugins. Lives longer than all of them.
struct Lending {
  runtime::Log& log;
  runtime::Metrics& metrics;
  runtime::WorkerPool& workers;
  Slots& slots;
  std::string data_dir;
  std::function<void(int exit_code, std::string_view why)> stop_host;  // [any]
};

struct Health {
  coco_health state = COCO_HEALTH_OK;
  std::string sentence;
};

class Answer;

// How it goes with one of a plugin's interfaces.
struct Traffic {
  std::string interface_id;
  bool is_leased_per_call;  // else a lease may be out as long as its user lives, and its time says nothing
  std::uint64_t calls, under_way;
  std::chrono::nanoseconds lasted;  // all calls together
};

// Made and ended by the host on [main]; the plugin's threads reach it through its coco_host. Keeps a plugin whose stop() did not
// end: to destroy it under its own threads would be worse than to leave it.
class Instance {
 public:
  // Calls create(). Throws coco::Error.
  Instance(const Library& library, std::span<const SettingValue> settings, const Lending& lending);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  // Calls start() and offers the plugin's interfaces where nobody else does. Throws coco::Error; then stop() is still due.
  void start();
  // Takes the place of another one that is running: who acquires from now on gets this one.
  void succeed(const Instance& before);
  // Takes the interfaces away, calls stop(), waits until it has drained and no lease is out, and destroys the plugin. False when
  // that was not so at the deadline; then the plugin is left as it is, and the process should end.
  bool stop(std::chrono::steady_clock::time_point deadline);
  // The same without waiting. retire() may come first: takes the interfaces away and lets what the plugin holds come to its end;
  // true when is_empty() is worth waiting for. begin_stop() is false when stop() threw. end() destroys the plugin if it has
  // drained and no lease is out.
  bool retire();
  bool is_empty() const;
  bool begin_stop();
  bool end();
  // Waits until no lease is out, while others may still be taken.
  bool wait_for_calls(std::chrono::steady_clock::time_point deadline) const;
  // Whether a lease on one of its interfaces is out. [any]
  bool is_leased() const noexcept;

  const std::string& id() const noexcept { return library_.description().id; }
  // The table of one of its interfaces, before it is started; NULL for others.
  const void* table(std::string_view interface_id) const;
  Health health() const;  // [any]
  // Five exceptions stopped at its waist within 60 s: nobody finds its interfaces any more. Its health is failed. [any]
  bool is_left_out() const noexcept { return is_left_out_; }
  std::uint64_t calls() const noexcept;                        // leases taken on its interfaces [any]
  std::uint64_t errors() const noexcept { return n_errors_; }  // of this instance [any]
  void count_error() noexcept;                                 // [any]
  std::vector<Traffic> traffic() const;
  // A few times a second: logs every call that has not been answered for a second, once; after ten, health() is degraded until it
  // is.
  void look_for_late_calls(std::chrono::steady_clock::time_point now);

 private:
  struct Provided {
    std::string interface_id;
    std::unique_ptr<Provider> provider;
    Slot* slot;
  };
  struct Needed {
    std::string interface_id;
    Slot* slot;
  };
  enum class State { created, running, stopping, gone };

  void fill_host();
  void find_interfaces();
  void withdraw() noexcept;            // [any]
  void count_fault(std::string what);  // [any]
  void complain_of_threads();
  void destroy();
  // Runs one function of the plugin. What it throws although it must not becomes a coco::Error like what it answers.
  template <class Call>
  void guarded(std::string_view what, Call&& call);
  static Instance& of(void* ctx) { return *static_cast<Instance*>(ctx); }

  const Library& library_;
  const Lending& lending_;
  coco_host host_{};
  void* self_ = nullptr;
  State state_ = State::created;
  std::vector<Provided> provided_;
  std::vector<Needed> needed_;
  std::shared_ptr<Answer> empty_, drained_;
  std::int64_t* errors_;
  std::atomic<std::uint64_t> n_errors_ = 0;
  FaultCount faults_;
  std::atomic<bool> is_left_out_ = false;
  OwnThreads threads_;
  mutable std::mutex health_mutex_;
  Health health_;
  std::string late_;  // a sentence, while a call is very late
};

}  // namespace cocotalk::plugins
