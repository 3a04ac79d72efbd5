// A thread of its own calls the host after it said that it was drained.
#include "contract/bad/mail.hpp"

#include <atomic>
#include <thread>

namespace cocotalk::bad {

class LeavesAThread : public Mail {
 public:
  static constexpr char id[] = "leaves-a-thread";
  using Mail::Mail;

  // Late, but in time for the test: before the plugin is gone.
  ~LeavesAThread() override {
    is_drained_ = true;
    is_drained_.notify_one();
    if (late_.joinable()) late_.join();
  }

  void start() override {
    late_ = std::thread([this] {
      is_drained_.wait(false);
      static_cast<void>(host_.now_ms());
    });
  }

 private:
  std::atomic<bool> is_drained_ = false;
  std::thread late_;
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::LeavesAThread)
