#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Operator : ApplicationFixture {
  Answered command(const std::string& name, const std::string& json) { return ask(as_operator, "operator." + name, json); }
  const As as_operator{0, COCO_OPERATOR};
};

TEST_F(Operator, NobodyElseMayAskItsCommands) {
  const Device alice = person("alice");
  const Opened link = open(alice);
  for (const char* const name :
       {"user-add", "user-password", "user-disable", "user-role", "backup", "sign-ins", "new-epoch", "seed"})
    for (const As& as : {As{}, alice.as(), link.as(), alice.by_refresh()})
      EXPECT_EQ(
          ask(as, std::string("operator.") + name, R"({"cid":"alice","password":"x","username":"x","role":"admin","path":"/x"})")
              .code(),
          "NOT_PERMITTED")
          << name;
}

TEST_F(Operator, UserAddMakesAnAccountThatCanSignIn) {
  EXPECT_EQ(command("user-add", R"({"cid":"root","password":"pw","username":"Root","role":"admin"})").body(), R"({"id":1})");
  EXPECT_TRUE(try_sign_in("root", "pw").is_ok());
  EXPECT_TRUE(command("user-add", R"({"cid":"second","password":"pw","username":"Second"})").is_ok())
      << "without e-mail and phone there may be many";
}

TEST_F(Operator, UserAddRefusesATakenCidAndAnUnknownRole) {
  sign_up("alice");
  advance(61'000);
  EXPECT_EQ(command("user-add", R"({"cid":"alice","password":"pw","username":"x"})").code(), "EXISTS_INFO");
  EXPECT_EQ(command("user-add", R"({"cid":"bob","password":"pw","username":"x","role":"king"})").detail(),
            "'role' is 'king', not user or admin");
  EXPECT_EQ(command("user-add", R"({"cid":"bob","username":"x"})").detail(), "'password' is missing or blank");
}

TEST_F(Operator, SignInsAreEverySessionWithItsEnd) {
  person("alice");
  advance(1'000);
  sign_in("alice");
  const Answered answer = command("sign-ins", "{}");
  ASSERT_TRUE(answer.is_ok());
  const std::string sessions = answer.body();
  EXPECT_NE(sessions.find(R"("account":1,"device":"MOBILE")"), std::string::npos) << sessions;
  EXPECT_NE(sessions.find(R"("why":"displaced")"), std::string::npos) << sessions;
  EXPECT_EQ(sessions.find(R"("why")"), sessions.rfind(R"("why")")) << "the second one is open: " << sessions;
}

TEST_F(Operator, ANewPasswordEndsTheAccountsSessions) {
  const Device alice = person("alice"), page = sign_in("alice", COCO_WEB);
  const Joined me = join(open(alice).link, "/me");
  ASSERT_TRUE(command("user-password", R"({"cid":"alice","password":"new"})").is_ok());
  EXPECT_FALSE(must(alice.as(), "auth.device").flag("/isValid"));
  EXPECT_FALSE(must(page.as(), "auth.device").flag("/isValid"));
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_EQ(heard(me)[0].body.body(), R"({"code":4010,"reason":"signed-out"})");
  EXPECT_EQ(try_sign_in("alice", "pw").code(), "BAD_REQUEST");
  EXPECT_TRUE(try_sign_in("alice", "new").is_ok());
}

TEST_F(Operator, ADisabledAccountIsSignedOutAndCannotSignInUntilItIsEnabled) {
  const Device alice = person("alice");
  ASSERT_TRUE(command("user-disable", R"({"cid":"alice","disabled":true})").is_ok());
  EXPECT_EQ(ask(alice.as(), "profile.get").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(alice.by_refresh(), "auth.reissue").code(), "UNAUTHORIZED");
  EXPECT_EQ(try_sign_in("alice", "pw").body(), try_sign_in("nobody", "pw").body());
  ASSERT_TRUE(command("user-disable", R"({"cid":"alice","disabled":false})").is_ok());
  EXPECT_TRUE(try_sign_in("alice", "pw").is_ok());
}

// However the two meet: after both there is no open session of a disabled account.
TEST_F(Operator, ASignInUnderWayDoesNotSurviveTheDisabling) {
  sign_up("alice");
  for (int delay = 0; delay < 12; ++delay) {
    ASSERT_TRUE(command("user-disable", R"({"cid":"alice","disabled":false})").is_ok());
    hold_storage();
    const AnswerPtr in = begin({}, "auth.sign-in", R"({"cid":"alice","password":"pw"})");
    executor_.run();
    for (int i = 0; i < delay && held() > 0; ++i) release_one();
    const AnswerPtr disabled = begin(as_operator, "operator.user-disable", R"({"cid":"alice","disabled":true})");
    run();
    ASSERT_TRUE((*disabled)->is_ok());
    if (!(*in)->is_ok()) continue;
    EXPECT_FALSE(must({0, COCO_ACCESS_TOKEN, (*in)->text("/accessToken")}, "auth.device").flag("/isValid")) << "delay " << delay;
  }
}

TEST_F(Operator, AnUnknownAccountIsNotFound) {
  for (const char* const name : {"user-password", "user-disable", "user-role"}) {
    const Answered out = command(name, R"({"cid":"nobody","password":"x","role":"user"})");
    EXPECT_EQ(out.status, COCO_NOT_FOUND) << name;
    EXPECT_EQ(out.detail(), "there is no account 'nobody'");
  }
}

TEST_F(Operator, ANewEpochIsToldToWhoOpensALink) {
  const Device alice = person("alice");
  const std::string before = open(alice).epoch, next = command("new-epoch", "{}").text("/epoch");
  EXPECT_NE(before, next);
  EXPECT_EQ(open(alice).epoch, next);
  restart();
  EXPECT_EQ(open(alice).epoch, next);
}

TEST_F(Operator, SeedMakesAccountsRoomsMessagesAndTokens) {
  const Answered seeded = command("seed", R"({"accounts":7,"rooms":3,"roomsOf":4,"messages":45})");
  ASSERT_EQ(seeded.size("/accounts"), 7u);
  ASSERT_EQ(seeded.size("/rooms"), 3u);
  const As first{0, COCO_ACCESS_TOKEN, seeded.text("/accounts/0/accessToken")};
  EXPECT_EQ(must(first, "profile.get").text("/cid"), seeded.text("/accounts/0/cid"));
  const Answered list = must(first, "room.list");
  ASSERT_EQ(list.size(), 2u) << "rooms of neighbours, round and round";
  const std::string room = list.text("/0/room/id");
  EXPECT_EQ(list.size("/0/room/members"), 4u);
  EXPECT_EQ(list.number("/0/unreadNumber"), 45);
  EXPECT_EQ(must(first, "room.tail", of_room(room)).size("/messageList"), 25u);
  EXPECT_EQ(send(first, room, "next").seq, 46u);
  EXPECT_EQ(try_sign_in(seeded.text("/accounts/0/cid"), "").code(), "NO_VALUES") << "nobody can sign in by password";
}

TEST_F(Operator, SeedingTwiceAddsOthers) {
  EXPECT_TRUE(command("seed", R"({"accounts":3,"rooms":0,"roomsOf":3,"tokens":false})").is_ok());
  EXPECT_TRUE(command("seed", R"({"accounts":3,"rooms":0,"roomsOf":3,"tokens":false})").is_ok());
  EXPECT_EQ(rows_of("account"), 6u);
}

TEST_F(Operator, SeedRefusesWhatCannotBe) {
  for (const char* const plan :
       {R"({"accounts":0})", R"({"accounts":3,"roomsOf":4})", R"({"accounts":3,"roomsOf":0})", R"({"accounts":20,"rooms":-1})",
        R"({"accounts":20,"messages":-1})", R"({"accounts":1001,"roomsOf":1001})"})
    EXPECT_EQ(command("seed", plan).code(), "BAD_REQUEST") << plan;
}

}  // namespace
}  // namespace cocotalk::testing
