#include "storage/storage.hpp"

#include "storage/backup.hpp"
#include "storage/migration.hpp"

#include <string>

namespace cocotalk::storage {

namespace {

coco::Error not_open() { return coco::Error(COCO_UNAVAILABLE, "storage is not started"); }

std::vector<Range> checked(const Catalog& catalog, const coco_range* ranges, std::uint64_t n) {
  std::vector<Range> out;
  out.reserve(n);
  for (std::uint64_t i = 0; i < n; ++i) {
    try {
      out.emplace_back(catalog, ranges[i]);
    } catch (const coco::Error& e) {
      throw coco::Error(e.code(), "range " + std::to_string(i) + ": " + e.what());
    }
  }
  return out;
}

}  // namespace

Storage::Storage(coco::Host host, const coco::Settings& values)
    : host_(host),
      writer_limits_{static_cast<std::size_t>(values.number("queue")), static_cast<std::uint64_t>(values.number("queue_bytes")),
                     std::chrono::milliseconds(values.number("gather")), values.number("checkpoint_bytes"),
                     values.number("cache_bytes") / 2},
      reader_limits_{static_cast<std::size_t>(values.number("readers")), static_cast<std::size_t>(values.number("queue")),
                     values.number("cache_bytes") / 2 / values.number("readers")} {
  catalogs_.push_back(std::make_unique<const Catalog>());
  catalog_ = catalogs_.back().get();
}

void Storage::start() {
  folder_.emplace(host_.data_dir());
  const std::string path = folder_->database();
  try {
    writer_.emplace(host_, path, writer_limits_);
    writer_->run([&](Connection& connection) { open_store(connection.session(), path); });
    readers_.emplace(host_, path, reader_limits_);
  } catch (const SqliteError& error) {
    throw coco::Error(COCO_INVALID, "the database '" + path + "' cannot be opened: " + error.what());
  }
  is_open_ = true;
}

void Storage::stop(coco::Completion&& drained) {
  if (readers_) readers_->stop();
  if (writer_) writer_->stop();
  folder_.reset();
  drained.ok();
}

void Storage::define(const coco_schema& schema) {
  if (!is_open_) throw not_open();
  std::vector<Table> tables = tables_of(schema);
  auto changed = std::make_unique<const Catalog>(catalog(), schema.owner, tables);
  writer_->run([&](Connection& connection) { migrate(connection.session(), schema, tables); });
  catalogs_.push_back(std::move(changed));
  catalog_.store(catalogs_.back().get(), std::memory_order_release);
}

void Storage::commit(const coco_transaction& transaction, coco::Completion&& done) {
  if (!is_open_) throw not_open();
  writer_->push({catalog(), transaction}, std::move(done));
}

void Storage::read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
  if (!is_open_) throw not_open();
  readers_->read(checked(catalog(), ranges, n), std::move(done));
}

void Storage::backup(std::string_view path, coco::Completion&& done) {
  if (!is_open_) throw not_open();
  readers_->run([path = std::string(path)](Connection& connection) { write_backup(connection, path); }, std::move(done));
}

void Storage::restore(std::string_view path) {
  if (is_open_) throw coco::Error(COCO_INVALID, "a backup is restored before storage is started");
  restore_backup(Folder(host_.data_dir()), std::string(path));
}

// Most of the log is moved beside the writer, who goes on; the rest of it is little.
void Storage::settle() {
  if (!is_open_) throw not_open();
  try {
    checkpoint_beside();
    writer_->settle();
  } catch (const SqliteError& error) {
    host_.warn(std::string("cannot move the log to the database ahead of the end: ") + error.what());
  }
}

// Commits go on meanwhile. When the writer is at it itself, there is nothing to do here.
void Storage::checkpoint_beside() {
  Connection beside(folder_->database(), Connection::Role::reader, reader_limits_.cache_bytes);
  Statement(beside.handle(), "SELECT count(*) FROM cocotalk_schema").step();  // until it has read, it sees no log
  try {
    beside.checkpoint();
  } catch (const SqliteError& error) {
    if (!error.is_busy()) throw;
  }
}

}  // namespace cocotalk::storage
