// Any bytes as a question and a text, with a line end between them: finds stand in the text, and whatever is found has the
// question's terms.
#include "search/query.hpp"
#include "search/terms.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace cocotalk::search;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_characters(std::string_view text) {
  std::uint32_t before = 0;
  for (const Character& c : characters_of(text)) {
    require(c.begin >= before && c.begin < c.end && c.end <= text.size());
    require(c.follows || c.begins_word);
    before = c.begin;
  }
}

void check_finds(std::string_view words, std::string_view text) {
  const Query query(words);
  const std::vector<coco_search_span> spans = query.spans_in(text, 8);
  require(spans.size() <= 8);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    require(spans[i].begin < spans[i].end && spans[i].end <= text.size());
    require(i == 0 || spans[i].begin > spans[i - 1].end);
  }
  if (spans.empty()) return;
  std::set<std::string, std::less<>> terms;
  each_term(text, [&terms](std::string_view term) { terms.emplace(term); });
  for (const std::string& term : query.terms()) require(terms.contains(term));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\n'), all.size());
  const std::string_view words = all.substr(0, end), text = all.substr(std::min(end + 1, all.size()));
  check_characters(words);
  check_characters(text);
  try {
    check_finds(words, text);
    check_finds(words, words);
  } catch (const coco::Error&) {
    return 0;  // there is nothing to look for, or too much
  }
  return 0;
}
