// A transaction as the writer keeps it: copied out of the caller's views, names looked up, types checked.
#pragma once

#include "storage/schema.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cocotalk::storage {

inline constexpr std::uint64_t max_ops = 4096;
inline constexpr std::uint64_t max_transaction_bytes = 4 << 20;

// One checked operation. Points into its Transaction and the Catalog.
struct Op {
  coco_op_kind kind;
  const Table* table;
  const Index* index;  // ABSENT only; nullptr: the primary key
  std::span<const coco_value> key;
  std::span<const std::uint8_t> columns;  // EXPECT, SET, ADD, MAX: the column of each value
  std::span<const coco_value> values;
  ColumnSet column_set;
  std::uint64_t n_results;
};

// Immutable. Movable: the operations' views stay where they are.
class Transaction {
 public:
  // Throws COCO_INVALID; what is wrong with an operation is said with its number.
  Transaction(const Catalog& catalog, const coco_transaction& from);

  std::span<const Op> ops() const { return ops_; }
  // Where the results of operation i begin; one entry more than there are operations.
  std::span<const std::uint64_t> first_result() const { return first_result_; }
  // What it costs to keep.
  std::uint64_t bytes() const { return bytes_; }

 private:
  Op checked(const Catalog& catalog, const coco_op& from);
  void check_absent(Op& op, const coco_op& from) const;
  void check_key(const Op& op) const;
  void check_row(const Op& op) const;
  void check_columns(Op& op, const coco_op& from);
  void check_type(const Column& column, bool nullable, const coco_value& value) const;
  std::span<const coco_value> keep(const coco_value* values, std::uint64_t n);

  std::vector<Op> ops_;
  std::vector<std::uint64_t> first_result_;
  std::vector<coco_value> values_;  // reserved in full before the first is kept, as are the others
  std::vector<std::uint8_t> columns_;
  std::vector<char> texts_;
  std::uint64_t bytes_ = 0;
};

}  // namespace cocotalk::storage
