// Lets a thread of its own run on after it said that it was drained.
#include "contract/bad/mail.hpp"

#include <chrono>
#include <thread>

namespace cocotalk::bad {

class LeavesAThread : public Mail {
 public:
  static constexpr char id[] = "leaves-a-thread";
  using Mail::Mail;

  void start() override {
    std::thread([host = host_] {
      for (;;) {
        static_cast<void>(host.now_ms());
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }).detach();
  }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::LeavesAThread)
