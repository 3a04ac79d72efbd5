#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cocotalk::http {

class SignUp;

// Who is signing up: at most so many at a time from one address (promises.md, P10). [any]
class SignUpGate {
 public:
  explicit SignUpGate(std::uint64_t per_address) : per_address_(per_address) {}

  // False when the address has too many under way; else call leave() once.
  bool enter(const std::string& address);
  void leave(const std::string& address);

  // Remembers a sign-up that still receives its body, for closing.
  void add(const std::shared_ptr<SignUp>& sign_up);
  // Those that are not over yet.
  std::vector<std::shared_ptr<SignUp>> receiving();

 private:
  const std::uint64_t per_address_;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> under_way_;
  std::vector<std::weak_ptr<SignUp>> sign_ups_;
};

}  // namespace cocotalk::http
