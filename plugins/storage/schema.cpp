#include "storage/schema.hpp"

#include <algorithm>
#include <set>

namespace cocotalk::storage {

namespace {

constexpr std::size_t max_name = 63;

coco::Error wrong(const Table& table, const char* what, const std::string& name, const char* why) {
  return coco::Error(COCO_INVALID, "table '" + table.name + "': " + what + " '" + name + "' " + why);
}

// Names reach SQL, where we quote them, and people, who type them.
void check_name(const char* what, std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
  const bool begins_well = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  if (!begins_well || name.size() > max_name || !std::all_of(name.begin(), name.end(), allowed))
    throw coco::Error(COCO_INVALID, std::string(what) + " name '" + std::string(name) +
                                        "' is not made of 1 to 63 of a-z, 0-9, '_' and '-', beginning with a letter");
}

Index index_of(const Table& table, const coco_index& declared) {
  check_name("index", declared.name);
  Index index{declared.name, {}, declared.unique != 0, declared.sparse != 0};
  for (const char* const* column = declared.columns; *column != nullptr; ++column) {
    index.columns.push_back(table.column(*column));
    if (std::count(index.columns.begin(), index.columns.end(), index.columns.back()) > 1)
      throw wrong(table, "index", index.name, "names a column twice");
  }
  if (index.columns.empty()) throw wrong(table, "index", index.name, "has no columns");
  return index;
}

void add_columns(Table& table, const coco_table& declared) {
  if (declared.n_columns > max_columns) throw coco::Error(COCO_INVALID, "table '" + table.name + "' has more than 64 columns");
  std::set<std::string> names;
  for (std::uint64_t i = 0; i < declared.n_columns; ++i) {
    const coco_column& column = declared.columns[i];
    check_name("column", column.name);
    if (column.type < COCO_INTEGER || column.type > COCO_BLOB)
      throw wrong(table, "column", column.name, "is none of INTEGER, TEXT and BLOB");
    if (!names.insert(column.name).second) throw wrong(table, "column", column.name, "is declared twice");
    const coco_value& value = column.default_value;
    if (value.type != COCO_NULL && value.type != column.type)
      throw wrong(table, "column", column.name, "has a default of another type");
    if (value.type == COCO_TEXT && coco::text(value.bytes).find('\0') != std::string_view::npos)
      throw wrong(table, "column", column.name, "has a default that holds NUL");
    table.columns.push_back({column.name, column.type, column.nullable != 0});
  }
}

void add_key(Table& table, const coco_table& declared) {
  for (; declared.key[table.n_key] != nullptr; ++table.n_key) {
    const char* name = declared.key[table.n_key];
    if (table.n_key >= table.columns.size() || table.columns[table.n_key].name != name)
      throw wrong(table, "key column", name, "does not stand in its order at the beginning of the columns");
    if (table.columns[table.n_key].nullable) throw wrong(table, "key column", name, "is nullable");
  }
  if (table.n_key == 0) throw coco::Error(COCO_INVALID, "table '" + table.name + "' has no primary key");
}

Table table_of(const std::string& owner, const coco_table& declared) {
  Table table;
  check_name("table", declared.name);
  table.name = owner == "core" ? declared.name : owner + "_" + declared.name;
  table.owner = owner;
  if (table.name.starts_with("sqlite_") || table.name.starts_with("cocotalk_"))
    throw coco::Error(COCO_INVALID, "table '" + table.name + "' has a name that belongs to the storage itself");
  add_columns(table, declared);
  add_key(table, declared);
  for (std::uint64_t i = 0; i < declared.n_indexes; ++i) table.indexes.push_back(index_of(table, declared.indexes[i]));
  return table;
}

}  // namespace

std::size_t Table::column(std::string_view column_name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column_name) return i;
  throw coco::Error(COCO_INVALID, "table '" + name + "' has no column '" + std::string(column_name) + "'");
}

const Index& Table::index(std::string_view index_name) const {
  for (const Index& candidate : indexes)
    if (candidate.name == index_name) return candidate;
  throw coco::Error(COCO_INVALID, "table '" + name + "' has no index '" + std::string(index_name) + "'");
}

const char* type_name(coco_type type) {
  static constexpr const char* names[] = {"NULL", "INTEGER", "TEXT", "BLOB", "RESULT"};
  return type >= COCO_NULL && type <= COCO_RESULT ? names[type] : "unknown";
}

std::vector<Table> tables_of(const coco_schema& schema) {
  check_name("owner", schema.owner);
  std::vector<Table> tables;
  std::set<std::string> names, index_names;
  for (std::uint64_t i = 0; i < schema.n_tables; ++i) {
    tables.push_back(table_of(schema.owner, schema.tables[i]));
    if (!names.insert(tables.back().name).second)
      throw coco::Error(COCO_INVALID, "table '" + tables.back().name + "' is declared twice");
    for (const Index& index : tables.back().indexes)
      if (!index_names.insert(index.name).second)
        throw wrong(tables.back(), "index", index.name, "is declared twice in the schema");
  }
  return tables;
}

Catalog::Catalog(const Catalog& before, const std::string& owner, std::vector<Table> tables) : tables_(before.tables_) {
  std::erase_if(tables_, [&](const auto& entry) { return entry.second->owner == owner; });
  for (Table& table : tables) {
    auto shared = std::make_shared<const Table>(std::move(table));
    const std::string& name = shared->name;
    const auto taken = tables_.find(name);
    if (taken != tables_.end())
      throw coco::Error(COCO_INVALID,
                        "table '" + name + "' of '" + owner + "' has the name of a table of '" + taken->second->owner + "'");
    tables_.emplace(name, std::move(shared));
  }
}

const Table& Catalog::at(const char* name) const {
  const std::string_view searched = name == nullptr ? "" : name;
  const auto found = tables_.find(searched);
  if (found == tables_.end()) throw coco::Error(COCO_INVALID, "there is no table '" + std::string(searched) + "'");
  return *found->second;
}

}  // namespace cocotalk::storage
