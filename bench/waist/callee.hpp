// The same question behind a virtual function and behind a plugin's table; defined elsewhere, so that no compiler sees through.
#pragma once

#include <cocotalk/session_policy.h>

#include <memory>

namespace cocotalk::bench {

class Virtual {
 public:
  virtual ~Virtual() = default;
  virtual void decide(const coco_sign_in& incoming, const coco_session* existing, std::uint64_t n, coco_verdict& verdict) = 0;
};
std::unique_ptr<Virtual> make_virtual();

// Lives as long as the program.
const coco_session_policy* table();

}  // namespace cocotalk::bench
