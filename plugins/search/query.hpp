// What somebody looks for: words, all of which must stand in a text.
#pragma once

#include "search/characters.hpp"

#include <cocotalk/search.h>

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::search {

// Immutable. A word of two and more characters stands anywhere in a text's words, a single one where a word begins; a consonant
// stands for every syllable that begins with it.
class Query {
 public:
  static constexpr std::size_t max_words = 16, max_characters = 200;

  // Throws coco::Error COCO_INVALID when there is no word in it, or too much.
  explicit Query(std::string_view words);

  // What the index must have of a text, each once.
  std::vector<std::string> terms() const;
  // Where the words stand, ascending and apart, at most `max` of them; none unless all words do.
  std::vector<coco_search_span> spans_in(std::string_view text, std::size_t max) const;

 private:
  using Word = std::vector<Character>;
  std::vector<Word> words_;
};

}  // namespace cocotalk::search
