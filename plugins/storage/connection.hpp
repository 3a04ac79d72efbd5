// One open connection to the database, with its cache of prepared statements.
#pragma once

#include "storage/schema.hpp"
#include "storage/statement.hpp"

#include <Poco/Data/Session.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace cocotalk::storage {

// What makes a statement's text, besides the function of sql.hpp that does.
struct StatementKey {
  const Table* table;
  const Index* index;
  ColumnSet columns;
  std::uint64_t shape;  // which function, and what else it needs
  bool operator==(const StatementKey&) const = default;
};

// Belongs to one thread. The writer's is the only one that changes the database or checkpoints: SQLite 3.40.1 loses data when
// several connections do. Nothing is checkpointed but by checkpoint().
class Connection {
 private:
  Poco::Data::Session session_;
  sqlite3* handle_;

 public:
  enum class Role { writer, reader };

  // Opens or creates the database. Throws SqliteError.
  Connection(const std::string& path, Role role, std::int64_t cache_bytes);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Poco::Data::Session& session() { return session_; }
  sqlite3* handle() { return handle_; }

  // The cached statement of `key`; made from make_sql() at its first use.
  template <class MakeSql>
  Statement& statement(const StatementKey& key, MakeSql make_sql) {
    const auto found = statements_.find(key);
    if (found != statements_.end()) return found->second;
    return statements_.emplace(key, Statement(handle_, make_sql())).first->second;
  }

  // Moves what it can from the log (WAL) to the database without waiting for readers.
  void checkpoint();
  // All of it, and empties the log; when no other connection is open.
  void final_checkpoint();
  // The bytes in the log that are not known to be in the database.
  std::int64_t log_bytes() const { return (log_.pages - log_.moved) * page_bytes_; }

  Statement begin, begin_immediate, commit, rollback, savepoint, release, rollback_to;

 private:
  struct Hash {
    std::size_t operator()(const StatementKey& key) const noexcept;
  };
  struct Log {
    std::int64_t pages = 0, moved = 0;  // in the log after the last commit; of them, in the database too
  };
  static int note_commit(void* log, sqlite3*, const char*, int pages);
  void run_checkpoint(int mode);

  std::int64_t page_bytes_;
  Log log_;
  std::unordered_map<StatementKey, Statement, Hash> statements_;
};

// A transaction that is rolled back unless committed.
class Open {
 public:
  Open(Connection& connection, Statement& how) : connection_(connection) { how.run(); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open();
  void commit() { connection_.commit.run(); }

 private:
  Connection& connection_;
};

}  // namespace cocotalk::storage
