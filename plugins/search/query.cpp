#include "search/query.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>

#include "search/terms.hpp"

namespace cocotalk::search {
namespace {

bool stands_for(const Character& wanted, const Character& found) {
  return wanted.code == found.code || (is_initial(wanted.code) && wanted.code == found.initial);
}

bool stands_at(const std::vector<Character>& word, const std::vector<Character>& text, std::size_t at) {
  if (word.size() > text.size() - at || (word.size() == 1 && !text[at].begins_word)) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!stands_for(word[i], text[at + i]) || (i > 0 && !text[at + i].follows)) return false;
  return true;
}

// Ascending, those that touch made one.
std::vector<coco_search_span> joined(std::vector<coco_search_span> spans) {
  std::sort(spans.begin(), spans.end(), [](const coco_search_span& a, const coco_search_span& b) { return a.begin < b.begin; });
  std::vector<coco_search_span> out;
  for (const coco_search_span& span : spans) {
    if (out.empty() || span.begin > out.back().end)
      out.push_back(span);
    else
      out.back().end = std::max(out.back().end, span.end);
  }
  return out;
}

}  // namespace

Query::Query(std::string_view words) {
  const std::vector<Character> characters = characters_of(words);
  if (characters.empty()) throw coco::Error(COCO_INVALID, "there is no letter or number to look for");
  if (characters.size() > max_characters)
    throw coco::Error(COCO_INVALID, "more than " + std::to_string(max_characters) + " characters to look for");
  for (const Character& c : characters) {
    if (!c.follows) words_.emplace_back();
    words_.back().push_back(c);
  }
  if (words_.size() > max_words) throw coco::Error(COCO_INVALID, "more than " + std::to_string(max_words) + " words to look for");
}

std::vector<std::string> Query::terms() const {
  std::vector<std::string> out;
  for (const Word& word : words_) {
    std::vector<std::string> terms = terms_of_word(word);
    std::move(terms.begin(), terms.end(), std::back_inserter(out));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<coco_search_span> Query::spans_in(std::string_view text, std::size_t max) const {
  const std::vector<Character> characters = characters_of(text);
  std::vector<coco_search_span> spans;
  for (const Word& word : words_) {
    const std::size_t before = spans.size();
    for (std::size_t at = 0; at < characters.size() && spans.size() - before < max; ++at)
      if (stands_at(word, characters, at)) spans.push_back({characters[at].begin, characters[at + word.size() - 1].end});
    if (spans.size() == before) return {};
  }
  std::vector<coco_search_span> out = joined(std::move(spans));
  if (out.size() > max) out.resize(max);
  return out;
}

}  // namespace cocotalk::search
