// Keeps every rule: so a broken one among its neighbours is theirs.
#include "contract/bad/mail.hpp"

namespace cocotalk::bad {

class GoodMail : public Mail {
 public:
  static constexpr char id[] = "good-mail";
  using Mail::Mail;
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::GoodMail)
