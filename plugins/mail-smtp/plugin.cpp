// cocotalk.mail/1 over SMTP: to the mail server of whoever runs the host.
#include "mail-smtp/sender.hpp"

#include <cocotalk/mail.h>
#include <cocotalk/plugin.hpp>

#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::mail_smtp {
namespace {

std::string first_line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty())
    throw coco::Error(COCO_INVALID, "setting 'password_file': " + path + " cannot be read or is empty");
  return line;
}

class SmtpMail {
 public:
  static constexpr char id[] = "mail-smtp", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_MAIL, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr const char* securities[] = {"starttls", "none", nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("host", "localhost", "the mail server"),
      coco::integer("port", "587", 1, 65535, "its port"),
      coco::choice("security", "starttls", securities, "starttls: encrypted or not at all; none: for a server on this machine"),
      coco::string("ca_file", "", "PEM file with the authorities to trust; empty: the system's"),
      coco::string("user", "", "to sign in with; empty: without"),
      coco::string("password_file", "", "a file with the password on its first line, readable only for the host"),
      coco::string("from", "CocoTalk <no-reply@localhost>", "the sender's address"),
      coco::integer("timeout", "20", 1, 300, "seconds each step may take"),
      coco::integer("max_waiting", "100", 1, 100'000, "letters that wait; beyond: busy"),
  };

  SmtpMail(coco::Host host, const coco::Settings& values)
      : host_(host), max_waiting_(static_cast<std::size_t>(values.number("max_waiting"))) {
    server_.host = values.text("host");
    server_.port = static_cast<std::uint16_t>(values.number("port"));
    server_.security = values.text("security") == "none" ? Security::none : Security::starttls;
    server_.ca_file = values.text("ca_file");
    server_.user = values.text("user");
    server_.from = values.text("from");
    server_.timeout = std::chrono::seconds(values.number("timeout"));
    if (server_.from.find('@') == std::string::npos || server_.from.find_first_of("\r\n") != std::string::npos)
      throw coco::Error(COCO_INVALID,
                        "setting 'from': '" + server_.from + "' is no address such as \"CocoTalk <no-reply@example.org>\"");
    if (!server_.user.empty()) {
      if (server_.security == Security::none)
        throw coco::Error(COCO_INVALID, "setting 'user': a password is sent only with security starttls");
      server_.password = first_line_of(values.text("password_file"));
    }
  }

  void start() { sender_.emplace(host_, server_, max_waiting_); }
  void stop(coco::Completion&& drained) {
    if (sender_) sender_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_MAIL ? &table_ : nullptr; }

  void send(const coco_letter& letter, coco::Completion&& done) {
    if (!sender_) return done.fail(COCO_UNAVAILABLE, "mail has not started");
    sender_->offer(
        {std::string(coco::text(letter.to)), std::string(coco::text(letter.subject)), std::string(coco::text(letter.text))},
        std::move(done));
  }

 private:
  const coco::Host host_;
  const std::size_t max_waiting_;
  ServerSettings server_;
  std::optional<Sender> sender_;
  const coco_mail table_{sizeof table_, 0, this, COCO_BIND(coco_mail, send, SmtpMail)};
};

}  // namespace
}  // namespace cocotalk::mail_smtp

COCO_EXPORT(cocotalk::mail_smtp::SmtpMail)
