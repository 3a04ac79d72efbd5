#include <cocotalk/testing/fake_mail.hpp>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

constexpr std::int64_t minute = 60'000;

class Credentials : public ApplicationFixture {
 protected:
  explicit Credentials(domain::Limits limits = {}) : ApplicationFixture(limits) { host_.offer(COCO_MAIL, mail_.table()); }

  Answered ask_code(const char* command, const std::string& email, const std::string& address = "10.0.0.1") {
    return ask({0, COCO_ANONYMOUS, {}, COCO_MOBILE, address}, command, "{\"email\":" + json_text(email) + "}");
  }
  // What the last letter says.
  std::string mailed_code() {
    const std::string text = mail_.letters().back().text;
    const std::string before = "인증번호: ";
    return text.substr(text.find(before) + before.size(), 10);
  }
  std::string issue(const std::string& email, const char* command = "auth.email-issue") {
    EXPECT_EQ(ask_code(command, email).status, COCO_OK);
    return mailed_code();
  }
  bool is_valid(const std::string& email, const std::string& code) {
    return must({}, "auth.email-validate", "{\"email\":" + json_text(email) + ",\"code\":" + json_text(code) + "}")
        .flag("/isValid");
  }
  static std::string reset_form(const std::string& email, const std::string& code, const std::string& password) {
    return "{\"email\":" + json_text(email) + ",\"code\":" + json_text(code) + ",\"newPassword\":" + json_text(password) + "}";
  }
  static std::string change(const std::string& from, const std::string& to) {
    return "{\"password\":" + json_text(from) + ",\"newPassword\":" + json_text(to) + "}";
  }

  FakeMail mail_;
};

// ---- auth.email-issue, auth.email-validate

TEST_F(Credentials, ACodeIsMailedAsTheWireDocumentSays) {
  const Answered out = ask_code("auth.email-issue", "a@x.y");
  ASSERT_TRUE(out.is_ok()) << out.body();
  EXPECT_EQ(out.body(), R"({"expirationDate":"2023-11-14T22:18:20"})");
  ASSERT_EQ(mail_.letters().size(), 1u);
  EXPECT_EQ(mail_.letters()[0].to, "a@x.y");
  EXPECT_EQ(mail_.letters()[0].subject, "[코코톡] 이메일 인증번호입니다.");
  EXPECT_EQ(mailed_code().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
}

TEST_F(Credentials, TheRightCodeIsValidAndTheSameCheckAgainToo) {
  const std::string code = issue("a@x.y");
  EXPECT_TRUE(is_valid("a@x.y", code));
  EXPECT_TRUE(is_valid("a@x.y", code));
  advance(30 * minute - 1);
  EXPECT_TRUE(is_valid("a@x.y", code));
  advance(1);
  EXPECT_FALSE(is_valid("a@x.y", code));
}

TEST_F(Credentials, ACodeIsComparedWithItsCaseAndItsAddress) {
  const std::string code = issue("a@x.y");
  std::string other_case = code;
  for (char& c : other_case) c = static_cast<char>(std::isupper(c) != 0 ? std::tolower(c) : std::toupper(c));
  if (other_case != code) {
    EXPECT_FALSE(is_valid("a@x.y", other_case));
  }
  EXPECT_FALSE(is_valid("b@x.y", code));
  EXPECT_FALSE(is_valid("a@x.y", code + "x"));
  EXPECT_TRUE(is_valid("a@x.y", code));
}

TEST_F(Credentials, ACodeLivesFiveMinutesAndOutlivesARestart) {
  std::string code = issue("a@x.y");
  advance(5 * minute - 1);
  restart();
  EXPECT_TRUE(is_valid("a@x.y", code));
  code = issue("b@x.y");
  advance(5 * minute);
  EXPECT_FALSE(is_valid("b@x.y", code));
}

TEST_F(Credentials, FiveWrongTriesAndTheRightOneIsNoGoodAnyMore) {
  std::string code = issue("a@x.y");
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(is_valid("a@x.y", "0000000000"));
  EXPECT_TRUE(is_valid("a@x.y", code));
  code = issue("b@x.y");
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(is_valid("b@x.y", "0000000000"));
  EXPECT_FALSE(is_valid("b@x.y", code));
}

TEST_F(Credentials, TriesAtTheSameTimeCountEach) {
  const std::string code = issue("a@x.y");
  std::vector<AnswerPtr> tries;
  for (int i = 0; i < 5; ++i) tries.push_back(begin({}, "auth.email-validate", R"({"email":"a@x.y","code":"0000000000"})"));
  run();
  for (const AnswerPtr& answer : tries) EXPECT_FALSE((*answer)->flag("/isValid"));
  EXPECT_FALSE(is_valid("a@x.y", code));
}

TEST_F(Credentials, ANewCodeReplacesTheOldOne) {
  const std::string old = issue("a@x.y");
  const std::string code = issue("a@x.y");
  EXPECT_FALSE(is_valid("a@x.y", old));
  EXPECT_TRUE(is_valid("a@x.y", code));
}

TEST_F(Credentials, WithoutACodeNothingIsValid) { EXPECT_FALSE(is_valid("a@x.y", "0000000000")); }

TEST_F(Credentials, OldCodesAreForgotten) {
  for (const char* const email : {"a@x.y", "b@x.y", "c@x.y"}) issue(email);
  EXPECT_EQ(rows_of("mail_code"), 3u);
  advance(5 * minute);
  issue("d@x.y");
  EXPECT_EQ(rows_of("mail_code"), 1u);
}

TEST_F(Credentials, FiveCodesAnHourGoToOneAddress) {
  for (int i = 0; i < 5; ++i) issue("a@x.y");
  const Answered out = ask_code("auth.email-issue", "a@x.y", "10.0.0.2");
  EXPECT_EQ(out.code(), "RATE");
  EXPECT_EQ(out.retry_after_ms, 60 * minute);
  EXPECT_EQ(mail_.letters().size(), 5u);
  advance(60 * minute);
  issue("a@x.y");
}

TEST_F(Credentials, ThirtyCodesAnHourAreAskedForByOneClient) {
  for (int i = 0; i < 30; ++i) issue("a" + std::to_string(i) + "@x.y");
  EXPECT_EQ(ask_code("auth.email-issue", "b@x.y").code(), "RATE");
  EXPECT_EQ(ask_code("auth.email-issue", "b@x.y", "10.0.0.2").status, COCO_OK);
}

TEST_F(Credentials, WhatIsNoAddressGetsNoMail) {
  for (const char* const none : {"alice", "@x.y", "alice@", "a@b@c", "a b@x.y", "a@x.y\nBcc: all@x.y", "<a@x.y>", "a@x.y,b@x.y"})
    EXPECT_EQ(ask_code("auth.email-issue", none).code(), "BAD_REQUEST") << none;
  EXPECT_EQ(ask_code("auth.email-issue", std::string(122, 'a') + "@x.y").code(), "BAD_REQUEST");
  EXPECT_TRUE(mail_.letters().empty());
  EXPECT_EQ(ask_code("auth.email-issue", std::string(121, 'a') + "@x.y").status, COCO_OK);
  EXPECT_EQ(ask_code("auth.email-issue", " ").code(), "NO_VALUES");
}

TEST_F(Credentials, AMailThatCannotBeSentIsSaid) {
  mail_.set_status(COCO_RETRY);
  EXPECT_EQ(ask_code("auth.email-issue", "a@x.y").code(), "BAD_REQUEST");
  host_.offer(COCO_MAIL, nullptr);
  const Answered out = ask_code("auth.email-issue", "a@x.y");
  EXPECT_EQ(out.code(), "BAD_REQUEST");
  EXPECT_EQ(out.detail(), "this host sends no mail: no plugin provides cocotalk.mail/1");
}

// ---- a sign-up that wants a proved address

domain::Limits strict() {
  domain::Limits limits;
  limits.require_verified_email = true;
  return limits;
}

class VerifiedSignUp : public Credentials {
 protected:
  VerifiedSignUp() : Credentials(strict()) {}
};

TEST_F(VerifiedSignUp, NeedsTheCodeThatWasMailed) {
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).code(), "BAD_REQUEST");
  const std::string code = issue("alice@x.y");
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).code(), "BAD_REQUEST");
  EXPECT_TRUE(is_valid("alice@x.y", code));
  EXPECT_EQ(ask({}, "auth.sign-up", form("bob")).code(), "BAD_REQUEST");
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).status, COCO_OK);
}

TEST_F(VerifiedSignUp, HasHalfAnHour) {
  EXPECT_TRUE(is_valid("alice@x.y", issue("alice@x.y")));
  advance(30 * minute);
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).code(), "BAD_REQUEST");
  EXPECT_TRUE(is_valid("alice@x.y", issue("alice@x.y")));
  advance(30 * minute - 1);
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).status, COCO_OK);
}

TEST_F(VerifiedSignUp, ANewAddressNeedsItsOwnCodeTheOldOneNone) {
  EXPECT_TRUE(is_valid("alice@x.y", issue("alice@x.y")));
  const Device alice = person("alice");
  advance(30 * minute);
  const auto with = [](const std::string& email) {
    return R"({"username":"u","nickname":"n","phone":"1","status":0,"email":)" + json_text(email) + "}";
  };
  EXPECT_EQ(ask(alice.as(), "profile.update", with("new@x.y")).code(), "BAD_REQUEST");
  EXPECT_EQ(must(alice.as(), "profile.get").text("/email"), "alice@x.y");
  EXPECT_TRUE(ask(alice.as(), "profile.update", with("alice@x.y")).is_ok());
  EXPECT_TRUE(is_valid("new@x.y", issue("new@x.y")));
  EXPECT_TRUE(ask(alice.as(), "profile.update", with("new@x.y")).is_ok());
}

// ---- auth.reset

TEST_F(Credentials, AResetSetsThePasswordOnceAndEndsEverySession) {
  const Device phone = person("alice"), page = sign_in("alice", COCO_WEB);
  const std::string code = issue("alice@x.y", "auth.reset-issue");
  must({}, "auth.reset", reset_form("alice@x.y", code, "new"));
  EXPECT_EQ(ask(phone.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(page.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(try_sign_in("alice", "pw").code(), "BAD_REQUEST");
  EXPECT_TRUE(try_sign_in("alice", "new").is_ok());
  EXPECT_EQ(ask({}, "auth.reset", reset_form("alice@x.y", code, "again")).code(), "BAD_REQUEST");
  EXPECT_TRUE(try_sign_in("alice", "new").is_ok());
}

TEST_F(Credentials, AResetAnswersAlikeForAStranger) {
  person("alice");
  EXPECT_EQ(ask_code("auth.reset-issue", "nobody@x.y").body(), ask_code("auth.reset-issue", "alice@x.y").body());
  const Answered wrong = ask({}, "auth.reset", reset_form("alice@x.y", "0000000000", "new"));
  const std::string code = issue("nobody@x.y", "auth.reset-issue");
  const Answered stranger = ask({}, "auth.reset", reset_form("nobody@x.y", code, "new"));
  EXPECT_EQ(wrong.body(), stranger.body());
  EXPECT_EQ(wrong.code(), "BAD_REQUEST");
}

TEST_F(Credentials, ACodeForTheAddressIsNoneForThePassword) {
  person("alice");
  EXPECT_EQ(ask({}, "auth.reset", reset_form("alice@x.y", issue("alice@x.y"), "new")).code(), "BAD_REQUEST");
  EXPECT_TRUE(try_sign_in("alice", "pw").is_ok());
}

// ---- account.password

TEST_F(Credentials, ChangingThePasswordEndsTheOtherSessions) {
  const Device phone = person("alice"), page = sign_in("alice", COCO_WEB);
  must(phone.as(), "account.password", change("pw", "new"));
  EXPECT_TRUE(ask(phone.as(), "profile.get").is_ok());
  EXPECT_EQ(ask(page.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  EXPECT_FALSE(try_sign_in("alice", "pw", {0, COCO_ANONYMOUS, {}, COCO_WEB}).is_ok());
  EXPECT_TRUE(try_sign_in("alice", "new", {0, COCO_ANONYMOUS, {}, COCO_WEB}).is_ok());
}

TEST_F(Credentials, ChangingThePasswordNeedsTheOldOneAndCountsTries) {
  const Device phone = person("alice");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask(phone.as(), "account.password", change("no", "new")).code(), "BAD_REQUEST");
  EXPECT_EQ(ask(phone.as(), "account.password", change("pw", "new")).code(), "RATE");
  EXPECT_EQ(ask({}, "account.password", change("pw", "new")).code(), "JWT_AUTHENTICATION");
}

TEST_F(Credentials, OfTwoChangesAtTheSameTimeOneWins) {
  const Device phone = person("alice");
  const AnswerPtr first = begin(phone.as(), "account.password", change("pw", "one"));
  const AnswerPtr second = begin(phone.as(), "account.password", change("pw", "two"));
  run();
  EXPECT_TRUE((*first)->is_ok());
  EXPECT_EQ((*second)->code(), "CONFLICT");
  EXPECT_TRUE(try_sign_in("alice", "one").is_ok());
}

// ---- session.list, session.end

TEST_F(Credentials, OnesSessionsAreListedAndCanBeEnded) {
  const Device phone = person("alice"), page = sign_in("alice", COCO_WEB);
  person("bob");
  const Answered list = must(phone.as(), "session.list");
  ASSERT_EQ(list.size(), 2u);
  const bool first_is_mine = list.flag("/0/isThis");
  EXPECT_NE(first_is_mine, list.flag("/1/isThis"));
  const std::string other = list.text(first_is_mine ? "/1/id" : "/0/id");
  EXPECT_EQ(list.text(first_is_mine ? "/1/deviceClass" : "/0/deviceClass"), "WEB");
  must(phone.as(), "session.end", "{\"session\":" + json_text(other) + "}");
  EXPECT_EQ(ask(page.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  EXPECT_TRUE(ask(phone.as(), "profile.get").is_ok());
  EXPECT_EQ(must(phone.as(), "session.list").size(), 1u);
}

TEST_F(Credentials, NobodyEndsAnothersSession) {
  const Device alice = person("alice"), bob = person("bob");
  const std::string hers = must(alice.as(), "session.list").text("/0/id");
  const Answered out = ask(bob.as(), "session.end", "{\"session\":" + json_text(hers) + "}");
  EXPECT_EQ(out.status, COCO_NOT_FOUND);
  EXPECT_EQ(ask(bob.as(), "session.end", R"({"session":"x"})").status, COCO_NOT_FOUND);
  EXPECT_TRUE(ask(alice.as(), "profile.get").is_ok());
}

}  // namespace
}  // namespace cocotalk::testing
