// Words in which the storage contract is written: values, transactions and ranges that own what they show.
#pragma once

#include "cocotalk/testing/fake_host.hpp"
#include "cocotalk/testing/memory/value.hpp"

#include <cocotalk/storage.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing::storage {

using memory::Row;
using memory::Value;

inline const Value null{};
inline Value i(std::int64_t number) { return number; }
inline Value t(std::string text) { return memory::Text{std::move(text)}; }
inline Value b(std::string bytes) { return memory::Blob{std::move(bytes)}; }
inline Value result(std::uint64_t op, std::uint32_t part = 0) { return memory::ResultOf{op, part}; }

using Named = std::vector<std::pair<std::string, Value>>;  // columns with values

inline std::vector<coco_value> views_of(const Row& row) {
  std::vector<coco_value> out;
  for (const Value& value : row) out.push_back(memory::view_of(value));
  return out;
}

// A transaction, operation by operation.
class Batch {
 public:
  Batch&& expect(std::string table, Row key, Named columns = {}) && {
    return add(COCO_EXPECT, std::move(table), "", std::move(key), std::move(columns));
  }
  Batch&& absent(std::string table, Row key, std::string index = "") && {
    return add(COCO_ABSENT, std::move(table), std::move(index), std::move(key));
  }
  Batch&& insert(std::string table, Row row) && { return add_row(COCO_INSERT, std::move(table), std::move(row)); }
  Batch&& put(std::string table, Row row) && { return add_row(COCO_PUT, std::move(table), std::move(row)); }
  Batch&& append(std::string table, Row row) && { return add_row(COCO_APPEND, std::move(table), std::move(row)); }
  Batch&& set(std::string table, Row key, Named columns) && {
    return add(COCO_SET, std::move(table), "", std::move(key), std::move(columns));
  }
  Batch&& plus(std::string table, Row key, Named columns) && {
    return add(COCO_ADD, std::move(table), "", std::move(key), std::move(columns));
  }
  Batch&& max(std::string table, Row key, Named columns) && {
    return add(COCO_MAX, std::move(table), "", std::move(key), std::move(columns));
  }
  Batch&& erase(std::string table, Row key) && { return add(COCO_ERASE, std::move(table), "", std::move(key)); }

  // Borrowed from this batch.
  coco_transaction view() {
    raw_.clear();
    for (Op& op : ops_) {
      op.raw_key = views_of(op.key);
      op.raw_values = views_of(op.values);
      op.raw_columns.clear();
      for (const std::string& column : op.columns) op.raw_columns.push_back(column.c_str());
      raw_.push_back({op.kind, 0, op.table.c_str(), op.index.empty() ? nullptr : op.index.c_str(), op.raw_key.data(),
                      op.raw_key.size(), op.columns.empty() ? nullptr : op.raw_columns.data(), op.raw_values.data(),
                      op.raw_values.size()});
    }
    return {sizeof(coco_transaction), 0, raw_.data(), raw_.size()};
  }

 private:
  struct Op {
    coco_op_kind kind;
    std::string table, index;
    Row key;
    std::vector<std::string> columns;
    Row values;
    std::vector<coco_value> raw_key, raw_values;
    std::vector<const char*> raw_columns;
  };
  Batch&& add(coco_op_kind kind, std::string table, std::string index, Row key, Named columns = {}) {
    Op& op = ops_.emplace_back();
    op.kind = kind;
    op.table = std::move(table);
    op.index = std::move(index);
    op.key = std::move(key);
    for (auto& [name, value] : columns) {
      op.columns.push_back(name);
      op.values.push_back(value);
    }
    return std::move(*this);
  }
  Batch&& add_row(coco_op_kind kind, std::string table, Row row) {
    add(kind, std::move(table), "", {});
    ops_.back().values = std::move(row);
    return std::move(*this);
  }
  std::deque<Op> ops_;
  std::vector<coco_op> raw_;
};

// A range; the defaults are the whole table.
struct Reach {
  std::string table{}, index{};
  Row from{}, to{};
  bool from_open = false, to_open = false, descending = false;
  std::uint32_t limit = 0;
};

struct Committed {
  coco_status status = COCO_OK;
  std::string why;
  std::uint64_t failed_op = 0;
  std::vector<std::int64_t> results;
  std::vector<std::uint64_t> first_result;
};

struct Found {
  coco_status status = COCO_OK;
  std::string why;
  std::vector<std::vector<Row>> ranges;
};

// A commit that was handed in; wait for it with get(). Must live until it is answered.
class Commit {
 public:
  Commit(const coco_storage* storage, Batch batch) {
    const coco_transaction raw = batch.view();
    storage->commit(storage->self, &raw, answer_.expect<coco_committed>([](const coco_committed* from) {
      Committed kept;
      kept.failed_op = from->failed_op;
      if (from->first_result == nullptr) return kept;  // a conflict: only failed_op counts
      kept.first_result.assign(from->first_result, from->first_result + from->n_ops + 1);
      if (from->results != nullptr) kept.results.assign(from->results, from->results + kept.first_result.back());
      return kept;
    }));
  }
  bool answered() { return answer_.answered(); }
  Committed get() {
    Committed out = answer_.kept().value_or(Committed());
    out.status = answer_.status();
    out.why = answer_.why();
    return out;
  }

 private:
  Answer<Committed> answer_;
};

// As Commit, for a read.
class Read {
 public:
  Read(const coco_storage* storage, const std::vector<Reach>& reaches) {
    std::deque<std::vector<coco_value>> bounds;
    std::vector<coco_range> raw;
    for (const Reach& r : reaches) {
      const auto& from = bounds.emplace_back(views_of(r.from));
      const auto& to = bounds.emplace_back(views_of(r.to));
      raw.push_back({r.table.c_str(), r.index.empty() ? nullptr : r.index.c_str(), from.data(), from.size(), to.data(), to.size(),
                     r.from_open, r.to_open, r.descending, r.limit});
    }
    storage->read(storage->self, raw.data(), raw.size(), answer_.expect<coco_read_result>([](const coco_read_result* from) {
      std::vector<std::vector<Row>> ranges;
      for (std::uint64_t n = 0; n < from->n_ranges; ++n) ranges.push_back(rows_of(from->ranges[n]));
      return ranges;
    }));
  }
  Found get() { return {answer_.status(), answer_.why(), answer_.kept().value_or(std::vector<std::vector<Row>>())}; }

 private:
  static std::vector<Row> rows_of(const coco_rows& from) {
    std::vector<Row> rows;
    for (std::uint64_t n = 0; n < from.n_rows; ++n)
      rows.push_back(memory::copy(from.values + n * from.n_columns, from.n_columns));
    return rows;
  }
  Answer<std::vector<std::vector<Row>>> answer_;
};

}  // namespace cocotalk::testing::storage
