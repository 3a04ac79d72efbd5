// Borrowed bytes as C++ sees them, and whether a table is long enough for a slot.
#pragma once

#include <cocotalk/abi.h>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace coco {

inline coco_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view text(coco_view v) noexcept { return {v.data, static_cast<std::size_t>(v.size)}; }

// True when `table` is long enough to have the slot: newer slots must be asked for before they are called.
#define COCO_HAS(table, slot) (offsetof(std::remove_cvref_t<decltype(*(table))>, slot) + sizeof((table)->slot) <= (table)->size)

}  // namespace coco
