#include "storage/range.hpp"

#include <algorithm>

namespace cocotalk::storage {

namespace {

// For StatementKey::shape; the highest bit keeps it apart from those of apply.cpp. An index has at most 64 columns.
std::uint64_t number_of(const sql::RangeShape& shape) {
  const std::uint64_t flags = (shape.lower_open ? 1u : 0u) | (shape.upper_open ? 2u : 0u) | (shape.descending ? 4u : 0u);
  return std::uint64_t{1} << 63 | flags << 24 | std::uint64_t{shape.n_equal} << 16 | std::uint64_t{shape.n_lower} << 8 |
         shape.n_upper;
}

}  // namespace

void Rows::add_row(const Statement& statement) {
  Range& range = ranges_.back();
  for (std::uint64_t column = 0; column < range.n_columns; ++column) {
    const coco_value value = statement.value(static_cast<int>(column));
    offsets_.push_back(bytes_.size());
    values_.push_back({value.type, 0, value.number, {nullptr, value.bytes.size}});
    if (value.bytes.size != 0) bytes_.insert(bytes_.end(), value.bytes.data, value.bytes.data + value.bytes.size);
  }
  ++range.n_rows;
}

std::vector<coco_rows> Rows::views() {
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i].bytes.data = bytes_.data() + offsets_[i];
  std::vector<coco_rows> out;
  out.reserve(ranges_.size());
  for (const Range& range : ranges_) out.push_back({values_.data() + range.first, range.n_rows, range.n_columns});
  return out;
}

Range::Range(const Catalog& catalog, const coco_range& from)
    : table_(&catalog.at(from.table)),
      index_(from.index == nullptr ? nullptr : &table_->index(from.index)),
      lower_(bound_of(from.lower, from.n_lower)),
      upper_(bound_of(from.upper, from.n_upper)),
      shape_{0,
             static_cast<std::uint8_t>(lower_.size()),
             static_cast<std::uint8_t>(upper_.size()),
             from.lower_open != 0,
             from.upper_open != 0,
             from.descending != 0},
      limit_(from.limit == 0 ? -1 : static_cast<std::int64_t>(from.limit)) {
  const std::size_t shared = std::min(lower_.size(), upper_.size());
  while (shape_.n_equal < shared && lower_[shape_.n_equal] == upper_[shape_.n_equal]) ++shape_.n_equal;
  // A bound that is used up by the equal columns either says nothing more or, when open, leaves nothing.
  is_empty_ = (shape_.lower_open && !lower_.empty() && lower_.size() == shape_.n_equal) ||
              (shape_.upper_open && !upper_.empty() && upper_.size() == shape_.n_equal);
}

std::vector<Range::Bound> Range::bound_of(const coco_value* values, std::uint64_t n) const {
  const std::size_t n_key = index_ == nullptr ? table_->n_key : index_->columns.size();
  if (n > n_key)
    throw coco::Error(COCO_INVALID,
                      "a bound has " + std::to_string(n) + " values, the key has " + std::to_string(n_key) + " columns");
  std::vector<Bound> bound;
  for (std::size_t i = 0; i < n; ++i) {
    const Column& column = table_->columns[index_ == nullptr ? i : index_->columns[i]];
    if (values[i].type != column.type)
      throw coco::Error(COCO_INVALID, "column '" + column.name + "' is " + type_name(column.type) + ", the bound is " +
                                          type_name(values[i].type));
    if (column.type == COCO_INTEGER)
      bound.push_back({column.type, values[i].number, {}});
    else
      bound.push_back({column.type, 0, std::string(coco::text(values[i].bytes))});
  }
  return bound;
}

void Range::select(Connection& connection, Rows& rows) const {
  rows.begin_range(table_->columns.size());
  if (is_empty_) return;
  const Use use(
      connection.statement({table_, index_, 0, number_of(shape_)}, [&] { return sql::select(*table_, index_, shape_); }));
  int parameter = 0;
  const auto bind = [&](const Bound& bound) { use->bind(++parameter, {bound.type, 0, bound.number, coco::view(bound.bytes)}); };
  for (const Bound& bound : lower_) bind(bound);
  for (std::size_t i = shape_.n_equal; i < upper_.size(); ++i) bind(upper_[i]);
  use->bind(++parameter, limit_);
  while (use->step() == Statement::Step::row) rows.add_row(*use);
}

}  // namespace cocotalk::storage
