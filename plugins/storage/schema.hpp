// The tables the core and the plugins declared, as owned values. Knows no SQL.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::storage {

struct Column {
  std::string name;
  coco_type type;
  bool nullable;
};

struct Index {
  std::string name;
  std::vector<std::size_t> columns;
  bool unique, sparse;
};

// Columns of one table as bits, the first column the lowest.
using ColumnSet = std::uint64_t;
inline constexpr std::size_t max_columns = 64;

struct Table {
  std::string name;  // as operations say it: ⟨owner⟩_⟨table⟩, or ⟨table⟩ for the core
  std::string owner;
  std::vector<Column> columns;
  std::size_t n_key = 0;  // the primary key is the first n_key columns
  std::vector<Index> indexes;

  // Both throw COCO_INVALID when there is none.
  std::size_t column(std::string_view column_name) const;
  const Index& index(std::string_view index_name) const;
};

const char* type_name(coco_type type);

// Checks and copies one owner's declaration. Throws COCO_INVALID.
std::vector<Table> tables_of(const coco_schema& schema);

// All tables of all owners. Immutable once published, so any thread may look things up; it outlives what points into it.
class Catalog {
 public:
  Catalog() = default;
  // `before`, with the tables of `owner` replaced by `tables`.
  Catalog(const Catalog& before, const std::string& owner, std::vector<Table> tables);

  // Throws COCO_INVALID when there is none.
  const Table& at(const char* name) const;

 private:
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables_;
};

}  // namespace cocotalk::storage
