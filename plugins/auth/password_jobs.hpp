// Password work on the host's workers: hashing takes tens of milliseconds and much memory, so it must not happen on a caller's
// thread.
#pragma once

#include "auth/passwords.hpp"
#include "auth/verified.hpp"

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace cocotalk::auth {

// Enrols and checks passwords for cocotalk.auth/1. Made and ended by the plugin, called from any thread, answers from the
// workers. The queue and its bound are the host's; beyond it a request is answered COCO_BUSY. It must outlive the answer to
// stop(), and need not outlive it by a single instruction.
class PasswordJobs {
 public:
  PasswordJobs(coco::Host host, Cost cost, Memory memory);

  void enroll(std::string_view password, coco::Completion&& done);
  // A login that was verified a moment ago is answered at once, on the caller's thread.
  void authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done);
  // Refuses what comes from now on, and answers when the last accepted request was answered.
  void stop(coco::Completion&& drained);

 private:
  struct Job;
  using Work = std::function<void(std::string_view password, coco::Completion& done)>;

  void submit(std::string_view password, Work work, coco::Completion&& done);
  static void run(void* job);
  bool enter();
  void leave();

  const coco::Host host_;
  const Cost cost_;
  const std::string decoy_;
  Verified verified_;
  std::int64_t* const enrolled_;
  std::int64_t* const accepted_;
  std::int64_t* const remembered_;
  std::int64_t* const refused_;
  std::int64_t* const busy_;

  std::mutex mutex_;
  int under_way_ = 0;
  bool stopping_ = false;
  coco::Completion drained_;
};

}  // namespace cocotalk::auth
