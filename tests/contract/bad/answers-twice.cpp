// Answers a letter once when it is taken and once when it is gone.
#include "contract/bad/mail.hpp"

namespace cocotalk::bad {

class AnswersTwice : public Mail {
 public:
  static constexpr char id[] = "answers-twice";
  using Mail::Mail;

  // As C would have it: nothing keeps the completion from being used again.
  static void send_in_c(void*, const coco_letter* letter, coco_completion done) {
    coco_error error{COCO_INVALID, "no such address"};
    const bool is_fine = is_letter(coco::text(letter->to), coco::text(letter->subject));
    for (int i = 0; i < 2; ++i) done.fn(done.ctx, is_fine ? COCO_OK : COCO_INVALID, nullptr, is_fine ? nullptr : &error);
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_MAIL ? &table_ : nullptr; }

 private:
  const coco_mail table_{sizeof table_, 0, this, &send_in_c};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::AnswersTwice)
