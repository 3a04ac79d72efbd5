#include "storage/apply.hpp"

#include "storage/sql.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

namespace cocotalk::storage {

namespace {

using Step = Statement::Step;

// The functions of sql.hpp, for StatementKey::shape; range.cpp has the shapes with the highest bit.
enum Shape : std::uint64_t {
  expect_shape,
  insert_shape,
  put_shape,
  set_shape,
  get_shape,
  last_number_shape,
  erase_shape,
  present_shape
};

// Why an operation failed; none: it did not.
using Failure = std::optional<coco::Error>;

Failure conflict(const Table& table, const char* why) { return coco::Error(COCO_CONFLICT, "table '" + table.name + "' " + why); }

class Run {
 public:
  Run(Connection& connection, const Transaction& transaction) : connection_(connection), transaction_(transaction) {}

  Outcome all() {
    for (const Op& op : transaction_.ops()) {
      if (const Failure failure = one(op)) {
        const auto number = static_cast<std::uint64_t>(&op - transaction_.ops().data());
        return {failure->code(), number, "operation " + std::to_string(number) + ": " + failure->what(), {}, has_written_};
      }
    }
    return {COCO_OK, 0, {}, std::move(results_), false};
  }

 private:
  Failure one(const Op& op) {
    switch (op.kind) {
      case COCO_EXPECT: return expect(op);
      case COCO_ABSENT: return absent(op);
      case COCO_INSERT: return write_row(op, cached(op, insert_shape, [&] { return sql::insert(*op.table); }));
      case COCO_PUT: return write_row(op, cached(op, put_shape, [&] { return sql::put(*op.table); }));
      case COCO_SET: return set(op, op.values);
      case COCO_ADD:
      case COCO_MAX: return count(op);
      case COCO_APPEND: return append(op);
      default: return erase(op);
    }
  }

  Failure expect(const Op& op) {
    const Use use(cached(op, expect_shape, [&] { return sql::expect(*op.table, op.column_set); }));
    bind_key(use, op, 1);
    for (std::size_t i = 0; i < op.values.size(); ++i) bind(use, static_cast<int>(op.key.size()) + rank(op, i), op.values[i]);
    if (use->step() == Step::row) return {};
    return conflict(*op.table, "has no row with this key and these values");
  }

  Failure absent(const Op& op) {
    const Use use(
        cached(op, present_shape + (op.key.size() << 8), [&] { return sql::present(*op.table, op.index, op.key.size()); }));
    bind_key(use, op, 1);
    if (use->step() == Step::done) return {};
    return conflict(*op.table, "has a row with these values");
  }

  Failure write_row(const Op& op, Statement& statement, std::optional<std::int64_t> number = {}) {
    const Use use(statement);
    for (std::size_t i = 0; i < op.values.size(); ++i) {
      const int parameter = static_cast<int>(i) + 1;
      if (number && i == op.table->n_key - 1)
        use->bind(parameter, *number);
      else
        bind(use, parameter, op.values[i]);
    }
    if (use->step() == Step::constraint)
      return conflict(*op.table, "has a row with this key, or with these values in a unique index");
    has_written_ = true;
    return {};
  }

  Failure append(const Op& op) {
    std::int64_t last = 0;
    {
      const Use use(cached(op, last_number_shape, [&] { return sql::last_number(*op.table); }));
      for (std::size_t i = 0; i + 1 < op.table->n_key; ++i) bind(use, static_cast<int>(i) + 1, op.values[i]);
      use->step();
      if (!use->is_null(0)) last = use->number(0);
    }
    if (last == std::numeric_limits<std::int64_t>::max())
      return coco::Error(COCO_INVALID, "the numbers of table '" + op.table->name + "' are used up");
    results_.push_back(last + 1);
    return write_row(op, cached(op, insert_shape, [&] { return sql::insert(*op.table); }), last + 1);
  }

  // Reading and then setting is cheaper than RETURNING, and lets us add without SQLite's overflow into floating point.
  Failure count(const Op& op) {
    std::vector<coco_value> sums;
    bool changes = false;
    {
      const Use use(cached(op, get_shape, [&] { return sql::get(*op.table, op.column_set); }));
      bind_key(use, op, 1);
      if (use->step() != Step::row) return conflict(*op.table, "has no row with this key");
      for (std::size_t i = 0; i < op.values.size(); ++i) {
        const std::int64_t before = use->number(rank(op, i) - 1), operand = resolved(op.values[i]).number;
        std::int64_t after = std::max(before, operand);
        if (op.kind == COCO_ADD && __builtin_add_overflow(before, operand, &after))
          return coco::Error(COCO_INVALID, "the sum in column '" + op.table->columns[op.columns[i]].name + "' leaves 64 bits");
        changes = changes || after != before;
        sums.push_back({COCO_INTEGER, 0, after, {nullptr, 0}});
      }
    }
    for (const coco_value& sum : sums) results_.push_back(sum.number);
    return changes ? set(op, sums) : Failure();
  }

  Failure set(const Op& op, std::span<const coco_value> values) {
    const Use use(cached(op, set_shape, [&] { return sql::set(*op.table, op.column_set); }));
    for (std::size_t i = 0; i < values.size(); ++i) bind(use, rank(op, i), values[i]);
    bind_key(use, op, static_cast<int>(values.size()) + 1);
    if (use->step() == Step::constraint) return conflict(*op.table, "has a row with these values in a unique index");
    if (sqlite3_changes(connection_.handle()) == 0) return conflict(*op.table, "has no row with this key");
    has_written_ = true;
    return {};
  }

  Failure erase(const Op& op) {
    const Use use(cached(op, erase_shape, [&] { return sql::erase(*op.table); }));
    bind_key(use, op, 1);
    use->step();
    has_written_ = true;
    return {};
  }

  template <class MakeSql>
  Statement& cached(const Op& op, std::uint64_t shape, MakeSql make_sql) {
    return connection_.statement({op.table, op.index, op.column_set, shape}, make_sql);
  }

  // The place of value i among the columns of its operation in their declared order, from 1: its parameter.
  static int rank(const Op& op, std::size_t i) {
    return std::popcount(op.column_set & ((ColumnSet{1} << op.columns[i]) - 1)) + 1;
  }

  void bind_key(const Use& use, const Op& op, int first) const {
    for (std::size_t i = 0; i < op.key.size(); ++i) bind(use, first + static_cast<int>(i), op.key[i]);
  }
  void bind(const Use& use, int parameter, const coco_value& value) const { use->bind(parameter, resolved(value)); }

  coco_value resolved(const coco_value& value) const {
    if (value.type != COCO_RESULT) return value;
    const std::uint64_t first = transaction_.first_result()[static_cast<std::size_t>(value.number)];
    return {COCO_INTEGER, 0, results_[first + value.part], {nullptr, 0}};
  }

  Connection& connection_;
  const Transaction& transaction_;
  std::vector<std::int64_t> results_;
  bool has_written_ = false;
};

}  // namespace

Outcome apply(Connection& connection, const Transaction& transaction) { return Run(connection, transaction).all(); }

}  // namespace cocotalk::storage
