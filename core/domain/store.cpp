#include "core/domain/store.hpp"

#include "core/domain/lease.hpp"

#include <utility>

namespace cocotalk::domain {
namespace {

void copy_committed(Committed& to, const coco_committed& from) {
  to.failed_op = from.failed_op;
  if (from.first_result == nullptr) return;
  to.first_result.assign(from.first_result, from.first_result + from.n_ops + 1);
  to.results.assign(from.results, from.results + to.first_result.back());
}

Value copy_value(const coco_value& from) {
  Value v;
  v.type = from.type;
  v.number = from.number;
  if (from.bytes.size != 0) v.bytes = coco::text(from.bytes);
  return v;
}

void copy_rows(std::vector<Rows>& to, const coco_read_result& from) {
  to.resize(from.n_ranges);
  for (std::uint64_t r = 0; r < from.n_ranges; ++r) {
    const coco_rows& rows = from.ranges[r];
    to[r].columns = rows.n_columns;
    const std::uint64_t n = rows.n_rows * rows.n_columns;
    to[r].values.reserve(n);
    for (std::uint64_t i = 0; i < n; ++i) to[r].values.push_back(copy_value(rows.values[i]));
  }
}

}  // namespace

std::size_t Transaction::push(coco_op_kind kind, const char* table, const char* index, Values key, Columns columns,
                              Values values) {
  ops_.push_back({kind, table, index, std::move(key), columns, std::move(values)});
  return ops_.size() - 1;
}
std::size_t Transaction::expect(const char* table, Values key, Columns columns, Values values) {
  return push(COCO_EXPECT, table, nullptr, std::move(key), columns, std::move(values));
}
std::size_t Transaction::absent(const char* table, const char* index, Values key) {
  return push(COCO_ABSENT, table, index, std::move(key), {}, {});
}
std::size_t Transaction::insert(const char* table, Values values) {
  return push(COCO_INSERT, table, nullptr, {}, {}, std::move(values));
}
std::size_t Transaction::put(const char* table, Values values) {
  return push(COCO_PUT, table, nullptr, {}, {}, std::move(values));
}
std::size_t Transaction::set(const char* table, Values key, Columns columns, Values values) {
  return push(COCO_SET, table, nullptr, std::move(key), columns, std::move(values));
}
std::size_t Transaction::add(const char* table, Values key, Columns columns, Values deltas) {
  return push(COCO_ADD, table, nullptr, std::move(key), columns, std::move(deltas));
}
std::size_t Transaction::max(const char* table, Values key, Columns columns, Values values) {
  return push(COCO_MAX, table, nullptr, std::move(key), columns, std::move(values));
}
std::size_t Transaction::append(const char* table, Values values) {
  return push(COCO_APPEND, table, nullptr, {}, {}, std::move(values));
}
std::size_t Transaction::erase(const char* table, Values key) { return push(COCO_ERASE, table, nullptr, std::move(key), {}, {}); }

coco_range Range::raw(std::vector<coco_value>& values) const {
  const auto copy = [&values](const Values& from) {
    const std::size_t first = values.size();
    for (const Value& v : from) values.push_back(v.raw());
    return values.data() + first;
  };
  const coco_value* const lower = copy(lower_);
  const coco_value* const upper = copy(upper_);
  return {table_, index_, lower, lower_.size(), upper, upper_.size(), lower_open_, 0, descending_, limit_};
}

coco::Lease<coco_storage> Store::lease() { return lease_on<coco_storage>(host_, COCO_STORAGE); }

Store::Pending::Pending(Store& store, const Transaction& transaction)
    : lease_(store.lease()), awaiting_(store.executor_, &copy_committed) {
  transaction.with_raw([this](const coco_transaction& raw) { lease_->commit(lease_->self, &raw, awaiting_.completion()); });
}

runtime::Task<Committed> Store::Pending::answer() {
  co_await awaiting_;
  if (awaiting_.status() == COCO_CONFLICT) throw Conflict(awaiting_.kept().failed_op, awaiting_.why());
  awaiting_.throw_if_failed();
  co_return std::move(awaiting_.kept());
}

runtime::Task<Committed> Store::commit(const Transaction& transaction) {
  Pending pending(*this, transaction);
  co_return co_await pending.answer();
}

runtime::Task<std::vector<Rows>> Store::read(std::vector<Range> ranges) {
  const coco::Lease<coco_storage> storage = lease();
  runtime::Awaiting<std::vector<Rows>, coco_read_result> answer(executor_, &copy_rows);
  {
    std::size_t n_values = 0;
    for (const Range& range : ranges) n_values += range.bounds();
    std::vector<coco_value> values;
    values.reserve(n_values);
    std::vector<coco_range> raw;
    raw.reserve(ranges.size());
    for (const Range& range : ranges) raw.push_back(range.raw(values));
    storage->read(storage->self, raw.data(), raw.size(), answer.completion());
  }
  co_await answer;
  answer.throw_if_failed();
  co_return std::move(answer.kept());
}

runtime::Task<Rows> Store::read_one(Range range) {
  std::vector<Range> ranges;
  ranges.push_back(std::move(range));
  std::vector<Rows> all = co_await read(std::move(ranges));
  co_return std::move(all.front());
}

runtime::Task<void> Store::backup(std::string path) {
  const coco::Lease<coco_storage> storage = lease();
  runtime::Awaiting<runtime::Nothing, runtime::Nothing> answer(executor_, nullptr);
  storage->backup(storage->self, coco::view(path), answer.completion());
  co_await answer;
  answer.throw_if_failed();
}

}  // namespace cocotalk::domain
