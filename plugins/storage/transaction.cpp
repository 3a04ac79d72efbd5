#include "storage/transaction.hpp"

#include <algorithm>
#include <string_view>

namespace cocotalk::storage {

namespace {

coco::Error invalid(const std::string& why) { return coco::Error(COCO_INVALID, why); }

bool has_bytes(const coco_value& value) { return value.type == COCO_TEXT || value.type == COCO_BLOB; }

struct Size {
  std::uint64_t values = 0, columns = 0, bytes = 0;

  void count(const coco_value* from, std::uint64_t n) {
    values += n;
    for (std::uint64_t i = 0; i < n; ++i)
      if (has_bytes(from[i])) bytes += from[i].bytes.size;
  }
};

Size size_of(const coco_transaction& from) {
  Size size;
  for (std::uint64_t i = 0; i < from.n_ops && size.bytes <= max_transaction_bytes; ++i) {
    const coco_op& op = from.ops[i];
    size.count(op.key, op.n_key);
    size.count(op.values, op.n_values);
    if (op.columns != nullptr) size.columns += op.n_values;
  }
  return size;
}

std::string values_text(std::size_t n) { return std::to_string(n) + (n == 1 ? " value" : " values"); }

}  // namespace

Transaction::Transaction(const Catalog& catalog, const coco_transaction& from) {
  if (from.n_ops > max_ops) throw invalid("the transaction has " + std::to_string(from.n_ops) + " operations; 4096 is the most");
  const Size size = size_of(from);
  if (size.bytes > max_transaction_bytes) throw invalid("the transaction has more than 4 MiB of texts and blobs");
  ops_.reserve(from.n_ops);
  first_result_.reserve(from.n_ops + 1);
  values_.reserve(size.values);
  columns_.reserve(size.columns);
  texts_.reserve(size.bytes);
  first_result_.push_back(0);
  for (std::uint64_t i = 0; i < from.n_ops; ++i) {
    try {
      ops_.push_back(checked(catalog, from.ops[i]));
    } catch (const coco::Error& e) {
      throw coco::Error(e.code(), "operation " + std::to_string(i) + ": " + e.what());
    }
    first_result_.push_back(first_result_.back() + ops_.back().n_results);
  }
  bytes_ = sizeof *this + from.n_ops * (sizeof(Op) + sizeof(std::uint64_t)) + size.values * sizeof(coco_value) + size.columns +
           size.bytes;
}

Op Transaction::checked(const Catalog& catalog, const coco_op& from) {
  const Table& table = catalog.at(from.table);
  Op op{from.kind, &table, nullptr, keep(from.key, from.n_key), {}, keep(from.values, from.n_values), 0, 0};
  if (from.index != nullptr && op.kind != COCO_ABSENT) throw invalid("only ABSENT names an index");
  switch (op.kind) {
    case COCO_ABSENT: check_absent(op, from); break;
    case COCO_INSERT:
    case COCO_PUT:
    case COCO_APPEND: check_row(op); break;
    case COCO_EXPECT:
    case COCO_SET:
    case COCO_ADD:
    case COCO_MAX: check_columns(op, from); break;
    case COCO_ERASE: check_key(op); break;
    default: throw invalid("there is no kind of operation " + std::to_string(op.kind));
  }
  if (op.kind == COCO_APPEND) op.n_results = 1;
  if (op.kind == COCO_ADD || op.kind == COCO_MAX) op.n_results = op.values.size();
  return op;
}

void Transaction::check_absent(Op& op, const coco_op& from) const {
  const Table& table = *op.table;
  if (from.index != nullptr) op.index = &table.index(from.index);
  const std::size_t n = op.index != nullptr ? op.index->columns.size() : table.n_key;
  if (op.key.empty() || op.key.size() > n)
    throw invalid("the key has " + values_text(op.key.size()) + ", expected 1 to " + std::to_string(n));
  for (std::size_t i = 0; i < op.key.size(); ++i)
    check_type(table.columns[op.index != nullptr ? op.index->columns[i] : i], true, op.key[i]);
}

void Transaction::check_key(const Op& op) const {
  const Table& table = *op.table;
  if (op.key.size() != table.n_key)
    throw invalid("the key has " + values_text(op.key.size()) + ", expected " + std::to_string(table.n_key));
  for (std::size_t i = 0; i < table.n_key; ++i) check_type(table.columns[i], false, op.key[i]);
}

void Transaction::check_row(const Op& op) const {
  const Table& table = *op.table;
  if (op.values.size() != table.columns.size())
    throw invalid("there are " + values_text(op.values.size()) + " for the " + std::to_string(table.columns.size()) + " columns");
  const std::size_t given = op.kind == COCO_APPEND ? table.n_key - 1 : table.columns.size();
  if (op.kind == COCO_APPEND && table.columns[given].type != COCO_INTEGER)
    throw invalid("APPEND needs a last key column of type INTEGER");
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (i != given) check_type(table.columns[i], table.columns[i].nullable, op.values[i]);
}

void Transaction::check_columns(Op& op, const coco_op& from) {
  check_key(op);
  const bool writes = op.kind != COCO_EXPECT, counts = op.kind == COCO_ADD || op.kind == COCO_MAX;
  const bool names_none = from.columns == nullptr || op.values.empty();
  if (names_none && (writes || !op.values.empty())) throw invalid("no columns are named");
  const std::size_t first = columns_.size();
  for (std::size_t i = 0; i < op.values.size(); ++i) {
    const std::size_t column = op.table->column(from.columns[i]);
    const Column& declared = op.table->columns[column];
    if (writes && column < op.table->n_key)
      throw invalid("column '" + declared.name + "' belongs to the key and cannot be changed");
    if ((op.column_set >> column & 1) != 0) throw invalid("column '" + declared.name + "' is named twice");
    if (counts && (declared.type != COCO_INTEGER || declared.nullable))
      throw invalid("column '" + declared.name + "' does not count: ADD and MAX need an INTEGER that is not nullable");
    check_type(declared, !writes || declared.nullable, op.values[i]);
    op.column_set |= ColumnSet{1} << column;
    columns_.push_back(static_cast<std::uint8_t>(column));
  }
  op.columns = std::span(columns_).subspan(first);
}

void Transaction::check_type(const Column& column, bool nullable, const coco_value& value) const {
  if (value.type == COCO_RESULT) {
    const auto op = static_cast<std::uint64_t>(value.number);
    if (op >= ops_.size() || value.part >= ops_[op].n_results)
      throw invalid("operation " + std::to_string(op) + " gives no result " + std::to_string(value.part) + " to a later one");
    if (column.type != COCO_INTEGER)
      throw invalid("column '" + column.name + "' is " + type_name(column.type) + ", a result is INTEGER");
  } else if (value.type == COCO_NULL) {
    if (!nullable) throw invalid("column '" + column.name + "' is not nullable");
  } else if (value.type != column.type) {
    throw invalid("column '" + column.name + "' is " + type_name(column.type) + ", the value is " + type_name(value.type));
  }
}

std::span<const coco_value> Transaction::keep(const coco_value* values, std::uint64_t n) {
  const std::size_t first = values_.size();
  for (std::uint64_t i = 0; i < n; ++i) {
    coco_value& kept = values_.emplace_back(values[i]);
    if (!has_bytes(kept)) continue;
    const std::string_view bytes = coco::text(kept.bytes);
    texts_.insert(texts_.end(), bytes.begin(), bytes.end());
    kept.bytes.data = texts_.data() + (texts_.size() - bytes.size());
  }
  return std::span(values_).subspan(first);
}

}  // namespace cocotalk::storage
