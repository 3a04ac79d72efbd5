#include "transport-http/upload_form.hpp"

#include "transport-http/input.hpp"
#include "transport-http/json.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::size_t max_text_bytes = 4096;

// Numbers go in as numbers; what is none goes in as it is, for the command to refuse.
std::string as_json(std::string_view field, std::string_view text) {
  const std::optional<std::int64_t> number = field == "status" ? integer(text) : std::nullopt;
  return number ? std::to_string(*number) : json_string(text);
}

}  // namespace

UploadForm::UploadForm(FileSink& sink, const UploadKind& kind, std::string stem, const UploadLimits& limits)
    : sink_(sink), kind_(kind), stem_(std::move(stem)), limits_(limits) {}

void UploadForm::on_part(const Part& part) {
  reading_ = Reading::nothing;
  if (refused_ != 0) return;
  const bool is_text = std::find(kind_.texts.begin(), kind_.texts.end(), part.name) != kind_.texts.end();
  const bool is_thumb = !kind_.thumbnail.empty() && part.name == kind_.thumbnail;
  if (!is_text && !is_thumb && part.name != kind_.file) return;
  if (!seen_.insert(part.name).second) {
    refused_ = 400;
    return;
  }
  reading_ = is_text ? Reading::text : Reading::file;
  current_ = is_thumb ? &thumbnail_ : &file_;
  field_ = part.name;
  held_.clear();
  file_name_ = part.file_name.value_or("");
  header_ = {};
}

void UploadForm::on_part_data(std::string_view bytes) {
  if (refused_ != 0 || reading_ == Reading::nothing) return;
  if (reading_ == Reading::text) return take(bytes);
  current_->was_sent = true;
  if (!current_->name.empty()) return take_file(bytes);
  held_ += bytes;
  if (held_.size() >= file_type_bytes) begin_file();
}

void UploadForm::on_part_end() {
  if (refused_ != 0 || reading_ == Reading::nothing) return;
  if (reading_ == Reading::text) return end_text();
  if (current_->name.empty() && !held_.empty()) begin_file();
  if (refused_ == 0 && reading_ == Reading::file && !current_->name.empty()) sink_.end();
}

void UploadForm::take(std::string_view bytes) {
  if (held_.size() + bytes.size() > max_text_bytes)
    refused_ = 413;
  else
    held_ += bytes;
}

void UploadForm::end_text() {
  if (!is_utf8(held_))
    refused_ = 400;
  else if (field_ != "birth" || !held_.empty())
    texts_ += (texts_.empty() ? "" : ",") + json_string(field_) + ":" + as_json(field_, held_);
}

void UploadForm::begin_file() {
  current_->type = file_type(held_);
  if (is_thumbnail() && !current_->type.is_picture()) {
    reading_ = Reading::nothing;
    return;
  }
  current_->name = is_thumbnail() ? thumbnail_name() : stem_ + "." + safe_extension(file_name_, current_->type.extension);
  sink_.begin(current_->name);
  take_file(std::exchange(held_, {}));
}

void UploadForm::take_file(std::string_view bytes) {
  const bool is_small = kind_.takes_pictures_only || current_->type.is_picture();
  const std::uint64_t limit = is_thumbnail() ? limits_.thumbnail_bytes : is_small ? limits_.picture_bytes : limits_.file_bytes;
  current_->bytes += bytes.size();
  if (current_->bytes > limit) return too_large();
  if (current_->type.is_picture()) {
    header_.feed(bytes);
    if (header_.size() && header_.size()->pixels() > limits_.pixels) return too_large();
  }
  sink_.write(bytes);
}

void UploadForm::too_large() {
  reading_ = Reading::nothing;
  if (!is_thumbnail()) {
    refused_ = 413;
    return;
  }
  sink_.drop();
  current_->name.clear();
}

}  // namespace cocotalk::http
