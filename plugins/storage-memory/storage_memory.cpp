#include "storage-memory/storage_memory.hpp"

#include <string>
#include <utility>

namespace cocotalk::storage_memory {

namespace {

constexpr char stopping[] = "storage is stopping";

std::int64_t* busy(coco::Host host, const char* queue) {
  return host.counter("busy_refusals", "requests refused because a queue was full", queue);
}

}  // namespace

StorageMemory::StorageMemory(coco::Host host, const coco::Settings& values)
    : host_(host),
      queue_(static_cast<std::size_t>(values.number("queue"))),
      queue_bytes_(static_cast<std::uint64_t>(values.number("queue_bytes"))),
      max_bytes_(static_cast<std::uint64_t>(values.number("max_bytes"))),
      transactions_(host.counter("transactions", "transactions answered ok")),
      conflicts_(host.counter("conflicts", "transactions answered otherwise")),
      reads_(host.counter("reads", "reads answered")),
      bytes_(host.gauge("bytes", "memory that everything stored takes, nearly")),
      busy_commits_(busy(host, "queue=\"commit\"")),
      busy_reads_(busy(host, "queue=\"read\"")) {}

void StorageMemory::start() {
  commits_waiting_.emplace(queue_, [this](Commit& commit) { store(commit); });
  reads_waiting_.emplace(queue_, [this](Read& read) { select(read); });
  is_open_ = true;
  host_.warn("everything is kept in memory and gone when the host ends");
}

void StorageMemory::retire(coco::Completion&& empty) {
  const std::lock_guard lock(rows_);
  if (tables_.bytes() == 0) return empty.ok();
  never_empty_ = std::move(empty);
}

void StorageMemory::stop(coco::Completion&& drained) {
  is_stopping_ = true;
  if (reads_waiting_) reads_waiting_->finish();
  if (commits_waiting_) commits_waiting_->finish();
  drained.ok();
}

void StorageMemory::check_open() const {
  if (!is_open_) throw coco::Error(COCO_UNAVAILABLE, "storage is not started");
  if (is_stopping_) throw coco::Error(COCO_ABORTED, stopping);
}

void StorageMemory::define(const coco_schema& schema) {
  check_open();
  const std::unique_lock declaring(schema_);
  const std::lock_guard lock(rows_);
  tables_.define(schema);
}

// ---- commits

void StorageMemory::commit(const coco_transaction& transaction, coco::Completion&& done) {
  check_open();
  std::shared_lock knowing(schema_);
  Commit commit{{tables_, transaction}, 0, std::move(done)};
  knowing.unlock();
  commit.bytes = commit.transaction.weight();
  const std::uint64_t bytes = commit.bytes;
  const bool has_room = waiting_bytes_.fetch_add(bytes) + bytes <= queue_bytes_;
  if (has_room && commits_waiting_->offer(commit)) return;
  waiting_bytes_ -= bytes;
  if (is_stopping_) return commit.done.fail(COCO_ABORTED, stopping);
  coco::add(busy_commits_);
  commit.done.fail(COCO_BUSY, "too many transactions wait to be stored");
}

void StorageMemory::store(Commit& commit) {
  waiting_bytes_ -= commit.bytes;
  const memory::Outcome outcome = apply(commit.transaction);
  coco::add(outcome.status == COCO_OK ? transactions_ : conflicts_);
  memory::answer(outcome, commit.done);
}

memory::Outcome StorageMemory::apply(const memory::Transaction& transaction) {
  memory::Outcome outcome{COCO_RETRY, "nothing was stored: the storage in memory has reached its setting max_bytes", 0, {}, {0}};
  std::uint64_t bytes = 0;
  {
    const std::lock_guard lock(rows_);
    if (tables_.bytes() < max_bytes_ || transaction.only_erases()) outcome = transaction.apply(tables_);
    bytes = tables_.bytes();
  }
  __atomic_store_n(bytes_, static_cast<std::int64_t>(bytes), __ATOMIC_RELAXED);
  show_fullness(bytes >= max_bytes_);
  return outcome;
}

void StorageMemory::show_fullness(bool is_full) {
  if (is_full == std::exchange(was_full_, is_full)) return;
  if (is_full) return host_.health(COCO_HEALTH_DEGRADED, "everything stored takes max_bytes; nothing more is stored");
  host_.health(COCO_HEALTH_OK, "there is room again");
}

// ---- reads

void StorageMemory::read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
  check_open();
  std::shared_lock knowing(schema_);
  Read read{memory::checked(tables_, ranges, n), std::move(done)};
  knowing.unlock();
  if (reads_waiting_->offer(read)) return;
  if (is_stopping_) return read.done.fail(COCO_ABORTED, stopping);
  coco::add(busy_reads_);
  read.done.fail(COCO_BUSY, "too many reads wait to be answered");
}

void StorageMemory::select(Read& read) {
  std::vector<memory::Rows> found;
  {
    const std::lock_guard lock(rows_);
    for (const memory::Range& range : read.ranges) found.push_back(range.select(tables_));
  }
  coco::add(reads_);
  memory::answer(found, read.done);
}

// ---- what it cannot do

void StorageMemory::backup(std::string_view, coco::Completion&& done) {
  done.fail(COCO_UNAVAILABLE,
            "the storage in memory keeps nothing, so there is nothing to back up; configure the plugin 'storage'");
}

void StorageMemory::restore(std::string_view path) {
  throw coco::Error(COCO_UNAVAILABLE,
                    "the storage in memory cannot take over '" + std::string(path) + "'; configure the plugin 'storage'");
}

}  // namespace cocotalk::storage_memory
