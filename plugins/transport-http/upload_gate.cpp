#include "transport-http/upload_gate.hpp"

#include <algorithm>

namespace cocotalk::http {

bool UploadGate::enter(const std::string& place) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& count = under_way_[place];
  if (count >= per_place_) return false;
  ++count;
  return true;
}

void UploadGate::leave(const std::string& place) {
  const std::lock_guard lock(mutex_);
  const auto found = under_way_.find(place);
  if (--found->second == 0) under_way_.erase(found);
}

void UploadGate::add(const std::shared_ptr<Upload>& upload) {
  const std::lock_guard lock(mutex_);
  std::erase_if(uploads_, [](const std::weak_ptr<Upload>& old) { return old.expired(); });
  uploads_.push_back(upload);
}

std::vector<std::shared_ptr<Upload>> UploadGate::receiving() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Upload>> alive;
  for (const std::weak_ptr<Upload>& candidate : uploads_)
    if (std::shared_ptr<Upload> found = candidate.lock()) alive.push_back(std::move(found));
  return alive;
}

}  // namespace cocotalk::http
