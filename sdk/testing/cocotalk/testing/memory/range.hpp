// Reads of the in-memory store.
#pragma once

#include "cocotalk/testing/memory/tables.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::testing::memory {

// The rows of one range, row after row; owned copies.
struct Rows {
  std::vector<Value> values;
  std::uint64_t n_rows = 0, n_columns = 0;
};

class Range {
 public:
  // Copies `from` and checks it against the tables.
  Range(Tables& tables, const coco_range& from)
      : table_(tables.at(from.table).name),
        lower_(copy(from.lower, from.n_lower)),
        upper_(copy(from.upper, from.n_upper)),
        lower_open_(from.lower_open != 0),
        upper_open_(from.upper_open != 0),
        descending_(from.descending != 0),
        limit_(from.limit) {
    const Table& table = tables.at(from.table);
    if (from.index != nullptr) index_ = table.index(from.index).name;
    check(table, lower_);
    check(table, upper_);
  }

  Rows select(Tables& tables) const {
    const Table& table = tables.at(table_.c_str());
    Rows out;
    out.n_columns = table.columns.size();
    if (index_.empty()) {
      walk(
          table.rows, [](const auto& entry) -> const Row& { return entry.first; },
          [&](const auto& entry) { add(out, entry.second); });
    } else {
      walk(
          table.index(index_).entries, [](const Row& entry) -> const Row& { return entry; },
          [&](const Row& entry) {
            add(out, *table.find(Row(entry.end() - static_cast<std::ptrdiff_t>(table.n_key), entry.end())));
          });
    }
    return out;
  }

 private:
  void check(const Table& table, const Row& bound) const {
    const std::vector<std::size_t> index_columns = index_.empty() ? std::vector<std::size_t>() : table.index(index_).columns;
    const std::size_t n = index_.empty() ? table.n_key : index_columns.size();
    if (bound.size() > n)
      throw coco::Error(COCO_INVALID,
                        "a bound has " + std::to_string(bound.size()) + " values, the key has " + std::to_string(n));
    for (std::size_t i = 0; i < bound.size(); ++i) {
      const Column& column = table.columns[index_.empty() ? i : index_columns[i]];
      if (type_of(bound[i]) != column.type)
        throw coco::Error(COCO_INVALID, "a bound of column '" + column.name + "' is " + type_name(type_of(bound[i])) +
                                            ", expected " + type_name(column.type));
    }
  }

  template <class Entries, class KeyOf, class Take>
  void walk(const Entries& entries, KeyOf key_of, Take take) const {
    const KeyOrder less;
    const Bound low{lower_, lower_open_ && !lower_.empty()}, high{upper_, !upper_open_ || upper_.empty()};
    std::uint32_t taken = 0;
    const auto offer = [&](const auto& entry) {
      if (meets_null(key_of(entry))) return true;
      take(entry);
      return ++taken != limit_;
    };
    if (descending_) {
      auto entry = entries.lower_bound(high);
      while (entry != entries.begin() && !less(key_of(*--entry), low))
        if (!offer(*entry)) return;
    } else {
      for (auto entry = entries.lower_bound(low); entry != entries.end() && less(key_of(*entry), high); ++entry)
        if (!offer(*entry)) return;
    }
  }

  // True when comparing the upper bound comes upon a NULL; the lower bound leaves such rows out by itself, as NULL comes first.
  bool meets_null(const Row& key) const {
    for (std::size_t i = 0; i < upper_.size(); ++i) {
      if (is_null(key[i])) return true;
      if (key[i] != upper_[i]) return false;
    }
    return false;
  }

  static void add(Rows& out, const Row& row) {
    out.values.insert(out.values.end(), row.begin(), row.end());
    ++out.n_rows;
  }

  std::string table_, index_;
  Row lower_, upper_;
  bool lower_open_, upper_open_, descending_;
  std::uint32_t limit_;
};

}  // namespace cocotalk::testing::memory
