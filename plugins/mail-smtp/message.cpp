#include "mail-smtp/message.hpp"

#include <Poco/Net/MailRecipient.h>

namespace cocotalk::mail_smtp {
namespace {

bool has_line_break(const std::string& text) { return text.find_first_of("\r\n") != std::string::npos; }

// What follows the '@' of "CocoTalk <no-reply@example.org>".
std::string domain_of(const std::string& address) {
  const std::size_t at = address.rfind('@');
  const std::size_t end = address.find('>', at);
  return at == std::string::npos ? "localhost" : address.substr(at + 1, end == std::string::npos ? end : end - at - 1);
}

}  // namespace

std::string fault_of(const Letter& letter) {
  if (letter.to.find('@') == std::string::npos) return "'" + letter.to + "' is no e-mail address";
  if (has_line_break(letter.to) || letter.to.find_first_of("<> ") != std::string::npos)
    return "the address holds a space, a line break or an angle bracket";
  if (has_line_break(letter.subject)) return "the subject has more than one line";
  return {};
}

void compose(const Letter& letter, const std::string& from, const std::string& id, Poco::Net::MailMessage& out) {
  out.setSender(from);
  out.addRecipient(Poco::Net::MailRecipient(Poco::Net::MailRecipient::PRIMARY_RECIPIENT, letter.to));
  out.setSubject(Poco::Net::MailMessage::encodeWord(letter.subject, "UTF-8"));
  out.setContentType("text/plain; charset=UTF-8");
  out.setContent(letter.text, Poco::Net::MailMessage::ENCODING_BASE64);
  out.set("Message-ID", "<" + id + "@" + domain_of(from) + ">");
  out.set("Auto-Submitted", "auto-generated");  // RFC 3834: no vacation answers to us
}

}  // namespace cocotalk::mail_smtp
