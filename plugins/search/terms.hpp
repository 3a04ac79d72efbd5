// What the index holds of a text, and what it is asked for: pairs of neighbouring characters.
#pragma once

#include "search/characters.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::search {

// A term is two neighbours ("회의", "ㅎㅇ"), or '^' and a character that begins a word ("^회", "^ㅎ"). 회의실 has 회의 의실 ㅎㅇ
// ㅇㅅ ^회 ^ㅎ. Calls take(std::string_view) for each, repetitions included; the view lives for the call.
template <class Take>
void each_term(std::string_view text, Take take);

// The terms a text must have for a word of a query to stand in it. The word is not empty.
std::vector<std::string> terms_of_word(std::span<const Character> word);

// ---- how

std::string_view pair_term(std::string& space, char32_t first, char32_t second);
std::string_view beginning_term(std::string& space, char32_t code);

template <class Take>
void each_term(std::string_view text, Take take) {
  std::string space;
  const Character* before = nullptr;
  const std::vector<Character> characters = characters_of(text);
  for (const Character& c : characters) {
    if (c.follows) {
      take(pair_term(space, before->code, c.code));
      if (before->is_syllable() || c.is_syllable()) take(pair_term(space, before->initial, c.initial));
    }
    if (c.begins_word) {
      take(beginning_term(space, c.code));
      if (c.is_syllable()) take(beginning_term(space, c.initial));
    }
    before = &c;
  }
}

}  // namespace cocotalk::search
