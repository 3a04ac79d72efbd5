#include "core/domain/ids.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

using Account = ApplicationFixture;

std::string without(std::string json, const std::string& field) {
  const std::size_t begin = json.find("\"" + field + "\"");
  std::size_t end = json.find(',', begin);
  if (end == std::string::npos) {
    end = json.rfind('}');
    return json.erase(begin - 1, end - begin + 1);
  }
  return json.erase(begin, end - begin + 1);
}
std::string with(std::string json, const std::string& more) { return json.insert(json.size() - 1, "," + more); }

// ---- auth.sign-up ------------------------------------------------------------------------------------------------------------

TEST_F(Account, SignUpAnswersTheAccountAsTheWireDocumentShowsIt) {
  const Answered out = must({}, "auth.sign-up", form("alice"));
  EXPECT_EQ(out.body(), R"({"id":1,"cid":"alice","username":"alice","nickname":"alice","email":"alice@x.y","phone":"010alice",)"
                        R"("profile":"{\"profile\":null,\"background\":null,\"message\":null}","birth":null})");
}

TEST_F(Account, SignUpWantsEveryField) {
  for (const char* const field : {"cid", "password", "username", "nickname", "phone", "email", "status"}) {
    const Answered out = ask({}, "auth.sign-up", without(form("alice"), field));
    EXPECT_EQ(out.status, COCO_INVALID) << field;
    EXPECT_EQ(out.code(), "NO_VALUES") << field;
  }
}

TEST_F(Account, SignUpTakesABlankForMissing) {
  std::string json = form("alice");
  json.replace(json.find("\"pw\""), 4, "\" \\t\"");
  EXPECT_EQ(ask({}, "auth.sign-up", json).code(), "NO_VALUES");
}

TEST_F(Account, SignUpRefusesATakenCidPhoneOrEmail) {
  sign_up("alice");
  advance(61'000);
  EXPECT_EQ(ask({}, "auth.sign-up", form("alice")).code(), "EXISTS_INFO");
  std::string same_phone = form("bob");
  same_phone.replace(same_phone.find("010bob"), 6, "010alice");
  EXPECT_EQ(ask({}, "auth.sign-up", same_phone).code(), "EXISTS_INFO");
  std::string same_email = form("bob");
  same_email.replace(same_email.find("bob@x.y"), 7, "alice@x.y");
  const Answered out = ask({}, "auth.sign-up", same_email);
  EXPECT_EQ(out.code(), "EXISTS_INFO");
  EXPECT_EQ(out.status, COCO_INVALID);
}

TEST_F(Account, SignUpAgainWithinAMinuteWithTheSamePasswordIsTheSameAccount) {
  sign_up("alice");
  advance(60'000);
  EXPECT_EQ(must({}, "auth.sign-up", form("alice")).number("/id"), 1);
  std::string other = form("alice");
  other.replace(other.find("\"pw\""), 4, "\"px\"");
  EXPECT_EQ(ask({}, "auth.sign-up", other).code(), "EXISTS_INFO");
}

TEST_F(Account, SignUpKeepsTheLimitsOfNames) {
  const std::string twenty(20, 'n');
  std::string fits = form("alice");
  fits.replace(fits.find("\"username\":\"alice\""), 18, "\"username\":" + json_text(twenty));
  EXPECT_EQ(ask({}, "auth.sign-up", fits).status, COCO_OK);
  std::string longer = form("bob");
  longer.replace(longer.find("\"username\":\"bob\""), 16, "\"username\":" + json_text(twenty + "n"));
  EXPECT_EQ(ask({}, "auth.sign-up", longer).code(), "BAD_REQUEST");
}

TEST_F(Account, SignUpCountsCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 20; ++i) name += "밥";
  std::string fits = form("alice");
  fits.replace(fits.find("\"username\":\"alice\""), 18, "\"username\":" + json_text(name));
  EXPECT_EQ(must({}, "auth.sign-up", fits).text("/username"), name);
}

TEST_F(Account, SignUpTakesADateOfBirthAndNothingThatIsNone) {
  EXPECT_EQ(must({}, "auth.sign-up", with(form("alice"), R"("birth":"1996-02-29")")).text("/birth"), "1996-02-29");
  for (const char* const none : {"1995-02-29", "1995-13-01", "1995-1-1", "19951028", "abcd-ef-gh", "1995-10-28T"}) {
    const Answered out = ask({}, "auth.sign-up", with(form("bob"), "\"birth\":" + json_text(none)));
    EXPECT_EQ(out.code(), "BAD_REQUEST") << none;
  }
}

TEST_F(Account, SignUpTakesAPictureThatWasStored) {
  const std::string picture = R"("fileName":"p.jpeg","fileUrl":"http://h/files/p.jpeg","fileBytes":7)";
  EXPECT_EQ(ask({}, "auth.sign-up", with(form("alice"), picture)).code(), "RETRY") << "nobody has announced it";
  must({}, "file.announce", R"({"name":"p.jpeg"})");
  EXPECT_EQ(must({}, "auth.sign-up", with(form("alice"), picture)).text("/profile"),
            R"({"profile":"http://h/files/p.jpeg","background":null,"message":null})");
  EXPECT_EQ(rows_of("file"), 1u);
  EXPECT_EQ(rows_of("file_usage"), 1u);
}

TEST_F(Account, SignUpIsTurnedAwayWhenTheWorkersAreBusy) {
  auth_.set_busy(true);
  const Answered out = ask({}, "auth.sign-up", form("alice"));
  EXPECT_EQ(out.status, COCO_BUSY);
  EXPECT_EQ(out.code(), "BUSY");
  EXPECT_GT(out.retry_after_ms, 0u);
}

// ---- auth.sign-in ------------------------------------------------------------------------------------------------------------

TEST_F(Account, SignInGivesTwoTokensThatDiffer) {
  sign_up("alice");
  const Answered in = try_sign_in("alice", "pw");
  ASSERT_TRUE(in.is_ok());
  EXPECT_EQ(in.size(), 2u);
  EXPECT_NE(in.text("/accessToken"), in.text("/refreshToken"));
}

TEST_F(Account, SignInAnswersAlikeForAnUnknownCidAndAWrongPassword) {
  sign_up("alice");
  const Answered wrong = try_sign_in("alice", "no"), unknown = try_sign_in("nobody", "pw");
  EXPECT_EQ(wrong.code(), "BAD_REQUEST");
  EXPECT_EQ(wrong.body(), unknown.body());
  EXPECT_EQ(wrong.status, unknown.status);
}

TEST_F(Account, SignInWantsCidAndPassword) {
  EXPECT_EQ(ask({}, "auth.sign-in", R"({"cid":"alice"})").code(), "NO_VALUES");
  EXPECT_EQ(ask({}, "auth.sign-in", R"({"cid":"  ","password":"pw"})").code(), "NO_VALUES");
}

TEST_F(Account, SignInIsRefusedAfterTenFailuresOfOneAddressForAQuarterOfAnHour) {
  sign_up("alice");
  const As here{0, COCO_ANONYMOUS, {}, COCO_MOBILE, "1.2.3.4"}, elsewhere{0, COCO_ANONYMOUS, {}, COCO_MOBILE, "5.6.7.8"};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(try_sign_in("alice", "no", here).code(), "BAD_REQUEST") << i;
  const Answered out = try_sign_in("alice", "pw", here);
  EXPECT_EQ(out.status, COCO_RATE);
  EXPECT_EQ(out.code(), "RATE");
  EXPECT_EQ(out.retry_after_ms, 15u * 60'000);
  EXPECT_TRUE(try_sign_in("alice", "pw", elsewhere).is_ok()) << "nobody can lock another out";
  advance(15 * 60'000 - 1);
  EXPECT_EQ(try_sign_in("alice", "pw", here).code(), "RATE");
  advance(1);
  EXPECT_TRUE(try_sign_in("alice", "pw", here).is_ok());
}

TEST_F(Account, SignInForgetsNineFailuresOnceItSucceeds) {
  sign_up("alice");
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 9; ++i) EXPECT_EQ(try_sign_in("alice", "no").code(), "BAD_REQUEST");
    EXPECT_TRUE(try_sign_in("alice", "pw").is_ok());
  }
}

TEST_F(Account, SignInWithACidThatCannotExistIsRefusedLikeAnUnknownOne) {
  const Answered out = try_sign_in(std::string(100'000, 'x'), "pw");
  EXPECT_EQ(out.body(), try_sign_in("nobody", "pw").body());
}

TEST_F(Account, SignInRefusesAPushTokenLongerThanAnyDeviceHas) {
  sign_up("alice");
  EXPECT_TRUE(try_sign_in("alice", "pw", {}, std::string(4096, 'f')).is_ok());
  EXPECT_EQ(try_sign_in("alice", "pw", {}, std::string(4097, 'f')).code(), "BAD_REQUEST");
}

TEST_F(Account, SignInTakesTheDeviceClassThatItsBodyNames) {
  sign_up("alice");
  const Answered in = must({}, "auth.sign-in", R"({"cid":"alice","password":"pw","deviceClass":"WEB"})");
  EXPECT_EQ(must({0, COCO_ACCESS_TOKEN, in.text("/accessToken")}, "auth.device").text("/deviceClass"), "WEB");
  EXPECT_EQ(ask({}, "auth.sign-in", R"({"cid":"alice","password":"pw","deviceClass":"TV"})").code(), "BAD_REQUEST");
}

TEST_F(Account, SignInOfOneClassEndsTheOlderDeviceAndLeavesTheOtherClassAlone) {
  sign_up("alice");
  const Device phone = sign_in("alice"), page = sign_in("alice", COCO_WEB), newer = sign_in("alice");
  EXPECT_FALSE(must(phone.as(), "auth.device").flag("/isValid"));
  EXPECT_TRUE(must(page.as(), "auth.device").flag("/isValid"));
  EXPECT_TRUE(must(newer.as(), "auth.device").flag("/isValid"));
}

TEST_F(Account, OfFiftySignInsAtOnceOneSurvives) {
  sign_up("alice");
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(begin({}, "auth.sign-in", R"({"cid":"alice","password":"pw"})"));
  run();
  int valid = 0;
  for (const AnswerPtr& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    ASSERT_TRUE((*answer)->is_ok()) << (*answer)->body();
    valid += must({0, COCO_ACCESS_TOKEN, (*answer)->text("/accessToken")}, "auth.device").flag("/isValid") ? 1 : 0;
  }
  EXPECT_EQ(valid, 1);
}

TEST_F(Account, SignInWithThePasswordThatWasJustReplacedIsRefused) {
  sign_up("alice");
  std::deque<FakeAuth::Job> jobs;
  auth_.set_scheduler([&jobs](FakeAuth::Job job) { jobs.push_back(std::move(job)); });
  const AnswerPtr in = begin({}, "auth.sign-in", R"({"cid":"alice","password":"pw"})");
  run();
  ASSERT_EQ(jobs.size(), 1u) << "the password is being checked";
  const AnswerPtr replaced = begin({0, COCO_OPERATOR}, "operator.user-password", R"({"cid":"alice","password":"new"})");
  run();
  jobs.back()();
  run();
  ASSERT_TRUE((*replaced)->is_ok());
  jobs.front()();
  run();
  EXPECT_EQ((*in)->code(), "BAD_REQUEST");
}

// ---- tokens

TEST_F(Account, ReissueGivesTheSamePairForThirtySeconds) {
  sign_up("alice");
  const Device device = sign_in("alice");
  const Answered first = must(device.by_refresh(), "auth.reissue");
  advance(29'999);
  EXPECT_EQ(must(device.by_refresh(), "auth.reissue").body(), first.body());
  advance(1);
  const Answered late = ask(device.by_refresh(), "auth.reissue");
  EXPECT_EQ(late.status, COCO_UNAUTHORIZED);
  EXPECT_EQ(late.code(), "UNAUTHORIZED");
}

TEST_F(Account, ReissueIsOverOnceTheNewAccessTokenIsUsed) {
  sign_up("alice");
  const Device device = sign_in("alice");
  const Answered next = must(device.by_refresh(), "auth.reissue");
  must({0, COCO_ACCESS_TOKEN, next.text("/accessToken")}, "profile.get");
  EXPECT_EQ(ask(device.by_refresh(), "auth.reissue").code(), "UNAUTHORIZED");
}

TEST_F(Account, ReissueIsOverOnceTheNewRefreshTokenIsUsed) {
  sign_up("alice");
  const Device device = sign_in("alice");
  const Answered next = must(device.by_refresh(), "auth.reissue");
  must({0, COCO_REFRESH_TOKEN, next.text("/refreshToken")}, "auth.reissue");
  EXPECT_EQ(ask(device.by_refresh(), "auth.reissue").code(), "UNAUTHORIZED");
}

TEST_F(Account, TwoReissuesAtOnceGetTheSamePair) {
  sign_up("alice");
  const Device device = sign_in("alice");
  hold_storage();
  const AnswerPtr a = begin(device.by_refresh(), "auth.reissue"), b = begin(device.by_refresh(), "auth.reissue");
  run();
  ASSERT_TRUE((*a)->is_ok());
  EXPECT_EQ((*a)->body(), (*b)->body());
}

TEST_F(Account, ReissueOfAnEvictedSessionIsRefusedAtOnce) {
  sign_up("alice");
  const Device old = sign_in("alice");
  must(old.by_refresh(), "auth.reissue");
  sign_in("alice");
  EXPECT_EQ(ask(old.by_refresh(), "auth.reissue").code(), "UNAUTHORIZED");
}

TEST_F(Account, ReissueTakesRefreshTokensOnly) {
  sign_up("alice");
  const Device device = sign_in("alice");
  EXPECT_EQ(ask(device.as(), "auth.reissue").code(), "UNAUTHORIZED");
  EXPECT_EQ(ask({0, COCO_REFRESH_TOKEN, device.access}, "auth.reissue").code(), "UNAUTHORIZED");
  EXPECT_EQ(ask({0, COCO_REFRESH_TOKEN, ""}, "auth.reissue").code(), "UNAUTHORIZED");
  EXPECT_EQ(ask({}, "auth.reissue").code(), "UNAUTHORIZED");
}

TEST_F(Account, ReissueGoesOnForEver) {
  sign_up("alice");
  Device device = sign_in("alice");
  for (int day = 0; day < 40; ++day) {
    advance(24LL * 3600 * 1000);
    device.refresh = must(device.by_refresh(), "auth.reissue").text("/refreshToken");
  }
  EXPECT_LE(rows_of("token"), 6u) << "expired tokens are erased";
}

TEST_F(Account, AnAccessTokenLivesADayAndSaysThatItExpired) {
  sign_up("alice");
  const Device device = sign_in("alice");
  advance(24LL * 3600 * 1000 - 1);
  EXPECT_TRUE(ask(device.as(), "profile.get").is_ok());
  advance(1);
  const Answered out = ask(device.as(), "profile.get");
  EXPECT_EQ(out.status, COCO_UNAUTHORIZED);
  EXPECT_EQ(out.code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(out.detail(), "만료된 토큰입니다.");
  EXPECT_TRUE(ask({0, COCO_ACCESS_TOKEN, must(device.by_refresh(), "auth.reissue").text("/accessToken")}, "profile.get").is_ok());
}

TEST_F(Account, TheFourWaysOfBeingUnauthorizedHaveTheirTexts) {
  EXPECT_EQ(ask({}, "profile.get").detail(), "X-ACCESS-TOKEN 헤더가 설정되지 않았습니다.");
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, ""}, "profile.get").detail(), "헤더에 토큰이 포함되지 않았습니다.");
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, "garbage"}, "profile.get").detail(), "올바르지 않은 형식의 토큰입니다.");
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, "a00000000000000000000000000000000"}, "profile.get").detail(),
            "올바르지 않은 형식의 토큰입니다.");
  sign_up("alice");
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, sign_in("alice").refresh}, "profile.get").code(), "JWT_AUTHENTICATION");
}

TEST_F(Account, DeviceAnswersForEndedSessionsUntilTheirTokenExpires) {
  sign_up("alice");
  const Device old = sign_in("alice");
  sign_in("alice");
  EXPECT_EQ(must(old.as(), "auth.device").body(), R"({"isValid":false,"deviceClass":"MOBILE"})");
  EXPECT_EQ(ask(old.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  advance(24LL * 3600 * 1000);
  EXPECT_EQ(ask(old.as(), "auth.device").code(), "JWT_AUTHENTICATION");
}

TEST_F(Account, SignOutEndsTheSessionAndAlwaysSucceeds) {
  sign_up("alice");
  const Device device = sign_in("alice");
  EXPECT_EQ(must(device.by_refresh(), "auth.sign-out").body(), "{}");
  EXPECT_FALSE(must(device.as(), "auth.device").flag("/isValid"));
  EXPECT_TRUE(ask(device.by_refresh(), "auth.sign-out").is_ok());
  EXPECT_TRUE(ask({0, COCO_REFRESH_TOKEN, "garbage"}, "auth.sign-out").is_ok());
  EXPECT_EQ(ask({}, "auth.sign-out").code(), "UNAUTHORIZED");
}

TEST_F(Account, EndedSessionsAreForgottenWhenNoTokenOfTheirsCouldBeValid) {
  sign_up("alice");
  for (int i = 0; i < 50; ++i) sign_in("alice");
  EXPECT_EQ(rows_of("session"), 50u) << "auth.device still answers for them";
  advance(24LL * 3600 * 1000);
  for (int i = 0; i < 10; ++i) sign_in("alice");
  EXPECT_LE(rows_of("session"), 11u);
  EXPECT_LE(rows_of("token"), 22u);
}

TEST_F(Account, NothingIsRememberedOfSignInsThatFailed) {
  sign_up("alice");
  must({0, COCO_OPERATOR}, "operator.user-disable", R"({"cid":"alice","disabled":true})");
  EXPECT_EQ(try_sign_in("alice", "pw").code(), "BAD_REQUEST");
  EXPECT_EQ(host_.leases_out(), 0);
}

TEST_F(Account, RenewTakesATokenOfTheLinksOwnSession) {
  sign_up("alice");
  const Device device = sign_in("alice");
  const Opened link = open(device);
  const std::string next = must(device.by_refresh(), "auth.reissue").text("/accessToken");
  EXPECT_TRUE(ask(link.as(), "session.renew", "{\"accessToken\":" + json_text(next) + "}").is_ok());
  const Device other = person("bob");
  EXPECT_EQ(ask(link.as(), "session.renew", "{\"accessToken\":" + json_text(other.access) + "}").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(link.as(), "session.renew", R"({"accessToken":"garbage"})").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(device.as(), "session.renew", "{\"accessToken\":" + json_text(next) + "}").code(), "BAD_REQUEST");
}

// ---- what is shown of people

TEST_F(Account, ProfileShowsMeAllTenFields) {
  const Answered me = must(person("alice").as(), "profile.get");
  EXPECT_EQ(me.body(),
            R"({"id":1,"cid":"alice","username":"alice","nickname":"alice","birth":null,"phone":"010alice","email":"alice@x.y",)"
            R"("status":0,"loggedinAt":null,"profile":"{\"profile\":null,\"background\":null,\"message\":null}"})");
}

TEST_F(Account, AnonymousAskersLearnOnlyThatAnAccountExists) {
  sign_up("alice");
  for (const auto& [command, json] :
       {std::pair("user.by-cid", R"({"cid":"alice"})"), {"user.by-email", R"({"email":"alice@x.y"})"}}) {
    const Answered out = must({}, command, json);
    EXPECT_EQ(out.number("/id"), 1) << command;
    EXPECT_EQ(out.size(), 10u);
    for (const char* const field :
         {"/cid", "/username", "/nickname", "/birth", "/phone", "/email", "/status", "/loggedinAt", "/profile"})
      EXPECT_TRUE(out.is_null(field)) << field;
  }
}

TEST_F(Account, OthersSeeTheProfileWithoutPhoneAndEmail) {
  sign_up("alice");
  const Answered out = must(person("bob").as(), "user.by-cid", R"({"cid":"alice"})");
  EXPECT_EQ(out.text("/username"), "alice");
  EXPECT_TRUE(out.is_null("/phone"));
  EXPECT_TRUE(out.is_null("/email"));
  EXPECT_EQ(out.text("/profile"), R"({"profile":null,"background":null,"message":null})");
}

TEST_F(Account, AnUnknownPersonIsAllNullAndNoError) {
  const Answered out = must(person("bob").as(), "user.by-cid", R"({"cid":"nobody"})");
  EXPECT_EQ(out.size(), 10u);
  EXPECT_TRUE(out.is_null("/id"));
  EXPECT_TRUE(out.is_null("/profile"));
}

TEST_F(Account, AnInvalidTokenMakesPublicQuestionsAnonymous) {
  sign_up("alice");
  const Answered out = must({0, COCO_ACCESS_TOKEN, "garbage"}, "user.by-cid", R"({"cid":"alice"})");
  EXPECT_EQ(out.number("/id"), 1);
  EXPECT_TRUE(out.is_null("/username"));
}

TEST_F(Account, PhonesAreAnsweredOneByOneInTheirOrder) {
  sign_up("alice");
  sign_up("bob");
  const Answered out = must({}, "user.by-phone", R"({"phones":["010bob","0","010alice","010bob"]})");
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out.number("/0/id"), 2);
  EXPECT_TRUE(out.is_null("/1/id"));
  EXPECT_EQ(out.number("/2/id"), 1);
  EXPECT_EQ(out.number("/3/id"), 2);
}

TEST_F(Account, AHundredPhonesAreAnsweredAndNotOneMore) {
  std::string phones = "\"0\"";
  for (int i = 1; i < 100; ++i) phones += ",\"0\"";
  EXPECT_EQ(must({}, "user.by-phone", "{\"phones\":[" + phones + "]}").size(), 100u);
  EXPECT_EQ(ask({}, "user.by-phone", "{\"phones\":[" + phones + ",\"0\"]}").code(), "BAD_REQUEST");
}

// ---- tickets

TEST_F(Account, ATicketOpensSocketsOfItsSessionForAMinute) {
  const Device device = person("alice", COCO_WEB);
  const std::string ticket = must(device.as(), "presence.connect").text("/ticket");
  const Opened first = open(COCO_TICKET, {}, ticket, COCO_MOBILE);
  EXPECT_EQ(first.status, COCO_OK);
  EXPECT_EQ(first.account, device.account);
  EXPECT_EQ(first.device, COCO_WEB) << "the ticket knows better than the transport";
  advance(59'999);
  EXPECT_EQ(open(COCO_TICKET, {}, ticket).status, COCO_OK);
  advance(1);
  EXPECT_EQ(open(COCO_TICKET, {}, ticket).status, COCO_UNAUTHORIZED);
  EXPECT_TRUE(ask(first.as(), "profile.get").is_ok()) << "an open link outlives its ticket";
}

TEST_F(Account, ATicketOfAnEndedSessionOpensNothing) {
  const Device device = person("alice");
  const std::string ticket = must(device.as(), "presence.connect").text("/ticket");
  sign_in("alice");
  EXPECT_EQ(open(COCO_TICKET, {}, ticket).status, COCO_UNAUTHORIZED);
}

// Whoever holds a session must see its end, also when others were forgotten or ended while it was being loaded.
TEST_F(Account, ATicketMadeWhileTheSessionWasBeingLoadedEndsWithIt) {
  sign_up("alice");
  sign_up("bob");
  for (int delay = 0; delay < 24; ++delay) {
    const Device alice = sign_in("alice"), bob = sign_in("bob");
    restart();
    must(bob.as(), "profile.get");
    hold_storage();
    const AnswerPtr other = begin({}, "auth.sign-in", R"({"cid":"bob","password":"pw"})");
    executor_.run();
    for (int i = 0; i < delay && held() > 0; ++i) release_one();
    const AnswerPtr ticket = begin(alice.as(), "presence.connect");
    run();
    ASSERT_TRUE((*ticket)->is_ok() && (*other)->is_ok());
    sign_in("alice");
    EXPECT_EQ(open(COCO_TICKET, {}, (*ticket)->text("/ticket")).status, COCO_UNAUTHORIZED) << "delay " << delay;
  }
}

TEST_F(Account, OneTokenOpensLinksOfOneSession) {
  const Device device = person("alice");
  const Opened a = open(device), b = open(device);
  EXPECT_EQ(a.session, b.session);
  EXPECT_EQ(a.session.size(), 32u);
  EXPECT_NE(a.link, b.link);
  EXPECT_EQ(a.epoch.size(), 16u);
}

TEST_F(Account, ALoginOpensALinkAndSignsIn) {
  sign_up("alice");
  const Device phone = sign_in("alice");
  const Opened link = open(COCO_LOGIN, "alice", "pw");
  EXPECT_EQ(link.status, COCO_OK);
  EXPECT_FALSE(must(phone.as(), "auth.device").flag("/isValid")) << "with all that follows from it";
  EXPECT_EQ(open(COCO_LOGIN, "alice", "no").status, COCO_INVALID);
  EXPECT_EQ(open(COCO_ANONYMOUS, {}, {}).status, COCO_UNAUTHORIZED);
  EXPECT_EQ(open(COCO_REFRESH_TOKEN, {}, phone.refresh).status, COCO_UNAUTHORIZED);
}

}  // namespace
}  // namespace cocotalk::testing
