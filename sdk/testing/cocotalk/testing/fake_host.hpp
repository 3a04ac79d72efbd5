// A host for one plugin under test: keeps the log, offers the interfaces it was given, runs blocking work on real threads.
#pragma once

#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/answer.hpp>
#include <cocotalk/testing/misdeeds.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::testing {

// A fresh folder that is removed with its contents.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cocotalk-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class FakeHost {
 public:
  explicit FakeHost(std::string plugin_id = "under-test") : id_(std::move(plugin_id)), data_dir_(folder_.path().string()) {
    raw_.size = sizeof raw_;
    raw_.ctx = this;
    raw_.log = [](void* ctx, coco_log_level, coco_view line) {
      FakeHost& host = called(ctx, "log");
      const std::lock_guard lock(host.mutex_);
      host.log_.emplace_back(coco::text(line));
    };
    raw_.log_enabled = [](void*, coco_log_level) -> std::int32_t { return 1; };
    raw_.acquire = [](void* ctx, const char* id) -> coco_lease {
      FakeHost& host = called(ctx, "acquire");
      const auto found = host.interfaces_.find(id);
      if (found == host.interfaces_.end()) return {nullptr, nullptr};
      ++host.leases_;
      return {found->second, nullptr};
    };
    raw_.release = [](void* ctx, coco_lease) { --of(ctx).leases_; };
    raw_.metric = [](void* ctx, coco_metric_kind, const char* name, const char* labels, const char*) -> std::int64_t* {
      FakeHost& host = of(ctx);
      const std::lock_guard lock(host.mutex_);
      std::unique_ptr<std::int64_t>& metric = host.metrics_[std::string(name) + "{" + labels + "}"];
      if (!metric) metric = std::make_unique<std::int64_t>(0);
      return metric.get();
    };
    raw_.run_blocking = [](void* ctx, void (*fn)(void*), void* arg) -> coco_status {
      FakeHost& host = called(ctx, "run_blocking");
      const std::lock_guard lock(host.mutex_);
      if (host.workers_busy_) return COCO_BUSY;
      host.threads_.emplace_back(fn, arg);
      return COCO_OK;
    };
    raw_.now_ms = [](void* ctx) -> std::int64_t { return called(ctx, "now_ms").now_ms; };
    raw_.random = [](void* ctx, void* out, std::uint64_t size) {
      FakeHost& host = of(ctx);
      const std::lock_guard lock(host.mutex_);
      for (std::uint64_t i = 0; i < size; ++i) static_cast<unsigned char*>(out)[i] = static_cast<unsigned char>(host.random_());
    };
    raw_.health = [](void* ctx, coco_health state, coco_view sentence) {
      FakeHost& host = called(ctx, "health");
      const std::lock_guard lock(host.mutex_);
      host.health_ = {state, std::string(coco::text(sentence))};
      host.changed_.notify_all();
    };
    raw_.stop_host = [](void* ctx, std::int32_t code, coco_view why) {
      FakeHost& host = of(ctx);
      const std::lock_guard lock(host.mutex_);
      host.stop_ = {code, std::string(coco::text(why))};
      host.changed_.notify_all();
    };
    raw_.data_dir = coco::view(data_dir_);
    raw_.plugin_id = coco::view(id_);
    raw_.fault = [](void* ctx, coco_view what) {
      FakeHost& host = of(ctx);
      const std::lock_guard lock(host.mutex_);
      host.faults_.emplace_back(coco::text(what));
    };
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  ~FakeHost() {
    for (std::thread& thread : threads_) thread.join();
  }

  const coco_host* raw() const { return &raw_; }
  coco::Host host() const { return coco::Host(&raw_); }
  const std::filesystem::path& data_dir() const { return folder_.path(); }
  // What acquire() finds; before the plugin starts.
  void offer(const char* interface_id, const void* table) { interfaces_[interface_id] = table; }
  void set_workers_busy(bool busy) {
    const std::lock_guard lock(mutex_);
    workers_busy_ = busy;
  }
  int leases_out() const { return leases_; }
  std::vector<std::string> log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }
  bool logged(std::string_view part) {
    for (const std::string& line : log())
      if (line.find(part) != std::string::npos) return true;
    return false;
  }
  std::int64_t metric(const std::string& name_and_labels) {
    const std::lock_guard lock(mutex_);
    const auto found = metrics_.find(name_and_labels);
    return found == metrics_.end() ? 0 : __atomic_load_n(found->second.get(), __ATOMIC_RELAXED);
  }
  std::pair<coco_health, std::string> health() {
    const std::lock_guard lock(mutex_);
    return health_;
  }
  // The exceptions that stopped at the plugin's waist.
  std::vector<std::string> faults() {
    const std::lock_guard lock(mutex_);
    return faults_;
  }
  // Waits at most 20 s for stop_host(); -1 if it was not called.
  int wait_for_stop() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience(), [this] { return stop_.first >= 0; });
    return stop_.first;
  }
  // Waits for the plugin to say that its health is this, as long as patience() says; false: it did not.
  bool wait_for_health(coco_health state) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience(), [&] { return health_.first == state; });
  }

  // ---- the plugin's life, as whoever plays the host tells it ----
  // It is about to be created, once more if it was before.
  void creating() { is_drained_ = false; }
  // It has answered `drained`: from now on none of its threads may call the host.
  void drained() { is_drained_ = true; }
  // It was destroyed: what it should have given back, it has.
  void destroyed() {
    if (leases_ > 0) Misdeeds::all().add("of the leases it took, " + std::to_string(leases_) + " were never given back");
    if (leases_ < 0) Misdeeds::all().add("it gave back more leases than it took");
    for (const std::string& fault : faults()) Misdeeds::all().add("an exception stopped at its waist: " + fault);
  }

  std::atomic<std::int64_t> now_ms = 1'700'000'000'000;

 private:
  static FakeHost& of(void* ctx) { return *static_cast<FakeHost*>(ctx); }
  static FakeHost& called(void* ctx, const char* slot) {
    if (of(ctx).is_drained_ && std::this_thread::get_id() != of(ctx).main_)
      Misdeeds::all().add("a thread of its own called the host's " + std::string(slot) + "() after it was drained");
    return of(ctx);
  }
  coco_host raw_{};
  const std::string id_;
  const TemporaryFolder folder_;
  const std::string data_dir_;
  const std::thread::id main_ = std::this_thread::get_id();
  std::atomic<bool> is_drained_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> log_, faults_;
  std::map<std::string, const void*> interfaces_;
  std::atomic<int> leases_ = 0;
  std::map<std::string, std::unique_ptr<std::int64_t>> metrics_;
  std::vector<std::thread> threads_;
  bool workers_busy_ = false;
  std::mt19937_64 random_{20221204};
  std::pair<coco_health, std::string> health_{COCO_HEALTH_OK, ""};
  std::pair<int, std::string> stop_{-1, ""};
};

}  // namespace cocotalk::testing
