// A storage in memory: what is stored is gone when the host ends. The engine is the one the contract was written with,
// <cocotalk/testing/memory/…>; another one takes its place slot by slot.
#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/memory/answer.hpp>
#include <cocotalk/worker.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace memory = cocotalk::testing::memory;

class TemplateStorage {
 public:
  static constexpr char id[] = "template-storage", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_STORAGE, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("queue", "4096", 1, 1'000'000, "transactions that may wait to be stored; beyond: busy"),
  };

  TemplateStorage(coco::Host host, const coco::Settings& values)
      : host_(host), max_waiting_(static_cast<std::size_t>(values.number("queue"))) {}

  void start() {
    committer_ = std::make_unique<coco::Worker<Commit>>(max_waiting_, [this](Commit& commit) { store(commit); });
    is_open_ = true;
    host_.warn("everything is kept in memory and gone when the host ends");
  }
  void stop(coco::Completion&& drained) {
    is_open_ = false;
    if (committer_) committer_->finish();  // what was accepted is answered
    drained.ok();
  }
  // Another instance would not find what this one holds. A storage that keeps its files needs none of this.
  void retire(coco::Completion&& empty) { empty.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_STORAGE ? &table_ : nullptr; }

  // Before the first commit. Whatever is thrown is the answer.
  void define(const coco_schema& schema) {
    const std::lock_guard lock(mutex_);
    tables_.define(schema);
  }
  // A transaction is copied and looked at here; its effect, and the answer, come from one thread, so in one order.
  void commit(const coco_transaction& transaction, coco::Completion&& done) {
    check_open();
    Commit commit{copy(transaction), std::move(done)};
    if (!committer_->offer(commit))
      commit.done.fail(is_open_ ? COCO_BUSY : COCO_ABORTED, "too many transactions wait, or it stops");
  }
  // One snapshot for all ranges: nothing changes while the lock is held.
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
    check_open();
    std::vector<memory::Rows> found;
    {
      const std::lock_guard lock(mutex_);
      for (const memory::Range& range : memory::checked(tables_, ranges, n)) found.push_back(range.select(tables_));
    }
    memory::answer(found, done);
  }
  // COCO_UNAVAILABLE says that it keeps nothing, so that no contract asks for it either.
  void backup(std::string_view, coco::Completion&& done) {
    done.fail(COCO_UNAVAILABLE, "a storage in memory keeps nothing to back up");
  }
  void restore(std::string_view) { throw coco::Error(COCO_UNAVAILABLE, "a storage in memory cannot take over a backup"); }
  void settle() {}  // nothing to do ahead of the end

 private:
  struct Commit {
    memory::Transaction transaction;
    coco::Completion done;
  };
  void check_open() const {
    if (!is_open_) throw coco::Error(COCO_ABORTED, "the storage is not open");
  }
  memory::Transaction copy(const coco_transaction& transaction) {
    const std::lock_guard lock(mutex_);
    return {tables_, transaction};
  }
  void store(Commit& commit) {
    std::unique_lock lock(mutex_);
    const memory::Outcome outcome = commit.transaction.apply(tables_);
    lock.unlock();  // answering is calling out
    memory::answer(outcome, commit.done);
  }

  const coco::Host host_;
  const std::size_t max_waiting_;
  std::atomic<bool> is_open_ = false;
  std::mutex mutex_;
  memory::Tables tables_;
  std::unique_ptr<coco::Worker<Commit>> committer_;
  const coco_storage table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_storage, define, TemplateStorage),
                            COCO_BIND(coco_storage, commit, TemplateStorage),
                            COCO_BIND(coco_storage, read, TemplateStorage),
                            COCO_BIND(coco_storage, backup, TemplateStorage),
                            COCO_BIND(coco_storage, restore, TemplateStorage),
                            COCO_BIND(coco_storage, settle, TemplateStorage)};
};

COCO_EXPORT(TemplateStorage)
