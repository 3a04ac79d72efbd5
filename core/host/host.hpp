// The plugins of a plan, alive.
#pragma once

#include "core/host/errands.hpp"
#include "core/host/introspection.h"
#include "core/host/load.hpp"
#include "core/host/plan.hpp"
#include "core/host/replacement.hpp"
#include "core/host/retired.hpp"
#include "core/host/seats.hpp"
#include "core/host/storage_front.hpp"
#include "core/plugins/instance.hpp"

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// "ok", "degraded", "failed".
std::string_view health_name(coco_health health);

// Made, started and stopped on [main]. Providers start before who needs them and stop after; a start that fails stops what was
// started.
class Host {
 public:
  using StopFunction = std::function<void(int exit_code, std::string_view why)>;

  // Creates every plugin; the data folder is there, unless nothing will be started. `plan` and `log` outlive the host. `stop`:
  // what a plugin's wish to stop does [any]. Throws Refused with all reasons.
  Host(const Plan& plan, runtime::Log& log, StopFunction stop);
  // Destroys what was never started. Everything else was stopped before.
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Throws coco::Error.
  void start();
  // Lets clients in; returns the addresses they may come to ("127.0.0.1:8080", "tls:[::1]:8443"). None when no plugin listens.
  std::vector<std::string> open();
  // Nothing when everything has stopped within the drain deadline; else the plugin that did not. Then the process should end at
  // once.
  std::optional<std::string> stop();

  // A plugin's table, from creation on; NULL when nobody provides the interface.
  template <class Table>
  const Table* table(std::string_view interface_id) const {
    for (const Seat& seat : seats_)
      if (const void* found = seat.instance->table(interface_id)) return static_cast<const Table*>(found);
    return nullptr;
  }

  // All of them, or none; then it throws Refused. `is_interrupted`: the host is to stop. Answers how long calls had to wait.
  std::chrono::nanoseconds replace(std::vector<Successor> successors, const std::function<bool()>& is_interrupted);
  // Looks for late calls, after those who were replaced, and at how much there is to do. To be called every `look_every` at
  // least.
  void look();
  static constexpr std::chrono::milliseconds look_every{250};
  // Those who serve, and those who were replaced and still hold something. [main]
  const Seats& seats() const { return seats_; }
  const Retired& retired() const { return retired_; }
  // Those the host was started without.
  const std::vector<LeftOut>& left_out() const noexcept { return plan_.left_out; }
  const LoadHistory& load_history() const { return load_history_; }
  std::int64_t made_ms() const { return made_ms_; }  // UTC

  // What plugins ask of [main] through cocotalk.introspection/1.
  Errands& errands() { return errands_; }

  coco_health health() const;       // the worst of all plugins [any]
  std::string health_json() const;  // [any]
  std::string metrics_text();       // [any]
  const runtime::Metrics& metrics() const { return metrics_; }

 private:
  void provide_introspection();

  const Plan& plan_;
  runtime::Log& log_;
  runtime::Metrics metrics_;
  runtime::WorkerPool workers_;
  plugins::Slots slots_;
  plugins::Lending lending_;
  Errands errands_;
  coco_introspection introspection_{};
  plugins::Provider introspection_provider_{&introspection_};
  std::optional<StorageFront> storage_front_;
  Seats seats_;
  Retired retired_;
  LoadHistory load_history_;
  const std::int64_t made_ms_;
  std::size_t n_started_ = 0;
};

}  // namespace cocotalk::host
