// What a session policy would have made of recorded sign-ins.
#pragma once

#include "core/host/sign_in_log.hpp"

#include <cocotalk/session_policy.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cocotalk::host {

// What became of one sign-in.
struct Decision {
  bool is_admitted = true;
  std::string reason;              // of a refusal
  std::vector<SignIn> signed_out;  // oldest first

  bool is_like(const Decision& other) const;
};

// The open sessions as they would be under one policy. `policy` lives longer.
class PolicyReplay {
 public:
  explicit PolicyReplay(const coco_session_policy& policy) : policy_(policy) {}

  Decision sign_in(const SignIn& incoming);
  // Somebody signed out by himself, or the session ran out. Does nothing when it is not open.
  void end(const std::string& session);

  std::size_t n_signed_out() const noexcept { return n_signed_out_; }
  std::size_t n_refused() const noexcept { return n_refused_; }

 private:
  const coco_session_policy& policy_;
  std::map<std::int64_t, std::vector<SignIn>> open_;  // by account, oldest first
  std::map<std::string, std::int64_t> account_of_;    // of an open session
  std::size_t n_signed_out_ = 0, n_refused_ = 0;
};

// A sign-in of which two policies think differently.
struct Difference {
  SignIn sign_in;
  Decision present, tried;
};

struct Comparison {
  std::size_t n_sign_ins = 0;
  std::vector<Difference> differences;
};

// Replays the log against both.
Comparison compare(const std::vector<SignInEvent>& log, PolicyReplay& present, PolicyReplay& tried);

}  // namespace cocotalk::host
