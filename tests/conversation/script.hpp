// Conversations as they stand in a file.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::conversation {

struct Step {
  enum class Kind { on, send, send_end, send_reset, expect, expect_end, act, hear };
  Kind kind;
  std::string text;  // without its mark
  int line;          // of the file
};

// One conversation: what is said, by whom, and what for.
struct Case {
  std::string name;  // "framing_RefusesAnUnmaskedFrame": file and case
  std::string file;
  std::string about;                         // the sentence it proves
  std::map<std::string, std::string> given;  // what the world is like
  std::vector<Step> steps;

  std::string at(int line) const { return file + ":" + std::to_string(line); }
};

// Reads one file's text; see README.md for the format. Throws std::invalid_argument with file and line.
std::vector<Case> parse_script(std::string_view text, const std::string& file);

// All *.txt of a folder, by name. Throws when there is none.
std::vector<Case> cases_in(const std::filesystem::path& folder);

// For GoogleTest's messages.
void PrintTo(const Case& c, std::ostream* out);

}  // namespace cocotalk::conversation
