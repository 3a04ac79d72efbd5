// Transactions and reads of the domain: values that own their bytes, and awaiting their answers.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/domain/ids.hpp"
#include "core/runtime/awaiting.hpp"
#include "core/runtime/task.hpp"

namespace cocotalk::domain {

// One value of a row, owning its bytes.
struct Value {
  coco_type type = COCO_NULL;
  std::uint32_t part = 0;
  std::int64_t number = 0;
  std::string bytes;

  Value() = default;
  Value(std::int64_t n) : type(COCO_INTEGER), number(n) {}
  Value(int n) : Value(static_cast<std::int64_t>(n)) {}
  Value(bool) = delete;
  Value(std::string_view t) : type(COCO_TEXT), bytes(t) {}
  Value(const std::string& t) : Value(std::string_view(t)) {}
  Value(const char*) = delete;
  template <std::size_t N, class Tag>
  Value(const HexId<N, Tag>& id) : type(COCO_BLOB), bytes(id.blob()) {}
  static Value blob(std::string_view b) {
    Value v;
    v.type = COCO_BLOB;
    v.bytes = b;
    return v;
  }
  static Value blob(const Fingerprint& f) { return blob(std::string_view(reinterpret_cast<const char*>(f.data()), f.size())); }
  // Result `part` of operation `op` of the same transaction.
  static Value result(std::size_t op, std::uint32_t part = 0) {
    Value v;
    v.type = COCO_RESULT;
    v.number = static_cast<std::int64_t>(op);
    v.part = part;
    return v;
  }
  static Value null_if_empty(std::string_view t) { return t.empty() ? Value() : Value(t); }
  coco_value raw() const { return {type, part, number, coco::view(bytes)}; }
};
using Values = std::vector<Value>;
// A list of values without braces, for co_await expressions.
template <class... A>
Values values(A&&... each) {
  Values out;
  out.reserve(sizeof...(each));
  (out.emplace_back(std::forward<A>(each)), ...);
  return out;
}

// One row, columns as declared in schema.cpp.
class Row {
 public:
  explicit Row(const Value* values) : values_(values) {}
  const Value& operator[](std::size_t column) const { return values_[column]; }
  std::int64_t number(std::size_t column) const { return values_[column].number; }
  const std::string& text(std::size_t column) const { return values_[column].bytes; }
  bool is_null(std::size_t column) const { return values_[column].type == COCO_NULL; }

 private:
  const Value* values_;
};

// The rows of one range.
struct Rows {
  std::size_t columns = 0;
  Values values;
  std::size_t size() const { return columns == 0 ? 0 : values.size() / columns; }
  bool empty() const { return values.empty(); }
  Row operator[](std::size_t i) const { return Row(values.data() + i * columns); }
};

using Columns = std::initializer_list<const char*>;

// A list of operations; each method answers the operation's number, for Value::result and Committed::result.
class Transaction {
 public:
  std::size_t expect(const char* table, Values key, Columns columns, Values values);
  std::size_t absent(const char* table, const char* index, Values key);
  std::size_t insert(const char* table, Values values);
  std::size_t put(const char* table, Values values);
  std::size_t set(const char* table, Values key, Columns columns, Values values);
  std::size_t add(const char* table, Values key, Columns columns, Values deltas);
  std::size_t max(const char* table, Values key, Columns columns, Values values);
  std::size_t append(const char* table, Values values);
  std::size_t erase(const char* table, Values key);
  std::size_t size() const { return ops_.size(); }

  // Hands the operations to `call(const coco_transaction&)`, borrowed for the call.
  template <class F>
  void with_raw(F&& call) const {
    std::vector<coco_op> ops;
    std::vector<coco_value> values;
    std::size_t n_values = 0;
    for (const Op& op : ops_) n_values += op.key.size() + op.values.size();
    ops.reserve(ops_.size());
    values.reserve(n_values);
    const auto raw = [&values](const Values& from) {
      const std::size_t first = values.size();
      for (const Value& v : from) values.push_back(v.raw());
      return values.data() + first;
    };
    for (const Op& op : ops_)
      ops.push_back({op.kind, 0, op.table, op.index, raw(op.key), op.key.size(), op.columns.empty() ? nullptr : op.columns.data(),
                     raw(op.values), op.values.size()});
    const coco_transaction transaction{sizeof(coco_transaction), 0, ops.data(), ops.size()};
    call(transaction);
  }

 private:
  struct Op {
    coco_op_kind kind;
    const char* table;
    const char* index;
    Values key;
    std::vector<const char*> columns;
    Values values;
  };
  std::size_t push(coco_op_kind kind, const char* table, const char* index, Values key, Columns columns, Values values);
  std::vector<Op> ops_;
};

struct Committed {
  std::uint64_t failed_op = 0;
  std::vector<std::int64_t> results;
  std::vector<std::uint64_t> first_result;
  std::int64_t result(std::size_t op, std::size_t part = 0) const { return results[first_result[op] + part]; }
};

// A conflict named the operation that failed: reload and decide again.
class Conflict : public coco::Error {
 public:
  explicit Conflict(std::uint64_t op, const std::string& why) : Error(COCO_CONFLICT, why), op_(op) {}
  std::uint64_t op() const { return op_; }

 private:
  std::uint64_t op_;
};

// One range of a table or index; the bounds are prefixes of its key.
class Range {
 public:
  explicit Range(const char* table, const char* index = nullptr) : table_(table), index_(index) {}
  // Exactly the rows whose key begins with these values.
  static Range of(const char* table, Values key) { return Range(table).from(key).to(std::move(key)); }
  static Range in(const char* table, const char* index, Values key) { return Range(table, index).from(key).to(std::move(key)); }
  Range&& from(Values lower) && {
    lower_ = std::move(lower);
    return std::move(*this);
  }
  Range&& after(Values lower) && {
    lower_ = std::move(lower);
    lower_open_ = 1;
    return std::move(*this);
  }
  Range&& to(Values upper) && {
    upper_ = std::move(upper);
    return std::move(*this);
  }
  Range&& descending() && {
    descending_ = 1;
    return std::move(*this);
  }
  Range&& limit(std::uint32_t rows) && {
    limit_ = rows;
    return std::move(*this);
  }
  std::size_t bounds() const { return lower_.size() + upper_.size(); }
  coco_range raw(std::vector<coco_value>& values) const;

 private:
  const char* table_;
  const char* index_;
  Values lower_, upper_;
  std::int32_t lower_open_ = 0, descending_ = 0;
  std::uint32_t limit_ = 0;
};

// The storage as the domain uses it. Lives on the loop; holds a lease for the length of each call.
class Store {
 public:
  Store(coco::Host host, runtime::Executor& executor) : host_(host), executor_(executor) {}

  // A commit that has been handed to the storage; two calls begun one after the other take effect in that order.
  class Pending {
   public:
    Pending(Store& store, const Transaction& transaction);
    // Throws Conflict, or coco::Error with COCO_BUSY, COCO_RETRY.
    runtime::Task<Committed> answer();

   private:
    coco::Lease<coco_storage> lease_;
    runtime::Awaiting<Committed, coco_committed> awaiting_;
  };
  runtime::Task<Committed> commit(const Transaction& transaction);
  // All ranges from one snapshot.
  runtime::Task<std::vector<Rows>> read(std::vector<Range> ranges);
  runtime::Task<Rows> read_one(Range range);
  runtime::Task<void> backup(std::string path);

 private:
  coco::Lease<coco_storage> lease();
  coco::Host host_;
  runtime::Executor& executor_;
};

}  // namespace cocotalk::domain
