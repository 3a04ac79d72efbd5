// The index: documents and their terms in one SQLite database.
#pragma once

#include "search/batch.hpp"
#include "search/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::search {

// Makes the tables in a fresh file; throws DatabaseError with is_damage() when the file is of another layout: it is to be made
// anew.
void make_tables(Database& database);

// The only one that changes the index. Lives on the feeding thread. All throw DatabaseError; then nothing has changed.
class Index {
 public:
  Index(const std::string& path, std::int64_t cache_bytes);

  // Empties the index unless it follows this record already.
  void open(std::string_view record);
  std::vector<std::int64_t> positions(const std::vector<std::string>& groups);
  void add(const std::vector<Batch>& batches);
  void forget(std::string_view group);
  // Tidies a little, so that queries stay fast; for when there is nothing else to do. False: it is tidy.
  bool tidy();

 private:
  std::optional<std::int64_t> id_of_group(std::string_view group);
  std::int64_t made_group(std::string_view group);
  void put(std::int64_t group, const Document& document);
  void erase(std::int64_t document);
  std::int64_t free_id(std::int64_t time_ms);

  Database database_;
  Statement find_group_, add_group_, set_position_, get_position_, erase_group_, find_document_, get_document_, last_document_,
      add_document_, set_text_, erase_document_, some_documents_, add_terms_, erase_terms_, merge_, changes_;
};

}  // namespace cocotalk::search
