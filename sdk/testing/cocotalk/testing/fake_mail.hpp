// A mail that keeps what it was given. For tests and simulators.
#pragma once

#include <cocotalk/mail.h>
#include <cocotalk/plugin.hpp>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::testing {

// Provides cocotalk.mail/1 while it lives. All functions [any]; answers before send() returns.
class FakeMail {
 public:
  struct Letter {
    std::string to, subject, text;
  };

  const coco_mail* table() const noexcept { return &table_; }
  // What send() answers from now on; a failure keeps nothing.
  void set_status(coco_status status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  std::vector<Letter> letters() const {
    const std::lock_guard lock(mutex_);
    return letters_;
  }

  void send(const coco_letter& letter, coco::Completion&& done) {
    const std::lock_guard lock(mutex_);
    if (status_ != COCO_OK) return done.fail(status_, "told to fail");
    const std::string_view to = coco::text(letter.to), subject = coco::text(letter.subject);
    if (to.find('@') == std::string_view::npos) return done.fail(COCO_INVALID, "no address");
    if (to.find_first_of("\r\n") != std::string_view::npos || subject.find_first_of("\r\n") != std::string_view::npos)
      return done.fail(COCO_INVALID, "a line break in the address or the subject");
    letters_.push_back({std::string(to), std::string(subject), std::string(coco::text(letter.text))});
    done.ok();
  }

 private:
  mutable std::mutex mutex_;
  coco_status status_ = COCO_OK;
  std::vector<Letter> letters_;
  const coco_mail table_{sizeof table_, 0, this, COCO_BIND(coco_mail, send, FakeMail)};
};

}  // namespace cocotalk::testing
