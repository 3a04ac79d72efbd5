#include <cocotalk/testing/mail_contract.hpp>

#include <fstream>
#include <iterator>

COCO_MAIL_CONTRACT(TemplateMail, [] { return provider_of<coco_mail>(coco_plugin_abi1, COCO_MAIL); })

namespace cocotalk::testing {
namespace {

class TemplateMailTest : public ::testing::Test {
 protected:
  coco_status send(std::string_view to, std::string_view subject, std::string_view text) {
    const auto* mail = plugin.table<coco_mail>(COCO_MAIL);
    const coco_letter letter{sizeof letter, 0, coco::view(to), coco::view(subject), coco::view(text)};
    Answer<int> answer;
    mail->send(mail->self, &letter, answer.expect_nothing());
    return answer.status();
  }
  std::string written() {
    std::ifstream file(plugin.host().data_dir() / "letters");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  TestedPlugin plugin{coco_plugin_abi1, {{"file", "letters"}}};
};

TEST_F(TemplateMailTest, ALetterStandsInTheFileWhenItIsAnswered) {
  ASSERT_EQ(send("alice@example.org", "Your code", "1234\n"), COCO_OK);
  EXPECT_NE(written().find("To: alice@example.org\nSubject: Your code\n"), std::string::npos) << written();
  EXPECT_NE(written().find("\n\n1234\n"), std::string::npos) << written();
}

TEST_F(TemplateMailTest, ALineOfALetterBeginsNoOther) {
  ASSERT_EQ(send("alice@example.org", "poem", "From here\nto there\nFrom there\n"), COCO_OK);
  EXPECT_NE(written().find("\n>From here\nto there\n>From there\n"), std::string::npos) << written();
}

TEST_F(TemplateMailTest, ADiskThatRefusesIsSaid) {
  std::filesystem::create_directory(plugin.host().data_dir() / "letters");
  EXPECT_EQ(send("alice@example.org", "subject", "text"), COCO_RETRY);
}

}  // namespace
}  // namespace cocotalk::testing
