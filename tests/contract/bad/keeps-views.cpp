// Reads a letter after its call has returned.
#include "contract/bad/mail.hpp"

#include <cocotalk/worker.hpp>

#include <chrono>
#include <thread>

namespace cocotalk::bad {

class KeepsViews : public Mail {
 public:
  static constexpr char id[] = "keeps-views";
  using Mail::Mail;

  void stop(coco::Completion&& drained) override {
    worker_.close();
    drained.ok();
  }

 private:
  struct Kept {
    coco_letter letter;
    coco::Completion done;
  };
  void take(const coco_letter& letter, coco::Completion&& done) override {
    Kept kept{letter, std::move(done)};
    worker_.offer(kept);
  }
  coco::Worker<Kept> worker_{1000, [](Kept& kept) {
                               std::this_thread::sleep_for(std::chrono::milliseconds(100));
                               answer(kept.letter, std::move(kept.done));
                             }};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::KeepsViews)
