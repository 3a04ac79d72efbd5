// What every provider of cocotalk.auth/1 must do. Include it in one file of a test program and name the provider there:
//
//   COCO_AUTH_CONTRACT(Mine, [] { return provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH); })
#pragma once

#include <cocotalk/auth.h>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class AuthContract : public Contract<coco_auth> {
 protected:
  using Fingerprint = std::array<std::uint8_t, COCO_FINGERPRINT_BYTES>;
  static constexpr coco_token_kind kinds[] = {COCO_TOKEN_ACCESS, COCO_TOKEN_REFRESH, COCO_TOKEN_TICKET};

  // RFC 3986's unreserved characters: the same text in a header, a path and a query.
  static constexpr std::string_view token_characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  struct Issued {
    std::string text;
    Fingerprint fingerprint;
  };

  // A second instance, as after a restart.
  static Provider<coco_auth> another() { return GetParam().make(); }

  std::string enroll(std::string_view password) {
    Answer<std::string> answer;
    auth->enroll(auth->self, coco::view(password),
                 answer.expect<coco_view>([](const coco_view* verifier) { return std::string(coco::text(*verifier)); }));
    EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
    return answer.kept().value_or("");
  }
  static coco_status authenticate(const coco_auth& with, std::string_view password, std::string_view verifier) {
    Answer<int> answer;
    with.authenticate(with.self, coco::view(password), coco::view(verifier), answer.expect_nothing());
    return answer.status();
  }
  coco_status authenticate(std::string_view password, std::string_view verifier) {
    return authenticate(*auth, password, verifier);
  }
  Issued issue(coco_token_kind kind) {
    coco_token token{};
    token.size = sizeof token;
    coco_error error{};
    EXPECT_EQ(auth->issue(auth->self, kind, &token, &error), COCO_OK) << error.text;
    return {std::string(token.text, token.text_size), std::to_array(token.fingerprint)};
  }
  // Nothing when the text cannot be a token of that kind; any other refusal is a failure of the test.
  static std::optional<Fingerprint> fingerprint(const coco_auth& by, coco_token_kind kind, std::string_view text) {
    Fingerprint out{};
    const coco_status status = by.fingerprint(by.self, kind, coco::view(text), out.data());
    if (status == COCO_OK) return out;
    EXPECT_EQ(status, COCO_UNAUTHORIZED) << "of '" << text << "'";
    return std::nullopt;
  }
  std::optional<Fingerprint> fingerprint(coco_token_kind kind, std::string_view text) { return fingerprint(*auth, kind, text); }

  const Provider<coco_auth> auth = GetParam().make();
};

// ---- passwords

TEST_P(AuthContract, AcceptsThePasswordThatWasEnrolled) {
  EXPECT_EQ(authenticate("correct horse", enroll("correct horse")), COCO_OK);
}

TEST_P(AuthContract, RefusesAnyOtherPassword) {
  const std::string verifier = enroll("correct horse");
  for (const std::string_view other : {"", "c", "correct hors", "correct horse ", "Correct horse", "correct horsf"})
    EXPECT_EQ(authenticate(other, verifier), COCO_UNAUTHORIZED) << "'" << other << "'";
}

// A provider may remember what it has verified, but only that.
TEST_P(AuthContract, WhatWasRightAMomentAgoLetsNothingElseIn) {
  const std::string before = enroll("old password"), after = enroll("new password");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(authenticate("old password", before), COCO_OK);
    EXPECT_EQ(authenticate("old passwore", before), COCO_UNAUTHORIZED);
    EXPECT_EQ(authenticate("old password", after), COCO_UNAUTHORIZED) << "the password was changed";
    EXPECT_EQ(authenticate("old password", ""), COCO_UNAUTHORIZED) << "the account is gone";
  }
}

TEST_P(AuthContract, AnEmptyVerifierIsAnUnknownAccountAndFitsNoPassword) {
  for (const std::string_view password : {"", "correct horse", "\0"}) EXPECT_EQ(authenticate(password, ""), COCO_UNAUTHORIZED);
}

TEST_P(AuthContract, NeverMakesAnEmptyVerifier) {
  EXPECT_NE(enroll("correct horse"), "");
  EXPECT_NE(enroll(""), "");
}

TEST_P(AuthContract, APasswordIsBytesAndEveryOneCounts) {
  const std::string passwords[] = {" ",        std::string("nul\0then", 8), std::string("nul\0and", 7),  "비밀번호",
                                   "비밀번오", std::string(1024, 'x'),      std::string(1023, 'x') + "y"};
  for (const std::string& enrolled : passwords) {
    const std::string verifier = enroll(enrolled);
    for (const std::string& tried : passwords)
      EXPECT_EQ(authenticate(tried, verifier), tried == enrolled ? COCO_OK : COCO_UNAUTHORIZED);
  }
}

TEST_P(AuthContract, WhatIsNoVerifierFitsNoPassword) {
  const std::string verifier = enroll("correct horse");
  const std::string broken[] = {"x",
                                "correct horse",
                                "$argon2id$",
                                "$argon2id$v=19$m=8,t=1,p=1$$",
                                verifier.substr(0, verifier.size() - 1),
                                verifier.substr(1),
                                verifier + "x",
                                verifier + std::string(1, '\0'),
                                std::string(100'000, '$')};
  for (const std::string& text : broken) EXPECT_EQ(authenticate("correct horse", text), COCO_UNAUTHORIZED) << text.substr(0, 200);
}

TEST_P(AuthContract, AVerifierOutlivesTheInstanceThatMadeIt) {
  const std::string verifier = enroll("correct horse");
  const Provider<coco_auth> later = another();
  EXPECT_EQ(authenticate(*later, "correct horse", verifier), COCO_OK);
  EXPECT_EQ(authenticate(*later, "wrong", verifier), COCO_UNAUTHORIZED);
}

TEST_P(AuthContract, KeepsNoViewAfterTheCall) {
  std::string password = "correct horse", verifier = enroll(password);
  Answer<int> answer;
  auth->authenticate(auth->self, coco::view(password), coco::view(verifier), answer.expect_nothing());
  password.assign(password.size(), '?');
  verifier.assign(verifier.size(), '?');
  EXPECT_EQ(answer.status(), COCO_OK);
}

TEST_P(AuthContract, AnswersEachOfManyRequestsWithItsOwnAnswer) {
  const std::string verifier = enroll("correct horse");
  std::deque<Answer<int>> answers(8);
  for (std::size_t i = 0; i < answers.size(); ++i)
    auth->authenticate(auth->self, coco::view(i % 2 == 0 ? "correct horse" : "wrong"), coco::view(verifier),
                       answers[i].expect_nothing());
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].status(), i % 2 == 0 ? COCO_OK : COCO_UNAUTHORIZED) << i;
}

// ---- tokens

TEST_P(AuthContract, ATokenFitsIntoAHeaderAndIntoAnAddress) {
  for (const coco_token_kind kind : kinds) {
    const std::string text = issue(kind).text;
    EXPECT_GE(text.size(), 32u);
    EXPECT_LE(text.size(), std::size_t{COCO_TOKEN_MAX_BYTES});
    EXPECT_EQ(text.find_first_not_of(token_characters), std::string::npos) << text;
  }
}

TEST_P(AuthContract, ATokenIsFoundByTheFingerprintItWasIssuedWith) {
  for (const coco_token_kind kind : kinds) {
    const Issued token = issue(kind);
    EXPECT_EQ(fingerprint(kind, token.text), token.fingerprint);
  }
}

TEST_P(AuthContract, AFingerprintOutlivesTheInstanceThatMadeIt) {
  const Issued token = issue(COCO_TOKEN_REFRESH);
  EXPECT_EQ(fingerprint(*another(), COCO_TOKEN_REFRESH, token.text), token.fingerprint);
}

TEST_P(AuthContract, TokensAndTheirFingerprintsNeverRepeat) {
  std::set<std::string> texts;
  std::set<Fingerprint> fingerprints;
  for (int i = 0; i < 999; ++i) {
    const Issued token = issue(kinds[i % 3]);
    texts.insert(token.text);
    fingerprints.insert(token.fingerprint);
  }
  EXPECT_EQ(texts.size(), 999u);
  EXPECT_EQ(fingerprints.size(), 999u);
}

TEST_P(AuthContract, TokensIssuedOnManyThreadsNeverRepeat) {
  std::vector<std::string> texts(400);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([this, t, &texts] {
      for (std::size_t i = 0; i < 100; ++i) texts[t * 100 + i] = issue(COCO_TOKEN_ACCESS).text;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set(texts.begin(), texts.end()).size(), 400u);
}

TEST_P(AuthContract, ATokenOfOneKindIsNoTokenOfAnother) {
  for (const coco_token_kind issued : kinds) {
    const std::string text = issue(issued).text;
    for (const coco_token_kind presented : kinds)
      EXPECT_EQ(fingerprint(presented, text).has_value(), presented == issued) << issued << " as " << presented;
  }
}

TEST_P(AuthContract, ACutOrLongerTextIsNoToken) {
  const std::string text = issue(COCO_TOKEN_ACCESS).text;
  for (std::size_t n = 0; n < text.size(); ++n) EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, text.substr(0, n))) << "cut at " << n;
  for (const char more : {'A', '0', '=', ' ', '\n', '\0'}) EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, text + more));
  EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, " " + text));
  EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, text + text));
  EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, std::string(100'000, 'A')));
}

TEST_P(AuthContract, ATextWithAForeignCharacterIsNoToken) {
  const std::string text = issue(COCO_TOKEN_ACCESS).text;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      const char foreign = static_cast<char>(byte);
      if (token_characters.find(foreign) != std::string_view::npos) continue;
      std::string changed = text;
      changed[at] = foreign;
      EXPECT_FALSE(fingerprint(COCO_TOKEN_ACCESS, changed)) << "byte " << byte << " at " << at;
    }
}

TEST_P(AuthContract, AChangedTokenIsNeverTakenForTheIssuedOne) {
  const Issued token = issue(COCO_TOKEN_ACCESS);
  for (std::size_t at = 0; at < token.text.size(); ++at)
    for (const char other : token_characters) {
      std::string changed = token.text;
      changed[at] = other;
      if (changed == token.text) continue;
      EXPECT_NE(fingerprint(COCO_TOKEN_ACCESS, changed), token.fingerprint) << "at " << at;
    }
}

TEST_P(AuthContract, AnUnknownKindIsRefused) {
  for (const coco_token_kind unknown : {0, 4, -1}) {
    coco_token token{};
    token.size = sizeof token;
    coco_error error{};
    EXPECT_EQ(auth->issue(auth->self, unknown, &token, &error), COCO_INVALID);
    EXPECT_EQ(error.code, COCO_INVALID);
    EXPECT_STRNE(error.text, "");
    EXPECT_FALSE(fingerprint(unknown, issue(COCO_TOKEN_ACCESS).text));
  }
}

// ---- life and faults

TEST_P(AuthContract, BusyWorkersAreSaidToBeBusy) {
  if (auth.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::string verifier = enroll("correct horse");
  auth.plugin()->host().set_workers_busy(true);
  Answer<std::string> enrolling;
  auth->enroll(auth->self, coco::view("correct horse"),
               enrolling.expect<coco_view>([](const coco_view* made) { return std::string(coco::text(*made)); }));
  EXPECT_TRUE(enrolling.status() == COCO_OK || enrolling.status() == COCO_BUSY) << enrolling.why();
  for (const std::string_view password : {"correct horse", "wrong"}) {
    const coco_status status = authenticate(password, verifier);
    EXPECT_TRUE(status == COCO_BUSY || status == (password == "wrong" ? COCO_UNAUTHORIZED : COCO_OK)) << status;
  }
  auth.plugin()->host().set_workers_busy(false);
  EXPECT_EQ(authenticate("correct horse", verifier), COCO_OK) << "and then it goes on";
}

TEST_P(AuthContract, NoClockDecides) {
  if (auth.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::string verifier = enroll("correct horse");
  const Issued token = issue(COCO_TOKEN_REFRESH);
  for (const std::int64_t jump : {std::int64_t{400} * 86'400'000, std::int64_t{-800} * 86'400'000}) {
    auth.plugin()->host().now_ms += jump;
    EXPECT_EQ(authenticate("correct horse", verifier), COCO_OK);
    EXPECT_EQ(authenticate("wrong", verifier), COCO_UNAUTHORIZED);
    EXPECT_EQ(fingerprint(COCO_TOKEN_REFRESH, token.text), token.fingerprint);
    EXPECT_NE(issue(COCO_TOKEN_REFRESH).text, token.text);
  }
}

TEST_P(AuthContract, WhenItIsDrainedEveryCallIsAnswered) {
  if (auth.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::string verifier = enroll("correct horse");
  std::deque<Answer<int>> answers(8);
  for (Answer<int>& answer : answers)
    auth->authenticate(auth->self, coco::view("wrong"), coco::view(verifier), answer.expect_nothing());
  EXPECT_EQ(auth.plugin()->stop(), COCO_OK);
  for (Answer<int>& answer : answers) {
    ASSERT_TRUE(answer.answered()) << "drained, and a call is not answered";
    EXPECT_NE(answer.status(), COCO_OK) << "nobody is let in because the host goes down";
  }
}

TEST_P(AuthContract, ACallThatComesTooLateIsAnsweredAndLetsNobodyIn) {
  if (auth.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::string verifier = enroll("correct horse");
  EXPECT_EQ(auth.plugin()->stop(), COCO_OK);
  EXPECT_NE(authenticate("wrong", verifier), COCO_OK);
}

}  // namespace cocotalk::testing

#define COCO_AUTH_CONTRACT(Name, ...) COCO_CONTRACT(Name, AuthContract, coco_auth, __VA_ARGS__)
