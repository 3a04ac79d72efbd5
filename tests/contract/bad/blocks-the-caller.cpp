// Writes each letter to the disk on the thread of who sends it.
#include "contract/bad/mail.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace cocotalk::bad {

class BlocksTheCaller : public Mail {
 public:
  static constexpr char id[] = "blocks-the-caller";
  using Mail::Mail;

 private:
  void take(const coco_letter& letter, coco::Completion&& done) override {
    const std::string path = host_.data_dir() + "/letters";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, letter.text.data, letter.text.size) < 0) return done.fail(COCO_RETRY, "the disk is full");
    ::close(file);
    answer(letter, std::move(done));
  }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::BlocksTheCaller)
