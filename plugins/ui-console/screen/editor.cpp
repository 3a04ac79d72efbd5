#include "ui-console/screen/editor.hpp"

#include <utility>

#include "ui-console/screen/cluster.hpp"
#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

// Where the last cluster of `text` begins.
std::size_t last_cluster(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t next = 0; next < text.size();) {
    at = next;
    next += first_cluster(text.substr(next)).text.size();
  }
  return at;
}

}  // namespace

bool Editor::insert(std::string_view text) {
  const std::string safe = harmless(text, "\n");
  if (text_.size() + safe.size() > max_bytes) return false;
  text_.insert(cursor_, safe);
  cursor_ += safe.size();
  return true;
}

void Editor::left() { cursor_ = last_cluster(std::string_view(text_).substr(0, cursor_)); }

void Editor::right() {
  if (cursor_ < text_.size()) cursor_ += first_cluster(std::string_view(text_).substr(cursor_)).text.size();
}

void Editor::to_beginning() {
  const std::size_t end_before = cursor_ == 0 ? std::string::npos : text_.rfind('\n', cursor_ - 1);
  cursor_ = end_before == std::string::npos ? 0 : end_before + 1;
}

void Editor::to_end() {
  const std::size_t end = text_.find('\n', cursor_);
  cursor_ = end == std::string::npos ? text_.size() : end;
}

void Editor::erase_left() {
  const std::size_t end = cursor_;
  left();
  text_.erase(cursor_, end - cursor_);
}

void Editor::erase_right() {
  if (cursor_ < text_.size()) text_.erase(cursor_, first_cluster(std::string_view(text_).substr(cursor_)).text.size());
}

void Editor::erase_word() {
  std::size_t begin = cursor_;
  while (begin > 0 && (text_[begin - 1] == ' ' || text_[begin - 1] == '\n')) --begin;
  while (begin > 0 && text_[begin - 1] != ' ' && text_[begin - 1] != '\n') --begin;
  text_.erase(begin, cursor_ - begin);
  cursor_ = begin;
}

void Editor::erase_to_beginning() {
  const std::size_t end = cursor_;
  to_beginning();
  text_.erase(cursor_, end - cursor_);
}

void Editor::erase_to_end() {
  const std::size_t begin = cursor_;
  to_end();
  text_.erase(begin, cursor_ - begin);
  cursor_ = begin;
}

void Editor::older() {
  if (back_ >= history_.size()) return;
  if (back_ == 0) draft_ = text_;
  ++back_;
  text_ = history_[history_.size() - back_];
  cursor_ = text_.size();
}

void Editor::newer() {
  if (back_ == 0) return;
  --back_;
  text_ = back_ == 0 ? draft_ : history_[history_.size() - back_];
  cursor_ = text_.size();
}

std::string Editor::take() {
  std::string text = take_secret();
  remember(text);
  return text;
}

void Editor::remember(std::string text) {
  if (text.empty() || (!history_.empty() && history_.back() == text)) return;
  history_.push_back(std::move(text));
  if (history_.size() > max_history) history_.pop_front();
}

std::string Editor::take_secret() {
  back_ = 0;
  cursor_ = 0;
  return std::exchange(text_, {});
}

void Editor::set(std::string text) {
  text_ = std::move(text);
  cursor_ = text_.size();
  back_ = 0;
}

}  // namespace cocotalk::console
