// All tables of the in-memory store, and define(): what storage.h promises about schemas and their versions.
#pragma once

#include "cocotalk/testing/memory/table.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::testing::memory {

class Tables {
 public:
  Table& at(const char* name) {
    const auto found = tables_.find(name == nullptr ? "" : name);
    if (found == tables_.end())
      throw coco::Error(COCO_INVALID, "there is no table '" + std::string(name == nullptr ? "" : name) + "'");
    return found->second;
  }

  // The memory all rows take, nearly.
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const auto& [name, table] : tables_) sum += table.bytes;
    return sum;
  }

  void define(const coco_schema& schema) {
    const std::string owner = schema.owner;
    const auto stored = versions_.find(owner);
    if (stored != versions_.end() && stored->second > schema.version)
      throw coco::Error(COCO_INVALID, "the tables of '" + owner + "' have version " + std::to_string(stored->second) +
                                          ", this program knows version " + std::to_string(schema.version) +
                                          "; start the newer program");
    const bool may_change = stored == versions_.end() || stored->second < schema.version;
    std::map<std::string, Table> changed = tables_;
    std::set<std::string> declared;
    for (std::uint64_t i = 0; i < schema.n_tables; ++i) {
      Table table = declaration(owner, schema.tables[i]);
      declared.insert(table.name);
      const auto old = changed.find(table.name);
      if (old == changed.end()) {
        if (!may_change) throw unannounced(table.name);
      } else if (adopt(table, old->second, schema.tables[i]) && !may_change) {
        throw unannounced(table.name);
      }
      changed.insert_or_assign(table.name, std::move(table));
    }
    for (const auto& [name, table] : tables_)
      if (table.owner == owner && !declared.contains(name))
        throw coco::Error(COCO_INVALID, "table '" + name + "' is stored but not declared; tables cannot be removed");
    tables_ = std::move(changed);
    versions_[owner] = schema.version;
  }

 private:
  static coco::Error unannounced(const std::string& table) {
    return coco::Error(COCO_INVALID,
                       "table '" + table + "' differs from the stored one of the same version; count the schema's version up");
  }

  static Table declaration(const std::string& owner, const coco_table& from) {
    Table table;
    table.owner = owner;
    table.name = owner == "core" ? from.name : owner + "_" + from.name;
    for (std::uint64_t i = 0; i < from.n_columns; ++i) {
      const coco_column& column = from.columns[i];
      if (column.type < COCO_INTEGER || column.type > COCO_BLOB)
        throw wrong(table, "column", column.name, "has no type that can be stored");
      table.columns.push_back({column.name, column.type, column.nullable != 0});
    }
    for (; from.key[table.n_key] != nullptr; ++table.n_key) {
      const char* key = from.key[table.n_key];
      if (table.n_key >= table.columns.size() || table.columns[table.n_key].name != key)
        throw wrong(table, "key column", key, "does not stand in its order at the beginning of the columns");
      if (table.columns[table.n_key].nullable) throw wrong(table, "key column", key, "is nullable");
    }
    if (table.n_key == 0) throw coco::Error(COCO_INVALID, "table '" + table.name + "' has no primary key");
    for (std::uint64_t i = 0; i < from.n_indexes; ++i) {
      const coco_index& declared = from.indexes[i];
      Index index{declared.name, {}, declared.unique != 0, declared.sparse != 0, {}};
      for (const char* const* column = declared.columns; *column != nullptr; ++column)
        index.columns.push_back(table.column(*column));
      if (index.columns.empty()) throw wrong(table, "index", declared.name, "has no columns");
      table.indexes.push_back(std::move(index));
    }
    return table;
  }

  // Fills `table` with the rows of `old`; true when it has more columns or indexes.
  static bool adopt(Table& table, const Table& old, const coco_table& declared) {
    for (const Column& column : old.columns) {
      const auto kept = std::find(table.columns.begin(), table.columns.end(), column);
      if (kept == table.columns.end())
        throw wrong(table, "column", column.name, "is stored with another type or no longer declared");
    }
    const auto key_names = [](const Table& of) {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < of.n_key; ++i) names.push_back(of.columns[i].name);
      return names;
    };
    if (key_names(table) != key_names(old))
      throw coco::Error(COCO_INVALID, "table '" + table.name + "' is stored with another primary key");
    for (const Index& index : old.indexes) check_kept(table, old, index);

    std::vector<Value> defaults;
    for (std::size_t i = 0; i < table.columns.size(); ++i) defaults.push_back(default_of(table, old, i, declared.columns[i]));
    for (const auto& [key, stored] : old.rows) {
      Row row = defaults;
      for (std::size_t i = 0; i < old.columns.size(); ++i) row[table.column(old.columns[i].name)] = stored[i];
      if (table.collides(row))
        throw coco::Error(COCO_INVALID, "table '" + table.name + "' has rows that collide in a new unique index");
      table.put(std::move(row));
    }
    return table.columns.size() > old.columns.size() || table.indexes.size() > old.indexes.size();
  }

  static void check_kept(const Table& table, const Table& old, const Index& index) {
    const auto names = [](const Table& of, const Index& i) {
      std::vector<std::string> out;
      for (const std::size_t column : i.columns) out.push_back(of.columns[column].name);
      return out;
    };
    for (const Index& candidate : table.indexes)
      if (candidate.name == index.name && candidate.unique == index.unique && candidate.sparse == index.sparse &&
          names(table, candidate) == names(old, index))
        return;
    throw wrong(table, "index", index.name, "is stored with another definition or no longer declared");
  }

  static Value default_of(const Table& table, const Table& old, std::size_t i, const coco_column& declared) {
    const Column& column = table.columns[i];
    if (std::find(old.columns.begin(), old.columns.end(), column) != old.columns.end()) return {};
    Value value = copy(declared.default_value);
    if (is_null(value) && !column.nullable)
      throw wrong(table, "new column", column.name, "is neither nullable nor has a default");
    if (!is_null(value) && type_of(value) != column.type)
      throw wrong(table, "new column", column.name, "has a default of another type");
    return value;
  }

  static coco::Error wrong(const Table& table, const char* what, const std::string& name, const char* why) {
    return coco::Error(COCO_INVALID, "table '" + table.name + "': " + what + " '" + name + "' " + why);
  }

  std::map<std::string, Table> tables_;
  std::map<std::string, std::uint32_t> versions_;
};

}  // namespace cocotalk::testing::memory
