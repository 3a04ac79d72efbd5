// Throws what no plugin may throw, at every letter for two.
#include "contract/bad/mail.hpp"

#include <stdexcept>

namespace cocotalk::bad {

class Throws : public Mail {
 public:
  static constexpr char id[] = "throws";
  using Mail::Mail;

 private:
  void take(const coco_letter& letter, coco::Completion&& done) override {
    if (coco::text(letter.subject).find("\n") != std::string_view::npos) throw std::out_of_range("a second line");
    answer(letter, std::move(done));
  }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::Throws)
