#include "core/api/file_words.hpp"

#include "core/domain/refusal.hpp"

namespace cocotalk::api {

using namespace cocotalk::domain;

std::optional<NewFile> new_file(const Fields& fields) {
  if (!fields.has("fileName")) return std::nullopt;
  NewFile file;
  file.name = fields.text("fileName");
  file.thumbnail = fields.text("thumbnailName");
  file.url = fields.required_text("fileUrl");
  file.bytes = fields.number("fileBytes", 0);
  return file;
}

void refuse_links(const Asker& asker) {
  if (asker.link) throw bad_request("files are sent over HTTP");
}

}  // namespace cocotalk::api
