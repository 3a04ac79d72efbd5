#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cocotalk::http {

class Upload;

// Who is sending a form: at most so many at a time from one place (promises.md, P10). [any]
class UploadGate {
 public:
  explicit UploadGate(std::uint64_t per_place) : per_place_(per_place) {}

  // False when the place has too many under way; else call leave() once.
  bool enter(const std::string& place);
  void leave(const std::string& place);

  // Remembers an upload that still receives its body, for closing.
  void add(const std::shared_ptr<Upload>& upload);
  // Those that are not over yet.
  std::vector<std::shared_ptr<Upload>> receiving();

 private:
  const std::uint64_t per_place_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> under_way_;
  std::vector<std::weak_ptr<Upload>> uploads_;
};

}  // namespace cocotalk::http
