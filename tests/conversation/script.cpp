#include "conversation/script.hpp"

#include "conversation/text.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace cocotalk::conversation {

namespace {

using Kind = Step::Kind;

// Reads a file line by line into its cases.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)), stem_(std::filesystem::path(file_).stem().string()) {
    std::replace_if(
        stem_.begin(), stem_.end(), [](char c) { return !is_name_char(c); }, '_');
  }

  void read(std::string_view line) {
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(' ') == std::string_view::npos) return;
    if (line.front() == '#') return comment(line.substr(1));
    if (line.front() == '>') return said(line.substr(1), Kind::send, Kind::send_end);
    if (line.front() == '<') return said(line.substr(1), Kind::expect, Kind::expect_end);
    if (line.front() == '!') return add(Kind::act, without_space(line.substr(1)));
    if (line.front() == '=') return add(Kind::hear, without_space(line.substr(1)));
    if (line.front() == '@') return add(Kind::on, without_space(line.substr(1)));
    const std::string_view word = take_word(line);
    if (word == "case") return begin_case(line);
    if (word == "before" && cases_.empty() && line.empty()) return;
    if (word == "given") return given(line);
    refuse("a line begins with case, given, #, >, <, !, = or @; 'before' stands before the first case");
  }
  std::vector<Case> finish() {
    if (cases_.empty()) refuse("there is no case");
    return std::move(cases_);
  }

 private:
  [[noreturn]] void refuse(std::string_view why) const {
    throw std::invalid_argument(file_ + ":" + std::to_string(line_) + ": " + std::string(why));
  }
  static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  static std::string_view without_space(std::string_view text) { return text.starts_with(' ') ? text.substr(1) : text; }
  Case& current() { return cases_.empty() ? before_ : cases_.back(); }

  void begin_case(std::string_view name) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char))
      refuse("a case's name is one word of letters and digits");
    if (!names_.emplace(name).second) refuse("a case of this name is there already");
    Case c = before_;
    c.name = stem_ + "_" + std::string(name);
    c.file = file_;
    cases_.push_back(std::move(c));
  }
  void comment(std::string_view text) {
    if (cases_.empty() || cases_.back().steps.size() > before_.steps.size()) return;
    std::string& about = cases_.back().about;
    about.append(about.empty() ? "" : " ").append(without_space(text));
  }
  void given(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) refuse("what is given is written NAME = VALUE");
    std::string_view name = line.substr(0, equals), value = line.substr(equals + 1);
    name = take_word(name);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    current().given.insert_or_assign(std::string(name), std::string(value));
  }
  void said(std::string_view rest, Kind line_kind, Kind end_kind) {
    if (rest == "end") return add(end_kind, {});
    if (rest == "reset" && line_kind == Kind::send) return add(Kind::send_reset, {});
    if (!rest.empty() && rest.front() != ' ') refuse("a mark is followed by a space, or is >end, <end or >reset");
    add(line_kind, without_space(rest));
  }
  void add(Kind kind, std::string_view text) { current().steps.push_back({kind, std::string(text), line_}); }

  const std::string file_;
  std::string stem_;
  int line_ = 0;
  Case before_;
  std::vector<Case> cases_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

std::vector<Case> parse_script(std::string_view text, const std::string& file) {
  Reader reader(file);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    reader.read(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.finish();
}

std::vector<Case> cases_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  if (files.empty()) throw std::invalid_argument("no conversations in " + folder.string());
  std::sort(files.begin(), files.end());
  std::vector<Case> all;
  for (const std::filesystem::path& path : files) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    for (Case& c : parse_script(text.str(), path.filename().string())) all.push_back(std::move(c));
  }
  return all;
}

void PrintTo(const Case& c, std::ostream* out) { *out << c.name << " (" << c.about << ")"; }

}  // namespace cocotalk::conversation
