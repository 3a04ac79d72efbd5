// A text as search reads it: characters that words are made of, without case, accents and ways to write the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::search {

struct Character {
  char32_t code = 0;
  char32_t initial = 0;              // of a Hangul syllable its first consonant, as U+3131 … U+314E; of all others `code`
  std::uint32_t begin = 0, end = 0;  // bytes of the text
  bool follows = false;              // nothing stands between it and the character before
  bool begins_word = false;          // a single character is found only here
  bool is_syllable() const { return initial != code; }
};

// Pure; whatever is no UTF-8 separates words like a blank. Decomposed Hangul is composed; case is folded, and what Unicode calls
// compatible (full width) is the same. Emoji, and each character of scripts without blanks (Han, Kana), begin a word.
std::vector<Character> characters_of(std::string_view text);

// ㄱ … ㅎ that a syllable can begin with.
bool is_initial(char32_t code);

// Appends the code as UTF-8.
void append_utf8(std::string& to, char32_t code);

}  // namespace cocotalk::search
