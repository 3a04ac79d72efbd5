// Our terms as an FTS5 tokenizer.
#pragma once

#include "search/database.hpp"

#include <string>

namespace cocotalk::search {

// The name it has in CREATE VIRTUAL TABLE.
inline constexpr char tokenizer_name[] = "cocotalk";

// A text with this in front is one term: the mark of a group.
inline constexpr char mark = '\x01';

// To be called once for each connection. Throws DatabaseError.
void add_tokenizer(const Database& database);

// A term as FTS5 reads it in a query.
std::string quoted(const std::string& term);

}  // namespace cocotalk::search
