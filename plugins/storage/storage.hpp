// The plugin: cocotalk.storage/1 in one SQLite database.
#pragma once

#include "storage/folder.hpp"
#include "storage/readers.hpp"
#include "storage/schema.hpp"
#include "storage/writer.hpp"

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace cocotalk::storage {

// Made and ended by the host. Commits go to the writer's thread, reads to the readers'; the calling thread only copies and
// checks.
class Storage {
 public:
  static constexpr char id[] = "storage", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_STORAGE, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::millis("gather", "1 ms", 0, 100,
                   "how long a commit of one or two transactions waits for more when many were just sent"),
      coco::integer("queue", "4096", 1, 1'000'000,
                    "transactions that may wait to be stored, and reads to be answered; more are refused as busy"),
      coco::bytes("queue_bytes", "64 MiB", 8 << 20, std::int64_t{16} << 30,
                  "memory that waiting transactions may take; more are refused as busy"),
      coco::integer("readers", "2", 2, 64, "threads that answer reads; a backup takes one of them"),
      coco::bytes("checkpoint_bytes", "64 MiB", 1 << 20, std::int64_t{4} << 30,
                  "size of the write-ahead log at which it is moved to the database"),
      coco::bytes("cache_bytes", "96 MiB", 4 << 20, std::int64_t{64} << 30,
                  "page cache: half for writing, half for the readers together")};

  Storage(coco::Host host, const coco::Settings& settings);
  void start();
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_STORAGE ? &table_ : nullptr; }

  void define(const coco_schema& schema);
  void commit(const coco_transaction& transaction, coco::Completion&& done);
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done);
  void backup(std::string_view path, coco::Completion&& done);
  void restore(std::string_view path);
  void settle();

 private:
  void checkpoint_beside();
  const Catalog& catalog() const { return *catalog_.load(std::memory_order_acquire); }

  const coco::Host host_;
  const WriterLimits writer_limits_;
  const ReaderLimits reader_limits_;
  std::optional<Folder> folder_;
  std::optional<Writer> writer_;
  std::optional<Readers> readers_;
  std::atomic<bool> is_open_ = false;  // the writer and the readers are there, from start() to destroy()

  std::vector<std::unique_ptr<const Catalog>>
      catalogs_;  // every one there ever was: transactions under way and statements point into them
  std::atomic<const Catalog*> catalog_;

  const coco_storage table_{sizeof(coco_storage),
                            0,
                            this,
                            COCO_BIND(coco_storage, define, Storage),
                            COCO_BIND(coco_storage, commit, Storage),
                            COCO_BIND(coco_storage, read, Storage),
                            COCO_BIND(coco_storage, backup, Storage),
                            COCO_BIND(coco_storage, restore, Storage),
                            COCO_BIND(coco_storage, settle, Storage)};
};

}  // namespace cocotalk::storage
