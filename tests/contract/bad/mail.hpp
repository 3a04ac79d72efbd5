// A provider of cocotalk.mail/1 for tests of the contract: right but for what a subclass gets wrong.
#pragma once

#include <cocotalk/mail.h>
#include <cocotalk/plugin.hpp>

#include <string_view>

namespace cocotalk::bad {

class Mail {
 public:
  static constexpr char version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_MAIL, nullptr};
  static constexpr const char* needs[] = {nullptr};

  Mail(coco::Host host, const coco::Settings&) : host_(host) {}
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;
  virtual ~Mail() = default;
  virtual void start() {}
  virtual void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_MAIL ? &table_ : nullptr; }

  void send(const coco_letter& letter, coco::Completion&& done) { take(letter, std::move(done)); }

 protected:
  // Whether the letter is one, as the interface says.
  static bool is_letter(std::string_view to, std::string_view subject) {
    const auto one_line = [](std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; };
    return to.find('@') != std::string_view::npos && one_line(to) && one_line(subject);
  }
  static void answer(const coco_letter& letter, coco::Completion&& done) {
    if (is_letter(coco::text(letter.to), coco::text(letter.subject))) return done.ok();
    done.fail(COCO_INVALID, "no such address");
  }
  virtual void take(const coco_letter& letter, coco::Completion&& done) { answer(letter, std::move(done)); }

  const coco::Host host_;

 private:
  const coco_mail table_{sizeof table_, 0, this, COCO_BIND(coco_mail, send, Mail)};
};

}  // namespace cocotalk::bad
