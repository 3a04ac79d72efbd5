#include "mail-folder/folder.hpp"

#include <cocotalk/plugin.hpp>

#include <fstream>
#include <utility>

namespace cocotalk::mail_folder {

std::string_view fault_of(std::string_view to, std::string_view subject) {
  if (to.find('@') == std::string_view::npos) return "the address has no '@'";
  const auto has_line_break = [](std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; };
  return has_line_break(to) || has_line_break(subject) ? "the address or the subject has more than one line" : "";
}

Folder::Folder(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code failed;
  std::filesystem::create_directories(path_, failed);
  if (failed) throw coco::Error(COCO_INVALID, path_.string() + ": cannot be made: " + failed.message());
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, failed);
  if (failed) throw coco::Error(COCO_INVALID, path_.string() + ": cannot be made private: " + failed.message());
}

void Folder::write(std::string_view name, std::string_view to, std::string_view subject, std::string_view text) const {
  const std::filesystem::path whole = path_ / (std::string(name) + ".eml");
  const std::filesystem::path part = path_ / (std::string(name) + ".part");
  std::ofstream file(part, std::ios::binary);
  file << "To: " << to << "\nSubject: " << subject << "\nContent-Type: text/plain; charset=UTF-8\n\n" << text;
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(part, whole, failed);
  if (!file || failed) throw coco::Error(COCO_RETRY, whole.string() + ": cannot be written");
}

}  // namespace cocotalk::mail_folder
