#include "search/database.hpp"

namespace cocotalk::search {
namespace {

constexpr int busy_timeout_ms = 5000;  // for an operator's sqlite3 that holds the write lock; nobody else ever does

DatabaseError error_of(sqlite3* handle, const std::string& what) {
  return DatabaseError(sqlite3_errcode(handle), what + ": " + sqlite3_errmsg(handle));
}

}  // namespace

Database::Database(const std::string& path, Role role, std::int64_t cache_bytes) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  handle_.reset(opened);
  if (code != SQLITE_OK) throw DatabaseError(code, "cannot open '" + path + "': " + sqlite3_errstr(code));
  sqlite3_busy_timeout(opened, busy_timeout_ms);
  if (role == Role::writer) execute("PRAGMA journal_mode = WAL");
  // Only one connection moves the log to the database: SQLite 3.40.1 loses data when several do.
  execute(role == Role::writer ? "PRAGMA synchronous = NORMAL" : "PRAGMA wal_autocheckpoint = 0");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA cache_size = -" + std::to_string(cache_bytes / 1024));
  if (role == Role::reader) execute("PRAGMA query_only = ON");
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw error_of(handle(), sql);
}

Statement::Statement(const Database& database, const std::string& sql) : handle_(database.handle()) {
  sqlite3_stmt* prepared = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) throw error_of(handle_, sql);
  statement_.reset(prepared);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw error_of(handle_, sqlite3_sql(statement_.get()));
}

void Statement::run() {
  const Use use(*this);
  while (step()) {
  }
}

std::string_view Statement::bytes(int column) const {
  const auto* const data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Statement::bind_one(int parameter, std::int64_t value) { sqlite3_bind_int64(statement_.get(), parameter, value); }

void Statement::bind_one(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), parameter, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind_one(int parameter, Blob blob) {
  sqlite3_bind_blob64(statement_.get(), parameter, blob.bytes.empty() ? "" : blob.bytes.data(), blob.bytes.size(), SQLITE_STATIC);
}

Writing::~Writing() {
  if (sqlite3_get_autocommit(database_.handle()) != 0) return;  // committed, or rolled back by SQLite itself
  sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace cocotalk::search
