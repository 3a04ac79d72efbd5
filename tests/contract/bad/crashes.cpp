// Follows a pointer to nowhere when a letter is in Korean.
#include "contract/bad/mail.hpp"

#include <csignal>
#include <cstdio>

namespace cocotalk::bad {

class Crashes : public Mail {
 public:
  static constexpr char id[] = "crashes";
  using Mail::Mail;

 private:
  void take(const coco_letter& letter, coco::Completion&& done) override {
    const std::string_view subject = coco::text(letter.subject);
    std::fputs("crashes: about to read the subject\n", stderr);
    if (!subject.empty() && static_cast<unsigned char>(subject.back()) >= 0x80) std::raise(SIGSEGV);
    answer(letter, std::move(done));
  }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::Crashes)
