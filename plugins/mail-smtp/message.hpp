// A letter as RFC 5322 and MIME want it.
#pragma once

#include <Poco/Net/MailMessage.h>

#include <string>

namespace cocotalk::mail_smtp {

// What is to be sent; owns its bytes.
struct Letter {
  std::string to, subject, text;
};

// Why this letter can never be sent; empty: it can. A line break in an address or the subject would add headers of somebody's
// choice.
std::string fault_of(const Letter& letter);

// Fills in `out`: UTF-8 in the subject as encoded words, the text as base64, which no server changes on its way. `id` makes the
// Message-ID unique.
void compose(const Letter& letter, const std::string& from, const std::string& id, Poco::Net::MailMessage& out);

}  // namespace cocotalk::mail_smtp
