// SQLite, as far as the index needs it.
#pragma once

#include <cocotalk/plugin.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::search {

// What SQLite said. COCO_RETRY across the waist: an index can be fed again.
class DatabaseError : public coco::Error {
 public:
  DatabaseError(int code, const std::string& why) : coco::Error(COCO_RETRY, why), code_(code) {}
  // What is in the file is no database, or a broken one.
  bool is_damage() const noexcept { return code_ == SQLITE_CORRUPT || code_ == SQLITE_NOTADB; }

 private:
  int code_;
};

// One connection; belongs to one thread at a time. An index that a power cut sets back a little is fed again, so nothing waits
// for the disk.
class Database {
 public:
  enum class Role { writer, reader };
  // Opens or creates the file. Throws DatabaseError.
  Database(const std::string& path, Role role, std::int64_t cache_bytes);

  sqlite3* handle() const noexcept { return handle_.get(); }
  void execute(const std::string& sql);

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

// A prepared statement. bind() borrows texts and blobs until the next bind() or reset().
class Statement {
 public:
  Statement(const Database& database, const std::string& sql);

  // Binds all parameters, from the first on, and forgets the row it stood at.
  template <class... Values>
  Statement& bind(const Values&... values) {
    reset();
    int parameter = 0;
    (bind_one(++parameter, values), ...);
    return *this;
  }
  // For SQLite's own interfaces.
  void bind_pointer(int parameter, void* pointer, const char* type) {
    sqlite3_bind_pointer(statement_.get(), parameter, pointer, type, nullptr);
  }
  // False when there is no further row.
  bool step();
  // Runs to the end.
  void run();
  void reset() noexcept { sqlite3_reset(statement_.get()); }

  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  // Borrowed until the next step() or reset().
  std::string_view bytes(int column) const;

 private:
  void bind_one(int parameter, std::int64_t value);
  void bind_one(int parameter, std::string_view text);
  void bind_one(int parameter, Blob blob);
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Resets a statement at the end of its use, so that it holds no snapshot.
class Use {
 public:
  explicit Use(Statement& statement) noexcept : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { statement_.reset(); }

 private:
  Statement& statement_;
};

// A transaction that is rolled back unless committed.
class Writing {
 public:
  explicit Writing(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  ~Writing();
  void commit() { database_.execute("COMMIT"); }

 private:
  Database& database_;
};

}  // namespace cocotalk::search
