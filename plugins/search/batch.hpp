// What is fed to the index, as owned values.
#pragma once

#include <cocotalk/search.h>
#include <cocotalk/plugin.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::search {

inline constexpr std::size_t max_name_bytes = 64;

struct Document {
  std::int64_t number, time_ms;
  std::string text;
};

struct Batch {
  // Checks and copies. Throws coco::Error COCO_INVALID.
  explicit Batch(const coco_search_batch& from);
  std::string group;
  std::int64_t position;
  std::vector<Document> documents;  // each number once, ascending in time
};

// Throws COCO_INVALID for what is no name of a group or record.
std::string checked_name(coco_view name, const char* of_what);

}  // namespace cocotalk::search
