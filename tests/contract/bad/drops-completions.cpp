// Forgets every second call.
#include "contract/bad/mail.hpp"

namespace cocotalk::bad {

class DropsCompletions : public Mail {
 public:
  static constexpr char id[] = "drops-completions";
  using Mail::Mail;

 private:
  void take(const coco_letter& letter, coco::Completion&& done) override {
    if (++calls_ % 2 == 0) return answer(letter, std::move(done));
    forgotten_ = new coco::Completion(std::move(done));
  }
  int calls_ = 0;
  coco::Completion* forgotten_ = nullptr;
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::DropsCompletions)
