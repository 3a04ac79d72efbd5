// Which stretch of a long list is asked for: what the lists of admins have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/api/declaration.hpp"
#include "core/api/json.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/store.hpp"

namespace cocotalk::api {

struct Page {
  static constexpr std::int64_t most = 100, usually = 50;
  explicit Page(const Fields& fields)
      : after(fields.text("after")), limit(static_cast<std::uint32_t>(fields.number("limit", usually))) {}
  std::string after;  // `next` of the page before; empty: the first
  std::uint32_t limit;
  // One more tells whether there is another page.
  std::uint32_t rows() const { return limit + 1; }
};

namespace field {

constexpr Field after = text("after", "`next` of the page before");
constexpr Field page_limit = number("limit", "of a page; else 50").between(1, Page::most);
constexpr Field next = text("next", "the `after` of the next page, when there may be one");

}  // namespace field

[[noreturn]] inline void refuse_after(const std::string& after) {
  throw domain::bad_request("'after' is '" + after + "', not the `next` of a page of this list");
}

// The key of a list by ids; empty: from the beginning.
template <class Id>
domain::Values id_after(const std::string& text) {
  if (text.empty()) return {};
  const std::optional<Id> id = Id::parse(text);
  if (!id) refuse_after(text);
  return domain::values(*id);
}

// What follows `key`; no key: from the beginning.
inline domain::Range stretch(domain::Range whole, domain::Values key, std::uint32_t rows) {
  if (key.empty()) return std::move(whole).limit(rows);
  return std::move(whole).after(std::move(key)).limit(rows);
}

}  // namespace cocotalk::api
