// The SQL of the storage, as text. Pure: every function is its arguments' statement, parameters numbered from 1 in the order of
// the columns they belong to, keys last unless said otherwise.
#pragma once

#include "storage/schema.hpp"

#include <cstdint>
#include <string>

namespace cocotalk::storage::sql {

std::string quoted(const std::string& name);
// Names of indexes hold a '.', which no declared name can.
std::string index_name(const Table& table, const Index& index);
// The columns an index has in SQLite: the declared ones, and if it is not unique the primary key's, for the order of ties.
std::vector<std::size_t> index_columns(const Table& table, const Index& index);

std::string create_table(const Table& table);
// `default_value` is COCO_NULL for none.
std::string add_column(const Table& table, std::size_t column, const coco_value& default_value);
std::string create_index(const Table& table, const Index& index);

// One row when the row exists and `columns` have the parameters' values, NULL equal to NULL: key, then columns.
std::string expect(const Table& table, ColumnSet columns);
// One row when the first `n` columns of the index (nullptr: of the primary key) have these values somewhere.
std::string present(const Table& table, const Index* index, std::size_t n);
std::string insert(const Table& table);
std::string put(const Table& table);
std::string set(const Table& table, ColumnSet columns);
// The values of `columns`.
std::string get(const Table& table, ColumnSet columns);
// The largest last key column among the rows with the same other key columns; NULL when there are none.
std::string last_number(const Table& table);
std::string erase(const Table& table);

// A range as far as it decides the text. Parameters: the `n_equal` values the bounds share, the rest of the lower bound, the rest
// of the upper bound, the limit (-1: none).
struct RangeShape {
  std::uint8_t n_equal, n_lower, n_upper;
  bool lower_open, upper_open, descending;
};
std::string select(const Table& table, const Index* index, const RangeShape& shape);

}  // namespace cocotalk::storage::sql
