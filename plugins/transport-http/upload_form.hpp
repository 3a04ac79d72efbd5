#pragma once

#include "transport-http/file_type.hpp"
#include "transport-http/intake.hpp"
#include "transport-http/multipart.hpp"
#include "transport-http/picture_header.hpp"
#include "transport-http/upload_kind.hpp"
#include "transport-http/upload_limits.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace cocotalk::http {

// A file of the form, as it was stored. `name` is empty when nothing was.
struct Arrived {
  std::string name;
  FileType type;
  std::uint64_t bytes = 0;
  bool was_sent = false;  // anything at all
};

// A form with a file and its thumbnail as its parts arrive, in any order: texts are collected, files go to the sink. Parts it
// does not know are ignored, empty files count as not sent. A thumbnail that is no picture, or too large for one, counts as none:
// some clients send the file a second time.
class UploadForm : public PartReader {
 public:
  // The file is named ⟨stem⟩.⟨ext⟩, with the extension it was sent with, or of what its bytes say; the thumbnail ⟨stem⟩_th.jpeg.
  UploadForm(FileSink& sink, const UploadKind& kind, std::string stem, const UploadLimits& limits);

  void on_part(const Part& part) override;
  void on_part_data(std::string_view bytes) override;
  void on_part_end() override;

  // 0 while all is well, else the HTTP status to refuse the form with: 400 for a part that comes twice or is no UTF-8, 413 for
  // too much: bytes, or the pixels a picture claims.
  int refused() const { return refused_; }

  const Arrived& file() const { return file_; }
  const Arrived& thumbnail() const { return thumbnail_; }
  std::string thumbnail_name() const { return stem_ + "_th.jpeg"; }
  // "name":value, … of the texts.
  const std::string& texts() const { return texts_; }
  bool has_text(std::string_view name) const { return seen_.contains(name); }

 private:
  enum class Reading { nothing, text, file };

  void end_text();
  void take(std::string_view bytes);
  void begin_file();
  void take_file(std::string_view bytes);
  void too_large();
  bool is_thumbnail() const { return current_ == &thumbnail_; }

  FileSink& sink_;
  const UploadKind& kind_;
  const std::string stem_;
  const UploadLimits limits_;
  std::string texts_;
  std::set<std::string, std::less<>> seen_;
  Arrived file_, thumbnail_;
  int refused_ = 0;

  // The part being read.
  Reading reading_ = Reading::nothing;
  Arrived* current_ = nullptr;
  std::string field_, held_, file_name_;  // held_: a text; a file's beginning, until its type is known
  PictureHeader header_;
};

}  // namespace cocotalk::http
