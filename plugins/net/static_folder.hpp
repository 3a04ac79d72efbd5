// Files of a folder, as an answer.
#pragma once

#include "net/file_range.hpp"
#include "net/http_conditions.hpp"

#include <cocotalk/http.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::net {

class HttpSession;

// What one coco_static_folder says. Immutable, so every lane may answer from it; gone when no lane can find its routes any more.
// Nothing outside the folder can be reached: every segment is opened by itself, links are not followed, names that begin with a
// dot are not there.
class StaticFolder {
 public:
  // Throws coco::Error when the folder cannot be opened.
  explicit StaticFolder(const coco_static_folder& folder);
  StaticFolder(const StaticFolder&) = delete;
  StaticFolder& operator=(const StaticFolder&) = delete;
  ~StaticFolder();

  const std::string& prefix() const { return prefix_; }
  // Answers with the file of this path (decoded, without the prefix): [lane of the session].
  void answer(HttpSession& session, std::string_view path) const;

 private:
  struct Opened {
    FileRange file;
    std::int64_t modified_ms;
  };
  struct Choice;
  std::optional<Opened> open(const std::string& path) const;
  bool is_folder(std::string_view path) const;
  std::optional<Choice> choose(const std::string& path, const RequestHead& head) const;
  int open_beneath(std::string_view path, int flags) const;

  const std::string prefix_, index_;
  std::vector<std::pair<std::string, std::string>> headers_;
  int fd_;
};

}  // namespace cocotalk::net
