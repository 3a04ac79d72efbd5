#include "storage/migration.hpp"

#include "storage/backup.hpp"
#include "storage/sql.hpp"

#include <Poco/Data/Statement.h>
#include <Poco/Data/Transaction.h>
#include <Poco/Exception.h>

#include <algorithm>
#include <set>

namespace cocotalk::storage {

namespace {

using namespace Poco::Data::Keywords;
using Poco::Data::Session;

// Of what this file writes besides the declared tables; PRAGMA user_version.
constexpr std::int64_t layout_version = 1;

coco::Error wrong(const std::string& table, const char* what, const std::string& name, const char* why) {
  return coco::Error(COCO_INVALID, "table '" + table + "': " + what + " '" + name + "' " + why);
}

std::int64_t number(Session& session, const std::string& sql) {
  std::int64_t value = 0;
  session << sql, into(value), now;
  return value;
}

struct StoredColumns {
  std::vector<std::string> names, types;
  std::vector<int> not_null, key;  // key: the place in the primary key from 1, or 0

  StoredColumns(Session& session, std::string table) {
    session << "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)", use(table), into(names), into(types),
        into(not_null), into(key), now;
  }
};

struct StoredIndexes {
  std::vector<std::string> names, texts;

  StoredIndexes(Session& session, std::string table) {
    session << "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", use(table),
        into(names), into(texts), now;
  }
};

class Migration {
 public:
  Migration(Session& session, const coco_schema& schema, const std::vector<Table>& declared)
      : session_(session), schema_(schema), owner_(schema.owner), declared_(declared) {}

  void run() {
    Poco::Data::Transaction transaction(session_);
    read_version();
    check_nothing_is_missing();
    for (std::size_t i = 0; i < declared_.size(); ++i) {
      if (exists(declared_[i]))
        complete(declared_[i], schema_.tables[i]);
      else
        create(declared_[i]);
    }
    if (may_change_) remember_version();  // else nothing was written, and there is nothing to wait for
    transaction.commit();
  }

 private:
  void read_version() {
    std::vector<std::int64_t> versions;
    session_ << "SELECT version FROM cocotalk_schema WHERE owner = ?", use(owner_), into(versions), now;
    if (versions.empty()) return;
    if (versions.front() > schema_.version)
      throw coco::Error(COCO_INVALID, "the database has version " + std::to_string(versions.front()) + " of the tables of '" +
                                          owner_ + "', this program knows version " + std::to_string(schema_.version) +
                                          "; start the newer program or restore an older backup");
    may_change_ = versions.front() < schema_.version;
  }

  void check_nothing_is_missing() {
    std::vector<std::string> stored;
    session_ << "SELECT name FROM cocotalk_table WHERE owner = ?", use(owner_), into(stored), now;
    for (const std::string& name : stored)
      if (std::none_of(declared_.begin(), declared_.end(), [&](const Table& table) { return table.name == name; }))
        throw coco::Error(COCO_INVALID, "table '" + name + "' is in the database but not declared; tables cannot be removed");
  }

  bool exists(const Table& table) {
    std::string name = table.name;
    std::vector<std::string> owners;
    session_ << "SELECT owner FROM cocotalk_table WHERE name = ?", use(name), into(owners), now;
    return !owners.empty();
  }

  void create(const Table& table) {
    change(table, sql::create_table(table));
    for (const Index& index : table.indexes) change(table, sql::create_index(table, index));
    std::string name = table.name;
    session_ << "INSERT INTO cocotalk_table (name, owner) VALUES (?, ?)", use(name), use(owner_), now;
  }

  void complete(const Table& table, const coco_table& from) {
    const StoredColumns stored(session_, table.name);
    for (const std::string& name : stored.names)
      if (std::none_of(table.columns.begin(), table.columns.end(), [&](const Column& column) { return column.name == name; }))
        throw wrong(table.name, "column", name, "is in the database but not declared; columns cannot be removed");
    const auto n_stored_key = stored.key.size() - static_cast<std::size_t>(std::count(stored.key.begin(), stored.key.end(), 0));
    if (n_stored_key != table.n_key)
      throw coco::Error(COCO_INVALID, "table '" + table.name + "' has another primary key in the database");
    for (std::size_t i = 0; i < table.columns.size(); ++i) complete_column(table, i, stored, from.columns[i].default_value);
    complete_indexes(table);
  }

  void complete_column(const Table& table, std::size_t i, const StoredColumns& stored, const coco_value& default_value) {
    const Column& column = table.columns[i];
    const auto found =
        static_cast<std::size_t>(std::find(stored.names.begin(), stored.names.end(), column.name) - stored.names.begin());
    if (found < stored.names.size()) {
      if (stored.types[found] != type_name(column.type))
        throw wrong(table.name, "column", column.name, "has another type in the database");
      if ((stored.not_null[found] != 0) == column.nullable)
        throw wrong(table.name, "column", column.name,
                    column.nullable ? "is not nullable in the database" : "is nullable in the database");
      if (static_cast<std::size_t>(stored.key[found]) != (i < table.n_key ? i + 1 : 0))
        throw coco::Error(COCO_INVALID, "table '" + table.name + "' has another primary key in the database");
      return;
    }
    if (i < table.n_key) throw coco::Error(COCO_INVALID, "table '" + table.name + "' has another primary key in the database");
    if (!column.nullable && default_value.type == COCO_NULL)
      throw wrong(table.name, "column", column.name,
                  "is new, not nullable and without a default; give it one for the rows that exist");
    change(table, sql::add_column(table, i, default_value));
  }

  void complete_indexes(const Table& table) {
    const StoredIndexes stored(session_, table.name);
    std::set<std::string> wanted;
    for (const Index& index : table.indexes) {
      const std::string name = *wanted.insert(sql::index_name(table, index)).first;
      const auto found =
          static_cast<std::size_t>(std::find(stored.names.begin(), stored.names.end(), name) - stored.names.begin());
      if (found == stored.names.size())
        change(table, sql::create_index(table, index));
      else if (stored.texts[found] != sql::create_index(table, index))
        throw wrong(table.name, "index", index.name, "has another definition in the database");
    }
    for (const std::string& name : stored.names)
      if (name.starts_with(table.name + ".") && !wanted.contains(name))
        throw wrong(table.name, "index", name.substr(table.name.size() + 1),
                    "is in the database but not declared; indexes cannot be removed");
  }

  void change(const Table& table, const std::string& sql) {
    if (!may_change_)
      throw coco::Error(COCO_INVALID, "table '" + table.name + "' has more than in the database, with the same version " +
                                          std::to_string(schema_.version) + " of '" + owner_ +
                                          "'; a change counts the version up");
    try {
      session_ << sql, now;
    } catch (const Poco::Exception& e) {
      throw coco::Error(COCO_INVALID, "table '" + table.name + "' cannot be changed: " + e.displayText() + ", by: " + sql);
    }
  }

  void remember_version() {
    auto version = static_cast<std::int64_t>(schema_.version);
    session_ << "INSERT INTO cocotalk_schema (owner, version) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET version = "
                "excluded.version",
        use(owner_), use(version), now;
  }

  Session& session_;
  const coco_schema& schema_;
  std::string owner_;
  const std::vector<Table>& declared_;
  bool may_change_ = true;
};

}  // namespace

void open_store(Session& session, const std::string& path) {
  try {
    const bool is_fresh = number(session, "SELECT count(*) FROM sqlite_master") == 0;
    const std::int64_t id = number(session, "PRAGMA application_id"), layout = number(session, "PRAGMA user_version");
    if (is_fresh) {
      Poco::Data::Transaction transaction(session);
      session << "PRAGMA application_id = " + std::to_string(application_id), now;
      session << "PRAGMA user_version = " + std::to_string(layout_version), now;
      session << "CREATE TABLE cocotalk_schema (owner TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT", now;
      session << "CREATE TABLE cocotalk_table (name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL) STRICT", now;
      transaction.commit();
    } else if (id != application_id) {
      throw coco::Error(COCO_INVALID,
                        "'" + path + "' is a database of another program; move it away or name another data folder with --data");
    } else if (layout > layout_version) {
      throw coco::Error(COCO_INVALID, "'" + path + "' was written by a newer storage (layout " + std::to_string(layout) +
                                          ", this one knows " + std::to_string(layout_version) + "); start the newer program");
    }
  } catch (const Poco::Exception& e) {
    throw coco::Error(COCO_INVALID, "'" + path + "' cannot be used as a database: " + e.displayText());
  }
}

void migrate(Session& session, const coco_schema& schema, const std::vector<Table>& declared) {
  try {
    Migration(session, schema, declared).run();
  } catch (const Poco::Exception& e) {
    throw coco::Error(COCO_INVALID, "the tables of '" + std::string(schema.owner) + "' cannot be made: " + e.displayText());
  }
}

}  // namespace cocotalk::storage
