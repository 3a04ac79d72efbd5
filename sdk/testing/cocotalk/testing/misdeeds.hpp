// What no plugin may do and no single rule waits for: answering a completion twice, or never, using the host when it is drained,
// keeping leases. Noticed wherever it happens; a contract's rule looks here when all is destroyed.
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Of the whole test program. [any]
class Misdeeds {
 public:
  static Misdeeds& all() {
    static Misdeeds& misdeeds = *new Misdeeds;  // threads of a bad plugin may outlive main()
    return misdeeds;
  }
  void add(std::string what) {
    const std::lock_guard lock(mutex_);
    noticed_.push_back(std::move(what));
  }
  void asked() {
    const std::lock_guard lock(mutex_);
    ++unanswered_;
  }
  void answered() {
    const std::lock_guard lock(mutex_);
    --unanswered_;
  }
  // What was noticed since the last call, and as a misdeed of their own the calls without an answer.
  std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    if (const int n = std::exchange(unanswered_, 0); n > 0)
      noticed_.push_back(n == 1 ? "a call was never answered" : std::to_string(n) + " calls were never answered");
    return std::exchange(noticed_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> noticed_;
  int unanswered_ = 0;
};

}  // namespace cocotalk::testing
