// A transaction of the in-memory store: copied and checked when handed in, applied as a whole or not at all.
#pragma once

#include "cocotalk/testing/memory/tables.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing::memory {

struct Outcome {
  coco_status status = COCO_OK;
  std::string why;
  std::uint64_t failed_op = 0;
  std::vector<std::int64_t> results;
  std::vector<std::uint64_t> first_result{0};
};

class Transaction {
 public:
  static constexpr std::uint64_t max_ops = 4096;
  static constexpr std::uint64_t max_bytes = 4 << 20;

  // Copies `from` and checks it against the tables; throws coco::Error with the operation's number.
  Transaction(Tables& tables, const coco_transaction& from) {
    if (from.n_ops > max_ops) throw coco::Error(COCO_INVALID, "the transaction has more than 4096 operations");
    std::uint64_t bytes = 0;
    for (std::uint64_t i = 0; i < from.n_ops; ++i) {
      try {
        ops_.push_back(checked(tables, from.ops[i]));
      } catch (const coco::Error& e) {
        throw coco::Error(e.code(), "operation " + std::to_string(i) + ": " + e.what());
      }
      for (const Row* values : {&ops_.back().key, &ops_.back().values})
        for (const Value& value : *values) bytes += bytes_of(value);
    }
    if (bytes > max_bytes) throw coco::Error(COCO_INVALID, "the transaction has more than 4 MiB of values");
  }

  // The memory it takes while it waits, nearly.
  std::uint64_t weight() const {
    std::uint64_t bytes = 0;
    for (const Op& op : ops_) bytes += sizeof op + weight_of(op.key) + weight_of(op.values);
    return bytes;
  }
  // True when it may take memory away, but never adds to it.
  bool only_erases() const {
    return std::all_of(ops_.begin(), ops_.end(),
                       [](const Op& op) { return op.kind == COCO_ERASE || op.kind == COCO_EXPECT || op.kind == COCO_ABSENT; });
  }

  Outcome apply(Tables& tables) const {
    Outcome outcome;
    Undo undo;
    for (const Op& op : ops_) {
      const std::optional<coco::Error> failure = run(op, tables.at(op.table.c_str()), outcome, undo);
      if (failure) {
        const std::uint64_t number = outcome.first_result.size() - 1;
        for (auto change = undo.rbegin(); change != undo.rend(); ++change) take_back(*change);
        return {failure->code(), "operation " + std::to_string(number) + ": " + failure->what(), number, {}, {0}};
      }
      outcome.first_result.push_back(outcome.results.size());
    }
    return outcome;
  }

 private:
  struct Op {
    coco_op_kind kind;
    std::string table;
    std::optional<std::string> index;
    Row key;
    std::vector<std::size_t> columns;
    Row values;
    std::uint32_t n_results;
  };
  struct Change {
    Table* table;
    Row key;
    std::optional<Row> before;
  };
  using Undo = std::vector<Change>;

  Op checked(Tables& tables, const coco_op& from) const {
    const Table& table = tables.at(from.table);
    Op op{from.kind, table.name, {}, copy(from.key, from.n_key), {}, copy(from.values, from.n_values), 0};
    if (from.index != nullptr && op.kind != COCO_ABSENT) throw coco::Error(COCO_INVALID, "only ABSENT names an index");
    switch (op.kind) {
      case COCO_ABSENT: check_absent(table, from, op); break;
      case COCO_INSERT:
      case COCO_PUT: check_row(table, op, table.columns.size()); break;
      case COCO_APPEND:
        op.n_results = 1;
        check_row(table, op, table.n_key - 1);
        break;
      case COCO_EXPECT:
      case COCO_SET:
      case COCO_ADD:
      case COCO_MAX: check_columns(table, from, op); break;
      case COCO_ERASE: check_key(table, op); break;
      default: throw coco::Error(COCO_INVALID, "there is no kind of operation " + std::to_string(op.kind));
    }
    return op;
  }

  void check_absent(const Table& table, const coco_op& from, Op& op) const {
    if (from.index != nullptr) op.index = table.index(from.index).name;
    const std::size_t n = op.index ? table.index(*op.index).columns.size() : table.n_key;
    if (op.key.empty() || op.key.size() > n)
      throw coco::Error(COCO_INVALID, "the key has " + count(op.key) + ", expected 1 to " + std::to_string(n));
    for (std::size_t i = 0; i < op.key.size(); ++i) {
      Column column = table.columns[op.index ? table.index(*op.index).columns[i] : i];
      column.nullable = true;
      check_type(column, op.key[i]);
    }
  }
  void check_key(const Table& table, const Op& op) const {
    if (op.key.size() != table.n_key)
      throw coco::Error(COCO_INVALID, "the key has " + count(op.key) + ", expected " + std::to_string(table.n_key));
    for (std::size_t i = 0; i < table.n_key; ++i) check_type(table.columns[i], op.key[i]);
  }
  // The value of column `given` is not looked at when it is APPEND's.
  void check_row(const Table& table, const Op& op, std::size_t given) const {
    if (op.values.size() != table.columns.size())
      throw coco::Error(COCO_INVALID, "there are " + count(op.values) + ", expected one for each of the " +
                                          std::to_string(table.columns.size()) + " columns");
    for (std::size_t i = 0; i < op.values.size(); ++i)
      if (i != given) check_type(table.columns[i], op.values[i]);
    if (given < table.n_key && table.columns[given].type != COCO_INTEGER)
      throw coco::Error(COCO_INVALID, "APPEND needs a last key column of type INTEGER");
  }
  void check_columns(const Table& table, const coco_op& from, Op& op) const {
    check_key(table, op);
    const bool writes = op.kind != COCO_EXPECT, counts = op.kind == COCO_ADD || op.kind == COCO_MAX;
    if (writes && op.values.empty()) throw coco::Error(COCO_INVALID, "no columns are named");
    for (std::size_t i = 0; i < op.values.size(); ++i) {
      const std::size_t column = table.column(from.columns[i]);
      const Column& declared = table.columns[column];
      if (writes && column < table.n_key)
        throw coco::Error(COCO_INVALID, "column '" + declared.name + "' belongs to the key and cannot be changed");
      if (std::find(op.columns.begin(), op.columns.end(), column) != op.columns.end())
        throw coco::Error(COCO_INVALID, "column '" + declared.name + "' is named twice");
      if (counts && (declared.type != COCO_INTEGER || declared.nullable || is_null(op.values[i])))
        throw coco::Error(COCO_INVALID,
                          "column '" + declared.name + "' does not count: ADD and MAX need integers that are not nullable");
      Column compared = declared;
      if (!writes) compared.nullable = true;
      check_type(compared, op.values[i]);
      op.columns.push_back(column);
    }
    if (counts) op.n_results = static_cast<std::uint32_t>(op.values.size());
  }
  void check_type(const Column& column, const Value& value) const {
    if (const auto* result = std::get_if<ResultOf>(&value)) {
      if (result->op >= ops_.size() || result->part >= ops_[result->op].n_results)
        throw coco::Error(COCO_INVALID, "there is no result " + std::to_string(result->part) + " of an earlier operation " +
                                            std::to_string(result->op));
      if (column.type != COCO_INTEGER)
        throw coco::Error(COCO_INVALID, "column '" + column.name + "' is no INTEGER, but gets a result");
      return;
    }
    if (is_null(value)) {
      if (!column.nullable) throw coco::Error(COCO_INVALID, "column '" + column.name + "' is not nullable");
    } else if (type_of(value) != column.type) {
      throw coco::Error(COCO_INVALID, "column '" + column.name + "' is " + type_name(column.type) + ", the value is " +
                                          type_name(type_of(value)));
    }
  }
  static std::string count(const Row& values) {
    return std::to_string(values.size()) + (values.size() == 1 ? " value" : " values");
  }

  static Row resolved(Row values, const Outcome& so_far) {
    for (Value& value : values)
      if (const auto* result = std::get_if<ResultOf>(&value))
        value = so_far.results[so_far.first_result[result->op] + result->part];
    return values;
  }

  static std::optional<coco::Error> run(const Op& op, Table& table, Outcome& outcome, Undo& undo) {
    const Row key = resolved(op.key, outcome);
    Row values = resolved(op.values, outcome);
    switch (op.kind) {
      case COCO_ABSENT: return absent(op, table, key);
      case COCO_APPEND: {
        const std::optional<std::int64_t> number = next_number(table, values);
        if (!number) return coco::Error(COCO_INVALID, "the numbers are used up");
        values[table.n_key - 1] = *number;
        outcome.results.push_back(*number);
        return insert(table, std::move(values), undo);
      }
      case COCO_INSERT: return insert(table, std::move(values), undo);
      case COCO_PUT: return put(table, std::move(values), undo);
      case COCO_ERASE: return erase(table, key, undo);
      default: return change(op, table, key, values, outcome, undo);
    }
  }

  static std::optional<coco::Error> absent(const Op& op, const Table& table, const Row& key) {
    const Index* index = op.index ? &table.index(*op.index) : nullptr;
    if (!table.has(index, key)) return {};
    return coco::Error(COCO_CONFLICT, "a row of table '" + table.name + "' has these values");
  }
  static std::optional<std::int64_t> next_number(const Table& table, const Row& values) {
    const Row prefix(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(table.n_key - 1));
    const auto end = table.rows.lower_bound(Bound{prefix, true});
    if (end == table.rows.lower_bound(Bound{prefix, false})) return 1;
    const std::int64_t largest = std::get<std::int64_t>(std::prev(end)->first.back());
    if (largest == std::numeric_limits<std::int64_t>::max()) return {};
    return largest + 1;
  }
  static std::optional<coco::Error> insert(Table& table, Row row, Undo& undo) {
    if (table.find(table.key_of(row)) != nullptr)
      return coco::Error(COCO_CONFLICT, "table '" + table.name + "' has a row with this key");
    return put(table, std::move(row), undo);
  }
  static std::optional<coco::Error> put(Table& table, Row row, Undo& undo) {
    if (table.collides(row))
      return coco::Error(COCO_CONFLICT, "a row of table '" + table.name + "' has these values in a unique index");
    remember(table, table.key_of(row), undo);
    table.put(std::move(row));
    return {};
  }
  static std::optional<coco::Error> erase(Table& table, const Row& key, Undo& undo) {
    remember(table, key, undo);
    table.erase(key);
    return {};
  }
  // EXPECT, SET, ADD and MAX.
  static std::optional<coco::Error> change(const Op& op, Table& table, const Row& key, const Row& values, Outcome& outcome,
                                           Undo& undo) {
    const Row* stored = table.find(key);
    if (stored == nullptr) return coco::Error(COCO_CONFLICT, "table '" + table.name + "' has no row with this key");
    Row row = *stored;
    for (std::size_t i = 0; i < values.size(); ++i) {
      Value& value = row[op.columns[i]];
      if (op.kind == COCO_EXPECT) {
        if (value != values[i])
          return coco::Error(COCO_CONFLICT, "column '" + table.columns[op.columns[i]].name + "' has another value");
        continue;
      }
      if (op.kind == COCO_SET) {
        value = values[i];
        continue;
      }
      auto& number = std::get<std::int64_t>(value);
      const std::int64_t operand = std::get<std::int64_t>(values[i]);
      if (op.kind == COCO_MAX) {
        number = std::max(number, operand);
      } else if (__builtin_add_overflow(number, operand, &number)) {
        return coco::Error(COCO_INVALID, "the sum in column '" + table.columns[op.columns[i]].name + "' leaves 64 bits");
      }
      outcome.results.push_back(number);
    }
    if (op.kind == COCO_EXPECT) return {};
    return put(table, std::move(row), undo);
  }

  static void remember(Table& table, Row key, Undo& undo) {
    const Row* before = table.find(key);
    undo.push_back({&table, std::move(key), before == nullptr ? std::nullopt : std::optional(*before)});
  }
  static void take_back(const Change& change) {
    change.table->erase(change.key);
    if (change.before) change.table->put(*change.before);
  }

  std::vector<Op> ops_;
};

}  // namespace cocotalk::testing::memory
