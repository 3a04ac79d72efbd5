#include "core/host/held_copies.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>

namespace cocotalk::host {

coco_view Kept::view(coco_view from) { return coco::view(bytes_.emplace_back(coco::text(from))); }

const char* Kept::text(const char* from) { return from == nullptr ? nullptr : bytes_.emplace_back(from).c_str(); }

const char* const* Kept::texts(const char* const* from, std::uint64_t n) {
  if (from == nullptr) return nullptr;
  std::vector<const char*>& list = lists_.emplace_back();
  for (std::uint64_t i = 0; i < n; ++i) list.push_back(text(from[i]));
  list.push_back(nullptr);
  return list.data();
}

const char* const* Kept::texts_until_null(const char* const* from) {
  std::uint64_t n = 0;
  while (from != nullptr && from[n] != nullptr) ++n;
  return texts(from, n);
}

coco_value Kept::value(const coco_value& from) {
  coco_value out = from;
  out.bytes = view(from.bytes);
  return out;
}

const coco_value* Kept::values(const coco_value* from, std::uint64_t n) {
  std::vector<coco_value>& list = values_.emplace_back();
  list.reserve(n);
  for (std::uint64_t i = 0; i < n; ++i) list.push_back(value(from[i]));
  return list.data();
}

KeptTransaction::KeptTransaction(const coco_transaction& from) : raw_{sizeof raw_, 0, nullptr, from.n_ops} {
  ops_.reserve(from.n_ops);
  for (std::uint64_t i = 0; i < from.n_ops; ++i) {
    coco_op op = from.ops[i];
    op.table = kept_.text(op.table);
    op.index = kept_.text(op.index);
    op.key = kept_.values(op.key, op.n_key);
    op.columns = kept_.texts(op.columns, op.n_values);
    op.values = kept_.values(op.values, op.n_values);
    ops_.push_back(op);
  }
  raw_.ops = ops_.data();
}

KeptRanges::KeptRanges(const coco_range* from, std::uint64_t n) : ranges_(from, from + n) {
  for (coco_range& range : ranges_) {
    range.table = kept_.text(range.table);
    range.index = kept_.text(range.index);
    range.lower = kept_.values(range.lower, range.n_lower);
    range.upper = kept_.values(range.upper, range.n_upper);
  }
}

KeptSchema::KeptSchema(const coco_schema& from)
    : tables_(from.tables, from.tables + from.n_tables),
      raw_{sizeof raw_, from.version, kept_.text(from.owner), tables_.data(), from.n_tables} {
  for (coco_table& table : tables_) {
    std::vector<coco_column>& columns = columns_.emplace_back(table.columns, table.columns + table.n_columns);
    for (coco_column& column : columns) {
      column.name = kept_.text(column.name);
      column.default_value = kept_.value(column.default_value);
    }
    std::vector<coco_index>& indexes = indexes_.emplace_back(table.indexes, table.indexes + table.n_indexes);
    for (coco_index& index : indexes) {
      index.name = kept_.text(index.name);
      index.columns = kept_.texts_until_null(index.columns);
    }
    table.name = kept_.text(table.name);
    table.columns = columns.data();
    table.key = kept_.texts_until_null(table.key);
    table.indexes = indexes.data();
  }
}

}  // namespace cocotalk::host
