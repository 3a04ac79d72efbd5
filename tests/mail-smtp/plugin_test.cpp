#include <cocotalk/testing/mail_contract.hpp>

#include "tests/mail-smtp/smtp_stand_in.hpp"

namespace cocotalk::testing {
namespace {

using mail_smtp::SmtpStandIn;
using Answers = std::map<std::string, std::string>;

SettingTexts plain(const std::string& port) {
  return {{"host", "127.0.0.1"}, {"port", port}, {"security", "none"}, {"timeout", "5"}};
}

// The plugin with the server it speaks to.
Provider<coco_mail> with_server(const coco_plugin& descriptor) {
  struct Both {
    SmtpStandIn server;
    TestedPlugin plugin;
    explicit Both(const coco_plugin& d) : plugin(d, plain(server.port())) {}
  };
  const auto both = std::make_shared<Both>(descriptor);
  return {both, both->plugin.table<coco_mail>(COCO_MAIL), &both->plugin};
}

class Smtp : public ::testing::Test {
 protected:
  static coco_status send(TestedPlugin& plugin, std::string* why = nullptr) {
    const auto* mail = plugin.table<coco_mail>(COCO_MAIL);
    const coco_letter letter{sizeof letter, 0, coco::view("a@x.y"), coco::view("s"), coco::view("t")};
    Answer<int> answer;
    mail->send(mail->self, &letter, answer.expect_nothing());
    const coco_status status = answer.status();
    if (why != nullptr) *why = answer.why();
    return status;
  }
};

TEST_F(Smtp, ALetterIsSentWhenTheServerHasIt) {
  SmtpStandIn server;
  TestedPlugin plugin(coco_plugin_abi1, plain(server.port()));
  EXPECT_EQ(send(plugin), COCO_OK);
  ASSERT_EQ(server.letters().size(), 1u);
  EXPECT_NE(server.letters()[0].find("To: <a@x.y>"), std::string::npos);
  EXPECT_EQ(plugin.host().metric("mails_sent_total{}"), 1);
}

TEST_F(Smtp, AnAddressTheServerRefusesIsInvalid) {
  SmtpStandIn server(Answers{{"RCPT", "550 no such mailbox"}});
  TestedPlugin plugin(coco_plugin_abi1, plain(server.port()));
  std::string why;
  EXPECT_EQ(send(plugin, &why), COCO_INVALID);
  EXPECT_NE(why.find("550"), std::string::npos) << why;
}

TEST_F(Smtp, AServerThatIsBusyMayBeAskedAgain) {
  SmtpStandIn server(Answers{{"MAIL", "451 try later"}});
  TestedPlugin plugin(coco_plugin_abi1, plain(server.port()));
  EXPECT_EQ(send(plugin), COCO_RETRY);
  EXPECT_EQ(plugin.host().health().first, COCO_HEALTH_DEGRADED);
}

TEST_F(Smtp, AServerThatIsNotThereIsNamed) {
  std::string port;
  {
    SmtpStandIn gone;
    port = gone.port();
  }
  TestedPlugin plugin(coco_plugin_abi1, plain(port));
  std::string why;
  EXPECT_EQ(send(plugin, &why), COCO_RETRY);
  EXPECT_NE(why.find("127.0.0.1:" + port), std::string::npos) << why;
}

TEST_F(Smtp, WithoutStartTlsNothingIsSaid) {
  SmtpStandIn server(Answers{{"STARTTLS", "502 what"}});
  SettingTexts settings = plain(server.port());
  settings["security"] = "starttls";
  TestedPlugin plugin(coco_plugin_abi1, settings);
  EXPECT_EQ(send(plugin), COCO_RETRY);
  EXPECT_TRUE(server.letters().empty());
}

TEST_F(Smtp, APasswordIsNeverSentInTheClear) {
  SettingTexts settings = plain("25");
  settings["user"] = "alice";
  try {
    TestedPlugin plugin(coco_plugin_abi1, settings);
    FAIL() << "a password without security";
  } catch (const coco::Error& e) {
    EXPECT_STREQ(e.what(), "setting 'user': a password is sent only with security starttls");
  }
}

TEST_F(Smtp, ASenderIsAnAddress) {
  SettingTexts settings = plain("25");
  settings["from"] = "CocoTalk";
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, settings), coco::Error);
}

TEST_F(Smtp, BeyondItsQueueItIsBusyAndItsStopAnswersAll) {
  SmtpStandIn server;
  SettingTexts settings = plain(server.port());
  settings["max_waiting"] = "1";
  TestedPlugin plugin(coco_plugin_abi1, settings);
  const auto* mail = plugin.table<coco_mail>(COCO_MAIL);
  const coco_letter letter{sizeof letter, 0, coco::view("a@x.y"), coco::view("s"), coco::view("t")};
  std::deque<Answer<int>> answers(200);
  for (Answer<int>& answer : answers) mail->send(mail->self, &letter, answer.expect_nothing());
  ASSERT_EQ(plugin.stop(), COCO_OK);
  std::map<coco_status, int> counted;
  for (Answer<int>& answer : answers) ++counted[answer.status()];
  EXPECT_GT(counted[COCO_BUSY], 0);
  EXPECT_EQ(counted[COCO_OK] + counted[COCO_BUSY] + counted[COCO_ABORTED], 200);
}

}  // namespace
}  // namespace cocotalk::testing

COCO_MAIL_CONTRACT(Linked, [] { return with_server(coco_plugin_abi1); })
COCO_MAIL_CONTRACT(Library, [] { return with_server(load_plugin(PLUGIN_LIBRARY)); })
