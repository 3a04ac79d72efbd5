// A prepared statement on SQLite's own handle: the write path and the reads go through it, as binding through Poco Data costs a
// multiple of the work itself.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

namespace cocotalk::storage {

// What SQLite said, with its extended result code. Never a constraint of a single operation; those are values.
class SqliteError : public coco::Error {
 public:
  SqliteError(int extended_code, const std::string& why) : coco::Error(COCO_RETRY, why), extended_code_(extended_code) {}
  int extended_code() const noexcept { return extended_code_; }
  // The kernel could not say whether written pages reached the disk: nothing in memory can be trusted any more.
  bool is_fsync() const noexcept { return extended_code_ == SQLITE_IOERR_FSYNC || extended_code_ == SQLITE_IOERR_DIR_FSYNC; }
  // Another connection is at it, such as at a checkpoint.
  bool is_busy() const noexcept { return (extended_code_ & 0xff) == SQLITE_BUSY; }

 private:
  int extended_code_;
};

// Belongs to one connection and its thread. Values bound are borrowed until the next reset().
class Statement {
 public:
  enum class Step { row, done, constraint };

  Statement(sqlite3* handle, const std::string& sql);

  // Parameters are numbered from 1. Not for COCO_RESULT.
  void bind(int parameter, const coco_value& value);
  void bind(int parameter, std::int64_t number);
  Step step();
  void reset() noexcept { sqlite3_reset(statement_.get()); }
  // step() of a statement that answers no rows, and reset().
  Step run();

  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  // Borrowed until the next step() or reset().
  coco_value value(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Resets a statement at the end of its use, whatever happens.
class Use {
 public:
  explicit Use(Statement& statement) noexcept : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { statement_.reset(); }
  Statement* operator->() const noexcept { return &statement_; }
  const Statement& operator*() const noexcept { return statement_; }

 private:
  Statement& statement_;
};

}  // namespace cocotalk::storage
