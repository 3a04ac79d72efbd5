// The plugin: cocotalk.storage/1 in memory, for tests and hosts that are thrown away.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/memory/answer.hpp>
#include <cocotalk/worker.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <vector>

namespace cocotalk::storage_memory {

namespace memory = testing::memory;

// Made and ended by the host, and everything stored ends with it. The calling thread copies and checks; one thread commits, one
// reads, and neither has more of the other to wait for than one transaction or one read in memory. The tables themselves are
// those of FakeStorage.
class StorageMemory {
 public:
  static constexpr char id[] = "storage-memory", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_STORAGE, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("queue", "4096", 1, 1'000'000,
                    "transactions that may wait to be stored, and reads to be answered; more are refused as busy"),
      coco::bytes("queue_bytes", "64 MiB", 16 << 20, std::int64_t{16} << 30,
                  "memory that waiting transactions may take; more are refused as busy"),
      coco::bytes("max_bytes", "1 GiB", 1 << 20, std::int64_t{1} << 40,
                  "memory that everything stored may take; beyond it only erasing is possible")};

  StorageMemory(coco::Host host, const coco::Settings& settings);
  void start();
  // Answered only while nothing is kept: what is here cannot move, so a host that sees this function does not replace the plugin
  // while it runs.
  void retire(coco::Completion&& empty);
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_STORAGE ? &table_ : nullptr; }

  void define(const coco_schema& schema);
  void commit(const coco_transaction& transaction, coco::Completion&& done);
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done);
  void backup(std::string_view path, coco::Completion&& done);
  void restore(std::string_view path);
  void settle() {}  // nothing to do ahead of the end

 private:
  struct Commit {
    memory::Transaction transaction;
    std::uint64_t bytes;
    coco::Completion done;
  };
  struct Read {
    std::vector<memory::Range> ranges;
    coco::Completion done;
  };

  void check_open() const;
  void store(Commit& commit);
  memory::Outcome apply(const memory::Transaction& transaction);
  void show_fullness(bool is_full);
  void select(Read& read);

  const coco::Host host_;
  const std::size_t queue_;
  const std::uint64_t queue_bytes_, max_bytes_;
  std::int64_t *const transactions_, *const conflicts_, *const reads_, *const bytes_;
  std::int64_t *const busy_commits_, *const busy_reads_;

  std::atomic<bool> is_open_ = false, is_stopping_ = false;
  std::atomic<std::uint64_t> waiting_bytes_ = 0;
  bool was_full_ = false;  // the committing thread's

  coco::Completion never_empty_;
  std::shared_mutex schema_;  // what tables there are, and their columns; taken before rows_
  std::mutex rows_;           // what is in them
  memory::Tables tables_;
  std::optional<coco::Worker<Commit>> commits_waiting_;
  std::optional<coco::Worker<Read>> reads_waiting_;

  const coco_storage table_{sizeof(coco_storage),
                            0,
                            this,
                            COCO_BIND(coco_storage, define, StorageMemory),
                            COCO_BIND(coco_storage, commit, StorageMemory),
                            COCO_BIND(coco_storage, read, StorageMemory),
                            COCO_BIND(coco_storage, backup, StorageMemory),
                            COCO_BIND(coco_storage, restore, StorageMemory),
                            COCO_BIND(coco_storage, settle, StorageMemory)};
};

}  // namespace cocotalk::storage_memory
