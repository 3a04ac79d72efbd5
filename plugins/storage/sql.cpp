#include "storage/sql.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace cocotalk::storage::sql {

namespace {

using Columns = std::vector<std::size_t>;

Columns first_columns(std::size_t n) {
  Columns columns;
  for (std::size_t i = 0; i < n; ++i) columns.push_back(i);
  return columns;
}

Columns columns_of(ColumnSet set) {
  Columns columns;
  for (std::size_t i = 0; i < max_columns; ++i)
    if ((set >> i & 1) != 0) columns.push_back(i);
  return columns;
}

// ⟨prefix⟩"name"⟨suffix⟩ for each column, joined.
std::string each(const Table& table, const Columns& columns, std::string_view joint, std::string_view suffix = "",
                 std::string_view prefix = "") {
  std::string out;
  for (const std::size_t column : columns) {
    if (!out.empty()) out += joint;
    out += prefix;
    out += quoted(table.columns[column].name);
    out += suffix;
  }
  return out;
}

std::string questions(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

std::string where_key(const Table& table) { return " WHERE " + each(table, first_columns(table.n_key), " AND ", " = ?"); }

std::string column_definition(const Column& column) {
  return quoted(column.name) + " " + type_name(column.type) + (column.nullable ? "" : " NOT NULL");
}

std::string literal(const coco_value& value) {
  if (value.type == COCO_INTEGER) return std::to_string(value.number);
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = value.type == COCO_BLOB ? "x'" : "'";
  for (const char c : coco::text(value.bytes)) {
    if (value.type == COCO_BLOB) {
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    } else {
      out += c == '\'' ? "''" : std::string(1, c);
    }
  }
  return out + "'";
}

// (a, b) ⟨operator⟩ (?, ?)
std::string compare(const Table& table, const Columns& columns, std::string_view comparison) {
  if (columns.size() == 1) return quoted(table.columns[columns.front()].name) + " " + std::string(comparison) + " ?";
  return "(" + each(table, columns, ", ") + ") " + std::string(comparison) + " (" + questions(columns.size()) + ")";
}

Columns slice(const Columns& columns, std::size_t from, std::size_t to) {
  return Columns(columns.begin() + static_cast<std::ptrdiff_t>(from), columns.begin() + static_cast<std::ptrdiff_t>(to));
}

// Which rows are in a sparse index; SQLite uses the index only for statements that say the same. Empty: all.
std::string rows_of(const Table& table, const Index* index) {
  if (index == nullptr || !index->sparse) return "";
  Columns nullable;
  for (const std::size_t column : index->columns)
    if (table.columns[column].nullable) nullable.push_back(column);
  return each(table, nullable, " AND ", " IS NOT NULL");
}

// Whether two of its rows can have the same values: SQLite does not see that they cannot, and would sort.
bool may_have_ties(const Table& table, const Index& index) {
  if (!index.unique) return true;
  return !index.sparse && std::any_of(index.columns.begin(), index.columns.end(),
                                      [&table](std::size_t column) { return table.columns[column].nullable; });
}

}  // namespace

std::string quoted(const std::string& name) { return '"' + name + '"'; }

std::string index_name(const Table& table, const Index& index) { return table.name + "." + index.name; }

std::vector<std::size_t> index_columns(const Table& table, const Index& index) {
  Columns columns = index.columns;
  if (index.unique) return columns;
  for (const std::size_t key : first_columns(table.n_key))
    if (std::find(columns.begin(), columns.end(), key) == columns.end()) columns.push_back(key);
  return columns;
}

// A single INTEGER key is the rowid itself. Tables with indexes are rowid tables, as their index entries and the pages a commit
// writes are smaller (a fifth more posts a second); the others need one search less without.
std::string create_table(const Table& table) {
  std::string text = "CREATE TABLE " + quoted(table.name) + " (";
  for (const Column& column : table.columns) text += column_definition(column) + ", ";
  text += "PRIMARY KEY (" + each(table, first_columns(table.n_key), ", ") + "))";
  const bool key_is_rowid = table.n_key == 1 && table.columns.front().type == COCO_INTEGER;
  return text + (table.indexes.empty() && !key_is_rowid ? " STRICT, WITHOUT ROWID" : " STRICT");
}

std::string add_column(const Table& table, std::size_t column, const coco_value& default_value) {
  std::string text = "ALTER TABLE " + quoted(table.name) + " ADD COLUMN " + column_definition(table.columns[column]);
  if (default_value.type != COCO_NULL) text += " DEFAULT " + literal(default_value);
  return text;
}

std::string create_index(const Table& table, const Index& index) {
  std::string text = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " + quoted(index_name(table, index)) +
                     " ON " + quoted(table.name) + " (" + each(table, index_columns(table, index), ", ") + ")";
  const std::string rows = rows_of(table, &index);
  return rows.empty() ? text : text + " WHERE " + rows;
}

std::string expect(const Table& table, ColumnSet columns) {
  return "SELECT 1 FROM " + quoted(table.name) + where_key(table) + each(table, columns_of(columns), "", " IS ?", " AND ");
}

std::string present(const Table& table, const Index* index, std::size_t n) {
  const Columns columns = index == nullptr ? first_columns(n) : slice(index->columns, 0, n);
  const std::string rows = rows_of(table, index);
  return "SELECT 1 FROM " + quoted(table.name) + (index == nullptr ? "" : " INDEXED BY " + quoted(index_name(table, *index))) +
         " WHERE " + (rows.empty() ? "" : rows + " AND ") + each(table, columns, " AND ", " = ?") + " LIMIT 1";
}

std::string insert(const Table& table) {
  return "INSERT INTO " + quoted(table.name) + " (" + each(table, first_columns(table.columns.size()), ", ") + ") VALUES (" +
         questions(table.columns.size()) + ")";
}

std::string put(const Table& table) {
  std::string assignments;
  for (std::size_t i = table.n_key; i < table.columns.size(); ++i) {
    const std::string name = quoted(table.columns[i].name);
    assignments += (assignments.empty() ? " DO UPDATE SET " : ", ") + name + " = excluded." + name;
  }
  return insert(table) + " ON CONFLICT (" + each(table, first_columns(table.n_key), ", ") + ")" +
         (assignments.empty() ? " DO NOTHING" : assignments);
}

std::string set(const Table& table, ColumnSet columns) {
  return "UPDATE " + quoted(table.name) + " SET " + each(table, columns_of(columns), ", ", " = ?") + where_key(table);
}

std::string get(const Table& table, ColumnSet columns) {
  return "SELECT " + each(table, columns_of(columns), ", ") + " FROM " + quoted(table.name) + where_key(table);
}

std::string last_number(const Table& table) {
  std::string text = "SELECT max(" + quoted(table.columns[table.n_key - 1].name) + ") FROM " + quoted(table.name);
  if (table.n_key > 1) text += " WHERE " + each(table, first_columns(table.n_key - 1), " AND ", " = ?");
  return text;
}

std::string erase(const Table& table) { return "DELETE FROM " + quoted(table.name) + where_key(table); }

std::string select(const Table& table, const Index* index, const RangeShape& shape) {
  const Columns key = index == nullptr ? first_columns(table.n_key) : index->columns;
  std::string text = "SELECT " + each(table, first_columns(table.columns.size()), ", ") + " FROM " + quoted(table.name);
  if (index != nullptr) text += " INDEXED BY " + quoted(index_name(table, *index));

  std::vector<std::string> terms;
  if (const std::string rows = rows_of(table, index); !rows.empty()) terms.push_back(rows);
  for (std::size_t i = 0; i < shape.n_equal; ++i) terms.push_back(compare(table, {key[i]}, "="));
  if (shape.n_lower > shape.n_equal)
    terms.push_back(compare(table, slice(key, shape.n_equal, shape.n_lower), shape.lower_open ? ">" : ">="));
  if (shape.n_upper > shape.n_equal)
    terms.push_back(compare(table, slice(key, shape.n_equal, shape.n_upper), shape.upper_open ? "<" : "<="));
  for (std::size_t i = 0; i < terms.size(); ++i) text += (i == 0 ? " WHERE " : " AND ") + terms[i];

  Columns order = key;
  if (index == nullptr || may_have_ties(table, *index))
    for (const std::size_t column : first_columns(table.n_key))
      if (std::find(order.begin(), order.end(), column) == order.end()) order.push_back(column);
  return text + " ORDER BY " + each(table, order, ", ", shape.descending ? " DESC" : "") + " LIMIT ?";
}

}  // namespace cocotalk::storage::sql
