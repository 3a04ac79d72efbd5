#include "storage/connection.hpp"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Exception.h>

namespace cocotalk::storage {

namespace {

// For an operator's sqlite3 that holds the write lock; nobody else ever does.
constexpr int busy_timeout_ms = 5000;

Poco::Data::Session open_session(const std::string& path) {
  try {
    Poco::Data::SQLite::Connector::registerConnector();
    return Poco::Data::Session(Poco::Data::SQLite::Connector::KEY, path);
  } catch (const Poco::Exception& e) {
    throw SqliteError(SQLITE_CANTOPEN, "cannot open the database '" + path + "': " + e.displayText());
  }
}

void execute(sqlite3* handle, const std::string& sql) {
  Statement statement(handle, sql);
  while (statement.step() == Statement::Step::row) {
  }
}

sqlite3* configured(sqlite3* handle, Connection::Role role, std::int64_t cache_bytes) {
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (role == Connection::Role::writer) execute(handle, "PRAGMA journal_mode = WAL");
  execute(handle, "PRAGMA wal_autocheckpoint = 0");
  execute(handle, "PRAGMA synchronous = FULL");
  execute(handle, "PRAGMA temp_store = MEMORY");
  execute(handle, "PRAGMA cache_size = -" + std::to_string(cache_bytes / 1024));
  if (role == Connection::Role::reader) execute(handle, "PRAGMA query_only = ON");
  return handle;
}

std::int64_t page_size(sqlite3* handle) {
  Statement statement(handle, "PRAGMA page_size");
  return statement.step() == Statement::Step::row ? statement.number(0) : 4096;
}

}  // namespace

// The handle is configured before the first statement is prepared: members are made in the order of their declaration.
Connection::Connection(const std::string& path, Role role, std::int64_t cache_bytes)
    : session_(open_session(path)),
      handle_(configured(Poco::Data::SQLite::Utility::dbHandle(session_), role, cache_bytes)),
      begin(handle_, "BEGIN"),
      begin_immediate(handle_, "BEGIN IMMEDIATE"),
      commit(handle_, "COMMIT"),
      rollback(handle_, "ROLLBACK"),
      savepoint(handle_, "SAVEPOINT one"),
      release(handle_, "RELEASE one"),
      rollback_to(handle_, "ROLLBACK TO one"),
      page_bytes_(page_size(handle_)) {
  sqlite3_wal_hook(handle_, note_commit, &log_);
}

// A log that did not grow with a commit was begun anew: all in it had been moved.
int Connection::note_commit(void* ctx, sqlite3*, const char*, int pages) {
  Log& log = *static_cast<Log*>(ctx);
  if (pages <= log.pages) log.moved = 0;
  log.pages = pages;
  return SQLITE_OK;
}

void Connection::checkpoint() { run_checkpoint(SQLITE_CHECKPOINT_PASSIVE); }
void Connection::final_checkpoint() { run_checkpoint(SQLITE_CHECKPOINT_TRUNCATE); }

void Connection::run_checkpoint(int mode) {
  int in_log = 0, moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &in_log, &moved);
  if (code != SQLITE_OK)
    throw SqliteError(sqlite3_extended_errcode(handle_), std::string("checkpoint: ") + sqlite3_errmsg(handle_));
  log_ = {in_log, moved};
}

std::size_t Connection::Hash::operator()(const StatementKey& key) const noexcept {
  std::size_t hash = std::hash<const void*>()(key.table);
  for (const std::uint64_t part : {reinterpret_cast<std::uint64_t>(key.index), key.columns, key.shape})
    hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 32;
}

Open::~Open() {
  if (sqlite3_get_autocommit(connection_.handle()) != 0) return;  // committed, or rolled back by SQLite itself
  try {
    connection_.rollback.run();
  } catch (const SqliteError&) {
    // SQLite rolls back by itself at the latest when the connection is closed; until then every BEGIN fails and is answered so.
  }
}

}  // namespace cocotalk::storage
