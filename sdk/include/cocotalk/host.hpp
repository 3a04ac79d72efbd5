// The host, as a plugin sees it.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/view.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace coco {

// A leased table; gives the lease back. `lease->commit(lease->self, …)`.
template <class Table>
class Lease {
 public:
  Lease() noexcept = default;
  Lease(const coco_host* host, coco_lease raw) noexcept : host_(host), raw_(raw) {}
  Lease(Lease&& other) noexcept : host_(other.host_), raw_(std::exchange(other.raw_, coco_lease{nullptr, nullptr})) {}
  Lease& operator=(Lease&& other) noexcept {
    if (this != &other) {
      give_back();
      host_ = other.host_;
      raw_ = std::exchange(other.raw_, coco_lease{nullptr, nullptr});
    }
    return *this;
  }
  ~Lease() { give_back(); }
  explicit operator bool() const noexcept { return raw_.table != nullptr; }
  const Table* operator->() const noexcept { return static_cast<const Table*>(raw_.table); }
  const Table& operator*() const noexcept { return *static_cast<const Table*>(raw_.table); }

 private:
  void give_back() noexcept {
    if (raw_.table != nullptr) host_->release(host_->ctx, raw_);
    raw_ = {nullptr, nullptr};
  }
  const coco_host* host_ = nullptr;
  coco_lease raw_{nullptr, nullptr};
};

// A copyable handle; the host outlives the plugin. All methods [any].
class Host {
 public:
  explicit Host(const coco_host* raw) noexcept : raw_(raw) {}
  void log(coco_log_level level, std::string_view line) const { raw_->log(raw_->ctx, level, view(line)); }
  void debug(std::string_view line) const {
    if (raw_->log_enabled(raw_->ctx, COCO_LOG_DEBUG) != 0) log(COCO_LOG_DEBUG, line);
  }
  void info(std::string_view line) const { log(COCO_LOG_INFO, line); }
  void warn(std::string_view line) const { log(COCO_LOG_WARN, line); }
  void error(std::string_view line) const { log(COCO_LOG_ERROR, line); }
  // Empty when nobody provides it; only for ids in `needs`.
  template <class Table>
  Lease<Table> acquire(const char* interface_id) const {
    return Lease<Table>(raw_, raw_->acquire(raw_->ctx, interface_id));
  }
  std::int64_t* counter(const char* name, const char* help, const char* labels = "") const {
    return raw_->metric(raw_->ctx, COCO_METRIC_COUNTER, name, labels, help);
  }
  std::int64_t* gauge(const char* name, const char* help, const char* labels = "") const {
    return raw_->metric(raw_->ctx, COCO_METRIC_GAUGE, name, labels, help);
  }
  coco_status run_blocking(void (*fn)(void*), void* arg) const { return raw_->run_blocking(raw_->ctx, fn, arg); }
  std::int64_t now_ms() const { return raw_->now_ms(raw_->ctx); }
  void random(void* out, std::size_t size) const { raw_->random(raw_->ctx, out, size); }
  void health(coco_health state, std::string_view sentence) const { raw_->health(raw_->ctx, state, view(sentence)); }
  void stop_host(int exit_code, std::string_view why) const { raw_->stop_host(raw_->ctx, exit_code, view(why)); }
  std::string data_dir() const { return std::string(text(raw_->data_dir)); }
  const coco_host* raw() const noexcept { return raw_; }

 private:
  const coco_host* raw_;
};

// Adds to a metric from any thread.
inline void add(std::int64_t* metric, std::int64_t n = 1) noexcept { __atomic_fetch_add(metric, n, __ATOMIC_RELAXED); }

}  // namespace coco
