// A read as the readers keep it, and its rows.
#pragma once

#include "storage/connection.hpp"
#include "storage/sql.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::storage {

// The rows of a whole read, in one block of memory.
class Rows {
 public:
  void begin_range(std::uint64_t n_columns) { ranges_.push_back({values_.size(), 0, n_columns}); }
  void add_row(const Statement& statement);
  // The ranges as the caller gets them; borrowed until the rows change.
  std::vector<coco_rows> views();

 private:
  struct Range {
    std::size_t first;
    std::uint64_t n_rows, n_columns;
  };
  std::vector<Range> ranges_;
  std::vector<coco_value> values_;    // their bytes are filled in by views(): until then they may move
  std::vector<std::size_t> offsets_;  // of each value's bytes
  std::vector<char> bytes_;
};

// Copied out of the caller's views, names looked up, types checked.
class Range {
 public:
  // Throws COCO_INVALID.
  Range(const Catalog& catalog, const coco_range& from);

  // Appends the rows. Throws SqliteError.
  void select(Connection& connection, Rows& rows) const;

 private:
  struct Bound {
    coco_type type;
    std::int64_t number;
    std::string bytes;
    bool operator==(const Bound&) const = default;
  };
  std::vector<Bound> bound_of(const coco_value* values, std::uint64_t n) const;

  const Table* table_;
  const Index* index_;  // nullptr: the primary key
  std::vector<Bound> lower_, upper_;
  sql::RangeShape shape_;
  bool is_empty_;
  std::int64_t limit_;  // -1: none
};

}  // namespace cocotalk::storage
