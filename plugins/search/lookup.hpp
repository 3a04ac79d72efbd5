// Asking the index.
#pragma once

#include "search/database.hpp"
#include "search/query.hpp"

#include <cocotalk/search.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace cocotalk::search {

// A query as owned values.
struct Question {
  // Checks and copies. Throws coco::Error COCO_INVALID.
  explicit Question(const coco_search_query& from);
  Query words;
  std::uint32_t limit;
  std::int64_t before;
  std::unordered_map<std::string, std::int64_t> groups;  // name → first number
};

struct Found {
  struct Hit {
    std::string group;
    std::int64_t number;
  };
  std::vector<Hit> hits;
  std::int64_t next = 0;
};

// Answers from snapshots beside the one that feeds. Lives on the asking thread.
class Lookup {
 public:
  Lookup(const std::string& path, std::int64_t cache_bytes);
  // Throws DatabaseError.
  Found find(const Question& question);

 private:
  std::string expression(const Question& question);

  Database database_;
  Statement group_, document_, candidates_;
};

// The statement that gives a question's documents, newest first; parameters: what the terms are asked for, and the smallest id
// that is not wanted.
inline constexpr char candidates_sql[] = "SELECT rowid FROM terms WHERE terms MATCH ? AND rowid < ? ORDER BY rowid DESC";
inline constexpr char group_sql[] = "SELECT id FROM grp WHERE name = ?";
inline constexpr char document_sql[] = "SELECT g.name, d.number FROM document d JOIN grp g ON g.id = d.grp WHERE d.id = ?";

}  // namespace cocotalk::search
