#include "search/terms.hpp"

namespace cocotalk::search {

std::string_view pair_term(std::string& space, char32_t first, char32_t second) {
  space.clear();
  append_utf8(space, first);
  append_utf8(space, second);
  return space;
}

std::string_view beginning_term(std::string& space, char32_t code) {
  space = '^';
  append_utf8(space, code);
  return space;
}

std::vector<std::string> terms_of_word(std::span<const Character> word) {
  std::vector<std::string> out;
  std::string space;
  if (word.size() == 1) out.emplace_back(beginning_term(space, word.front().code));
  for (std::size_t i = 1; i < word.size(); ++i) {
    const Character &a = word[i - 1], &b = word[i];
    const bool by_initials = is_initial(a.code) || is_initial(b.code);
    out.emplace_back(by_initials ? pair_term(space, a.initial, b.initial) : pair_term(space, a.code, b.code));
  }
  return out;
}

}  // namespace cocotalk::search
