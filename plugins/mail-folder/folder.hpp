// Letters as files, for developers: what would have been mailed can be read, and nothing leaves the machine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cocotalk::mail_folder {

// Why this is no letter; empty: it is one.
std::string_view fault_of(std::string_view to, std::string_view subject);

// ⟨path⟩/⟨name⟩.eml, one letter each, readable only for its owner as it may hold a code. All methods [any]; they block.
class Folder {
 public:
  // Made when it is not there.
  explicit Folder(std::filesystem::path path);
  // Appears whole or not at all. Throws coco::Error COCO_RETRY when the disk refuses.
  void write(std::string_view name, std::string_view to, std::string_view subject, std::string_view text) const;

 private:
  const std::filesystem::path path_;
};

}  // namespace cocotalk::mail_folder
