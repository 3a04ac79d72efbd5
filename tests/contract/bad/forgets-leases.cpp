// Takes a lease and never gives it back.
#include "contract/bad/mail.hpp"

#include <cocotalk/bus.h>

namespace cocotalk::bad {

class ForgetsLeases : public Mail {
 public:
  static constexpr char id[] = "forgets-leases";
  using Mail::Mail;

  static constexpr const char* needs[] = {COCO_BUS, nullptr};
  void start() override { host_.raw()->acquire(host_.raw()->ctx, COCO_BUS); }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::ForgetsLeases)
