#include "transport-http/sign_up_gate.hpp"

#include <algorithm>

namespace cocotalk::http {

bool SignUpGate::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& count = under_way_[address];
  if (count >= per_address_) return false;
  ++count;
  return true;
}

void SignUpGate::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = under_way_.find(address);
  if (--found->second == 0) under_way_.erase(found);
}

void SignUpGate::add(const std::shared_ptr<SignUp>& sign_up) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sign_ups_, [](const std::weak_ptr<SignUp>& old) { return old.expired(); });
  sign_ups_.push_back(sign_up);
}

std::vector<std::shared_ptr<SignUp>> SignUpGate::receiving() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<SignUp>> alive;
  for (const std::weak_ptr<SignUp>& candidate : sign_ups_)
    if (std::shared_ptr<SignUp> found = candidate.lock()) alive.push_back(std::move(found));
  return alive;
}

}  // namespace cocotalk::http
