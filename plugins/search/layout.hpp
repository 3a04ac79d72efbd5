// How the index lies in its database.
#pragma once

#include "search/database.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace cocotalk::search {

// Of the tables and of what the terms are; another one is made anew.
inline constexpr std::int64_t layout_version = 1;

// Documents are numbered in the order of time, so that FTS5 answers the newest first: seconds, and a running number in the
// second.
inline constexpr std::int64_t ids_per_second = 4096;
inline constexpr std::int64_t first_second = 1'577'836'800;  // 2020: small numbers make a small index
inline std::int64_t first_id_of(std::int64_t time_ms) {
  return std::max<std::int64_t>(1, time_ms / 1000 - first_second) * ids_per_second;
}

// Tables `record`, `grp`, `document` and the FTS5 table `terms`, whose rowids are the documents'.
void create_tables(Database& database);
void drop_tables(Database& database);

// The term that every document of a group has.
std::string mark_of(std::int64_t group);

}  // namespace cocotalk::search
