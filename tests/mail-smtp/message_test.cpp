#include "mail-smtp/message.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace cocotalk::mail_smtp {
namespace {

std::string composed(const Letter& letter, const std::string& from = "CocoTalk <no-reply@example.org>") {
  Poco::Net::MailMessage message;
  compose(letter, from, "abc", message);
  std::ostringstream out;
  message.write(out);
  return out.str();
}

TEST(Message, HasWhatAMailServerExpects) {
  const std::string out = composed({"a@x.y", "subject", "text\n"});
  for (const char* const line : {"From: CocoTalk <no-reply@example.org>\r\n", "To: <a@x.y>\r\n", "Subject: subject\r\n",
                                 "Date: ", "Message-ID: <abc@example.org>\r\n", "Auto-Submitted: auto-generated\r\n",
                                 "Content-Type: text/plain; charset=UTF-8\r\n", "Content-Transfer-Encoding: base64\r\n"})
    EXPECT_NE(out.find(line), std::string::npos) << line << "\nis not in\n" << out;
}

TEST(Message, IsPlainAsciiWhateverTheScript) {
  for (const char c : composed({"a@x.y", "[코코톡] 이메일 인증번호입니다.", "인증번호: 😀\n"})) EXPECT_GE(c, 0);
}

TEST(Message, NeedsAnAddressAndOneLineEach) {
  EXPECT_EQ(fault_of({"a@x.y", "s", "t\nt"}), "");
  EXPECT_EQ(fault_of({"alice", "s", "t"}), "'alice' is no e-mail address");
  for (const char* const to : {"a@x.y\nb", "a@x.y\rb", "<a@x.y>", "a b@x.y"}) EXPECT_NE(fault_of({to, "s", "t"}), "") << to;
  EXPECT_EQ(fault_of({"a@x.y", "s\nBcc: b@x.y", "t"}), "the subject has more than one line");
}

}  // namespace
}  // namespace cocotalk::mail_smtp
