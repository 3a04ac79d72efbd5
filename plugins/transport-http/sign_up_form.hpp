#pragma once

#include "transport-http/intake.hpp"
#include "transport-http/multipart.hpp"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace cocotalk::http {

// The form of a sign-up (cocotalk-wire.md, A3) as its parts arrive, in any order: texts are collected, the two pictures go to the
// sink. Parts it does not know are ignored, empty pictures count as not sent.
class SignUpForm : public PartReader {
 public:
  // Pictures are named ⟨stem⟩.⟨ext⟩ and ⟨stem⟩_th.⟨ext⟩, with the extension of the file that was sent, or of what its bytes say.
  SignUpForm(FileSink& sink, std::string stem, std::uint64_t max_picture_bytes);

  void on_part(const Part& part) override;
  void on_part_data(std::string_view bytes) override;
  void on_part_end() override;

  // 0 while all is well, else the HTTP status to refuse the form with: 400 for a part that comes twice or is no UTF-8, 413 for
  // too much.
  int refused() const { return refused_; }

  // The command's input. Pictures count only if both were sent; `files_url` stands before their names.
  std::string input(std::string_view files_url) const;
  bool has_pictures() const { return !pictures_[0].name.empty() && !pictures_[1].name.empty(); }

 private:
  struct Picture {
    std::string_view part;  // its name in the form, and in the command's input
    std::string_view suffix;
    std::string name;  // in the store; empty: not sent
  };
  enum class Reading { nothing, text, picture };

  void begin_picture(std::string_view first_bytes);

  FileSink& sink_;
  const std::string stem_;
  const std::uint64_t max_picture_bytes_;
  std::array<Picture, 2> pictures_{{{"profileImg", ".", {}}, {"profileImgThumb", "_th.", {}}}};
  std::string members_;  // "name":value, … of the texts so far
  std::set<std::string, std::less<>> seen_;
  int refused_ = 0;

  // The part being read.
  Reading reading_ = Reading::nothing;
  Picture* picture_ = nullptr;
  std::string field_, text_, file_name_;
  std::uint64_t picture_bytes_ = 0;
};

}  // namespace cocotalk::http
