#include "storage/statement.hpp"

#include "storage/schema.hpp"

namespace cocotalk::storage {

namespace {

SqliteError error_of(sqlite3* handle) { return SqliteError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle)); }

}  // namespace

Statement::Statement(sqlite3* handle, const std::string& sql) : handle_(handle) {
  sqlite3_stmt* prepared = nullptr;
  const int code =
      sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) throw SqliteError(sqlite3_extended_errcode(handle), std::string(sqlite3_errmsg(handle)) + " in: " + sql);
  statement_.reset(prepared);
}

void Statement::bind(int parameter, const coco_value& value) {
  const char* data = value.bytes.data == nullptr ? "" : value.bytes.data;  // SQLite takes a null pointer for NULL
  const auto size = static_cast<sqlite3_uint64>(value.bytes.size);
  int code = SQLITE_OK;
  switch (value.type) {
    case COCO_NULL: code = sqlite3_bind_null(statement_.get(), parameter); break;
    case COCO_INTEGER: code = sqlite3_bind_int64(statement_.get(), parameter, value.number); break;
    case COCO_TEXT: code = sqlite3_bind_text64(statement_.get(), parameter, data, size, SQLITE_STATIC, SQLITE_UTF8); break;
    case COCO_BLOB: code = sqlite3_bind_blob64(statement_.get(), parameter, data, size, SQLITE_STATIC); break;
    default: throw coco::Error(COCO_INTERNAL, std::string("a value of type ") + type_name(value.type) + " cannot be bound");
  }
  if (code != SQLITE_OK) throw error_of(handle_);
}

void Statement::bind(int parameter, std::int64_t number) {
  if (sqlite3_bind_int64(statement_.get(), parameter, number) != SQLITE_OK) throw error_of(handle_);
}

Statement::Step Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return Step::row;
  if (code == SQLITE_DONE) return Step::done;
  if ((code & 0xff) == SQLITE_CONSTRAINT) return Step::constraint;
  throw error_of(handle_);
}

Statement::Step Statement::run() {
  const Use use(*this);
  return step();
}

coco_value Statement::value(int column) const {
  sqlite3_stmt* statement = statement_.get();
  const auto bytes = [&](const void* data) {
    return coco_view{static_cast<const char*>(data), static_cast<std::uint64_t>(sqlite3_column_bytes(statement, column))};
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return {COCO_INTEGER, 0, sqlite3_column_int64(statement, column), {nullptr, 0}};
    case SQLITE_TEXT: return {COCO_TEXT, 0, 0, bytes(sqlite3_column_text(statement, column))};
    case SQLITE_BLOB: return {COCO_BLOB, 0, 0, bytes(sqlite3_column_blob(statement, column))};
    default: return {COCO_NULL, 0, 0, {nullptr, 0}};
  }
}

}  // namespace cocotalk::storage
