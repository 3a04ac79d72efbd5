#include "core/host/scaffold.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 60;

// Targets that every build has.
constexpr std::string_view words_of_cmake[] = {"all", "clean", "help", "install", "package", "test"};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "my-letters" as C++ writes it: "MyLetters" and "my_letters".
std::string class_name(std::string_view name) {
  std::string out;
  bool begins_word = true;
  for (const char c : name) {
    if (c != '-') out += begins_word && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = c == '-';
  }
  return out;
}
std::string underscored(std::string name) {
  std::ranges::replace(name, '-', '_');
  return name;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

std::string renamed(std::string text, const std::string& from, const std::string& to) {
  replace_all(text, from, to);
  replace_all(text, class_name(from), class_name(to));
  replace_all(text, underscored(from), underscored(to));
  return text;
}

void copy_renamed(const fs::path& source, const fs::path& target, const std::string& from, const std::string& to) {
  std::ifstream in(source, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::ofstream out(target, std::ios::binary);
  out << renamed(text, from, to);
  out.close();
  if (!in || !out) throw coco::Error(COCO_RETRY, target.string() + ": cannot be written; see whether the disk is full");
}

}  // namespace

std::vector<std::string> template_kinds(const fs::path& templates) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (fs::directory_iterator at(templates, ignored), end; !ignored && at != end; at.increment(ignored))
    if (at->is_directory()) out.push_back(at->path().filename().string());
  std::ranges::sort(out);
  return out;
}

std::string complaint_of_name(std::string_view name) {
  bool begins_word = true;
  bool is_made_of_words = !name.empty() && is_lower(name.front()) && name.back() != '-';
  for (const char c : name) {
    if (!is_lower(c) && !is_digit(c) && (c != '-' || begins_word)) is_made_of_words = false;
    begins_word = c == '-';
  }
  if (!is_made_of_words) return "is no name of a plugin; write it in lower-case words, like 'policy-mine'";
  if (name.size() > longest_name) return "is longer than " + std::to_string(longest_name) + " characters; take a shorter name";
  if (std::ranges::count(words_of_cmake, name) > 0) return "is a word of CMake's own; take another name";
  return "";
}

void make_plugin(const fs::path& templates, const std::string& kind, const std::string& name, const fs::path& folder) {
  std::error_code failed;
  if (fs::exists(fs::symlink_status(folder, failed)))
    throw coco::Error(COCO_CONFLICT, folder.string() + ": is there already, and nothing is overwritten; name another folder");
  fs::create_directories(folder, failed);
  if (failed) throw coco::Error(COCO_INVALID, folder.string() + ": cannot be made: " + failed.message());
  try {
    for (const fs::directory_entry& file : fs::directory_iterator(templates / kind))
      copy_renamed(file.path(), folder / file.path().filename(), "template-" + kind, name);
  } catch (...) {
    fs::remove_all(folder, failed);
    throw;
  }
}

}  // namespace cocotalk::host
