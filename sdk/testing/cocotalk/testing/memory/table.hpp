// One table of the in-memory store with its indexes.
#pragma once

#include "cocotalk/testing/memory/value.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing::memory {

struct Column {
  std::string name;
  coco_type type;
  bool nullable;
  bool operator==(const Column&) const = default;
};

struct Index {
  std::string name;
  std::vector<std::size_t> columns;
  bool unique, sparse;
  std::set<Row, KeyOrder> entries;  // the index's columns, then the primary key

  Row values_of(const Row& row) const {
    Row values;
    for (const std::size_t column : columns) values.push_back(row[column]);
    return values;
  }
  bool holds(const Row& row) const {
    return !sparse || std::none_of(columns.begin(), columns.end(), [&](std::size_t column) { return is_null(row[column]); });
  }
};

// A plain value: copying it copies the rows, which is how a snapshot is made.
class Table {
 public:
  std::string name, owner;
  std::vector<Column> columns;
  std::size_t n_key = 0;
  std::vector<Index> indexes;
  std::map<Row, Row, KeyOrder> rows;  // primary key → row
  std::uint64_t bytes = 0;            // what rows and entries take, nearly

  Row key_of(const Row& row) const { return Row(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(n_key)); }
  const Row* find(const Row& key) const {
    const auto found = rows.find(key);
    return found == rows.end() ? nullptr : &found->second;
  }
  std::size_t column(std::string_view column_name) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].name == column_name) return i;
    throw coco::Error(COCO_INVALID, "table '" + name + "' has no column '" + std::string(column_name) + "'");
  }
  const Index& index(std::string_view index_name) const {
    for (const Index& candidate : indexes)
      if (candidate.name == index_name) return candidate;
    throw coco::Error(COCO_INVALID, "table '" + name + "' has no index '" + std::string(index_name) + "'");
  }

  // True when a unique index has the values of `row` in another row.
  bool collides(const Row& row) const {
    return std::any_of(indexes.begin(), indexes.end(),
                       [&](const Index& candidate) { return candidate.unique && collides(candidate, row); });
  }
  void put(Row row) {
    Row key = key_of(row);
    erase(key);
    for (Index& changed : indexes) {
      if (!changed.holds(row)) continue;
      bytes += weight_of(*changed.entries.insert(entry(changed, row)).first);
    }
    bytes += weight_of(key) + weight_of(row);
    rows.emplace(std::move(key), std::move(row));
  }
  void erase(const Row& key) {
    const auto found = rows.find(key);
    if (found == rows.end()) return;
    for (Index& changed : indexes) {
      const auto entry_of_row = changed.entries.find(entry(changed, found->second));
      if (entry_of_row == changed.entries.end()) continue;
      bytes -= weight_of(*entry_of_row);
      changed.entries.erase(entry_of_row);
    }
    bytes -= weight_of(found->first) + weight_of(found->second);
    rows.erase(found);
  }
  // True when the index (nullptr: the primary key) has an entry that begins with `values`. NULL equals nothing.
  bool has(const Index* searched, const Row& values) const {
    if (std::any_of(values.begin(), values.end(), is_null)) return false;
    const Bound before{values, false}, after{values, true};
    if (searched == nullptr) return rows.lower_bound(before) != rows.lower_bound(after);
    return searched->entries.lower_bound(before) != searched->entries.lower_bound(after);
  }

 private:
  Row entry(const Index& of, const Row& row) const {
    Row values = of.values_of(row);
    values.insert(values.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(n_key));
    return values;
  }
  bool collides(const Index& with, const Row& row) const {
    const Row values = with.values_of(row);
    if (std::any_of(values.begin(), values.end(), is_null)) return false;
    const auto first = with.entries.lower_bound(Bound{values, false});
    const auto end = with.entries.lower_bound(Bound{values, true});
    return std::any_of(first, end, [&](const Row& other) {
      return !std::equal(other.begin() + static_cast<std::ptrdiff_t>(values.size()), other.end(), row.begin());
    });
  }
};

}  // namespace cocotalk::testing::memory
