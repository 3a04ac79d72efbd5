#include "transport-http/sign_up_form.hpp"

#include "transport-http/file_type.hpp"
#include "transport-http/input.hpp"
#include "transport-http/json.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::size_t max_text_bytes = 4096;
constexpr std::array<std::string_view, 8> texts = {"cid",   "password", "username", "nickname",
                                                   "phone", "email",    "status",   "birth"};

// Numbers go in as numbers; what is none goes in as it is, for the command to refuse.
std::string as_json(std::string_view field, std::string_view text) {
  const std::optional<std::int64_t> number = field == "status" ? integer(text) : std::nullopt;
  return number ? std::to_string(*number) : json_string(text);
}

}  // namespace

SignUpForm::SignUpForm(FileSink& sink, std::string stem, std::uint64_t max_picture_bytes)
    : sink_(sink), stem_(std::move(stem)), max_picture_bytes_(max_picture_bytes) {}

void SignUpForm::on_part(const Part& part) {
  reading_ = Reading::nothing;
  if (refused_ != 0) return;
  const auto picture = std::find_if(pictures_.begin(), pictures_.end(), [&](const Picture& p) { return p.part == part.name; });
  const bool is_text = std::find(texts.begin(), texts.end(), part.name) != texts.end();
  if (picture == pictures_.end() && !is_text) return;
  if (!seen_.insert(part.name).second) {
    refused_ = 400;
    return;
  }
  reading_ = is_text ? Reading::text : Reading::picture;
  field_ = part.name;
  text_.clear();
  picture_ = is_text ? nullptr : &*picture;
  file_name_ = part.file_name.value_or("");
  picture_bytes_ = 0;
}

void SignUpForm::on_part_data(std::string_view bytes) {
  if (refused_ != 0 || reading_ == Reading::nothing) return;
  if (reading_ == Reading::text) {
    if (text_.size() + bytes.size() > max_text_bytes)
      refused_ = 413;
    else
      text_ += bytes;
    return;
  }
  if (picture_bytes_ == 0) begin_picture(bytes);
  picture_bytes_ += bytes.size();
  if (picture_bytes_ > max_picture_bytes_)
    refused_ = 413;
  else
    sink_.write(bytes);
}

void SignUpForm::on_part_end() {
  if (refused_ != 0 || reading_ == Reading::nothing) return;
  if (reading_ == Reading::picture) {
    if (picture_bytes_ > 0) sink_.end();
  } else if (!is_utf8(text_)) {
    refused_ = 400;
  } else if (field_ != "birth" || !text_.empty()) {
    members_ += (members_.empty() ? "" : ",") + json_string(field_) + ":" + as_json(field_, text_);
  }
}

void SignUpForm::begin_picture(std::string_view first_bytes) {
  picture_->name = stem_ + std::string(picture_->suffix) + safe_extension(file_name_, file_type(first_bytes).extension);
  sink_.begin(picture_->name);
}

std::string SignUpForm::input(std::string_view files_url) const {
  std::string members = members_;
  if (has_pictures())
    for (const Picture& picture : pictures_)
      members +=
          (members.empty() ? "" : ",") + json_string(picture.part) + ":" + json_string(std::string(files_url) + picture.name);
  return "{" + members + "}";
}

}  // namespace cocotalk::http
