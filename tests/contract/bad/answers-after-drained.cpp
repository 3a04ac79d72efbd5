// Says that it is drained while letters are still under way.
#include "contract/bad/mail.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace cocotalk::bad {

class AnswersAfterDrained : public Mail {
 public:
  static constexpr char id[] = "answers-after-drained";
  using Mail::Mail;

  ~AnswersAfterDrained() override {
    let_go_ = true;
    let_go_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void take(const coco_letter& letter, coco::Completion&& done) override {
    if (thread_.joinable()) return answer(letter, std::move(done));
    thread_ = std::thread([this, last = std::make_shared<coco::Completion>(std::move(done))] {
      let_go_.wait(false);
      last->ok();
    });
  }
  std::atomic<bool> let_go_ = false;
  std::thread thread_;
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::AnswersAfterDrained)
