// Values and rows of the in-memory store: owned copies of coco_value, ordered as storage.h says.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace cocotalk::testing::memory {

struct Text {
  std::string bytes;
  bool operator==(const Text&) const = default;
  bool operator<(const Text& other) const { return bytes < other.bytes; }
};
struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
  bool operator<(const Blob& other) const { return bytes < other.bytes; }
};
// Stands for result `part` of operation `op` until the transaction is applied; never in a stored row.
struct ResultOf {
  std::uint64_t op;
  std::uint32_t part;
  bool operator==(const ResultOf&) const = default;
  bool operator<(const ResultOf& other) const { return op != other.op ? op < other.op : part < other.part; }
};

// Without <=>: clang 14's libc++ has none for strings and variants. The alternatives stand in the order of coco_type, and NULL
// comes before every other value.
using Value = std::variant<std::monostate, std::int64_t, Text, Blob, ResultOf>;
using Row = std::vector<Value>;

inline coco_type type_of(const Value& value) { return static_cast<coco_type>(value.index()); }
inline bool is_null(const Value& value) { return value.index() == COCO_NULL; }

inline const char* type_name(coco_type type) {
  static constexpr const char* names[] = {"NULL", "INTEGER", "TEXT", "BLOB", "RESULT"};
  return type >= COCO_NULL && type <= COCO_RESULT ? names[type] : "unknown";
}

inline Value copy(const coco_value& value) {
  switch (value.type) {
    case COCO_NULL: return std::monostate{};
    case COCO_INTEGER: return value.number;
    case COCO_TEXT: return Text{std::string(coco::text(value.bytes))};
    case COCO_BLOB: return Blob{std::string(coco::text(value.bytes))};
    case COCO_RESULT: return ResultOf{static_cast<std::uint64_t>(value.number), value.part};
    default: throw coco::Error(COCO_INVALID, "a value has the unknown type " + std::to_string(value.type));
  }
}

inline Row copy(const coco_value* values, std::uint64_t n) {
  Row row;
  for (std::uint64_t i = 0; i < n; ++i) row.push_back(copy(values[i]));
  return row;
}

// Borrows from `value`. The inverse of copy().
inline coco_value view_of(const Value& value) {
  coco_value out{type_of(value), 0, 0, {nullptr, 0}};
  if (const auto* number = std::get_if<std::int64_t>(&value)) out.number = *number;
  if (const auto* text = std::get_if<Text>(&value)) out.bytes = coco::view(text->bytes);
  if (const auto* blob = std::get_if<Blob>(&value)) out.bytes = coco::view(blob->bytes);
  if (const auto* result = std::get_if<ResultOf>(&value)) {
    out.number = static_cast<std::int64_t>(result->op);
    out.part = result->part;
  }
  return out;
}

inline std::uint64_t bytes_of(const Value& value) { return view_of(value).bytes.size; }

// The memory a kept row takes, nearly: its values, its texts, its place in a tree.
inline std::uint64_t weight_of(const Row& row) {
  constexpr std::uint64_t node = 64;
  std::uint64_t bytes = node + row.size() * sizeof(Value);
  for (const Value& value : row) bytes += bytes_of(value);
  return bytes;
}

// A place between keys: before or after all keys that begin with `prefix`.
struct Bound {
  std::span<const Value> prefix;
  bool after;
};

// Orders keys among each other, and keys and bounds.
struct KeyOrder {
  using is_transparent = void;
  bool operator()(const Row& a, const Row& b) const { return a < b; }
  bool operator()(const Row& key, const Bound& bound) const {
    const std::strong_ordering order = compare(key, bound.prefix);
    return order < 0 || (order == 0 && bound.after);
  }
  bool operator()(const Bound& bound, const Row& key) const {
    const std::strong_ordering order = compare(key, bound.prefix);
    return order > 0 || (order == 0 && !bound.after);
  }

 private:
  static std::strong_ordering compare(const Row& key, std::span<const Value> prefix) {
    for (std::size_t i = 0; i < prefix.size(); ++i)
      if (key[i] != prefix[i]) return key[i] < prefix[i] ? std::strong_ordering::less : std::strong_ordering::greater;
    return std::strong_ordering::equal;
  }
};

}  // namespace cocotalk::testing::memory
