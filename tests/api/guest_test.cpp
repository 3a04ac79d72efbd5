// The guest: from this machine, to topics, and nowhere else.
#include <set>

#include "core/domain/schema.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Guests : ApplicationFixture {
  Guests() : ApplicationFixture({}, spaces(), {"guest", "secret"}) {}
  static domain::TopicSpaces spaces() {
    domain::TopicSpace space;
    space.name = "/topic/";
    space.publishers.is_everybody = space.subscribers.is_everybody = true;
    domain::TopicSpace kept = space, closed = space;
    kept.name = "/topic/kept";
    kept.is_kept = true;
    closed.name = "/topic/people";
    closed.publishers = closed.subscribers = {false, {}, {"user"}};
    return domain::TopicSpaces({space, kept, closed});
  }
  Opened let_in(const std::string& passcode = "secret", const std::string& address = "127.0.0.1") {
    return open(COCO_LOGIN, "guest", passcode, COCO_MOBILE, address);
  }
};

TEST_F(Guests, AnyNumberComesInAndNothingIsWritten) {
  const std::size_t accounts = rows_of(domain::account::table);
  std::set<coco_link> links;
  for (int i = 0; i < 100; ++i) links.insert(let_in().link);
  EXPECT_EQ(links.size(), 100u);
  EXPECT_EQ(rows_of(domain::session::table), 0u);
  EXPECT_EQ(rows_of(domain::token::table), 0u);
  EXPECT_EQ(rows_of(domain::account::table), accounts);
  EXPECT_TRUE(transport_.closed().empty()) << "nobody displaces another";
}

TEST_F(Guests, FromElsewhereTheGuestIsRefused) {
  for (const char* const address : {"10.0.0.1", "203.0.113.5", "::2", ""}) {
    const Opened refused = let_in("secret", address);
    EXPECT_EQ(refused.status, COCO_DENIED) << address;
    EXPECT_EQ(refused.why, "the account 'guest' is for clients on the host's own machine");
  }
  EXPECT_EQ(let_in("secret", "::1").status, COCO_OK);
}

TEST_F(Guests, AWrongPasscodeIsRefusedAndCountedAsAFailedSignIn) {
  for (const char* const wrong : {"", "secre", "secret ", "guest"}) EXPECT_EQ(let_in(wrong).status, COCO_INVALID) << wrong;
  for (int i = 4; i < 10; ++i) EXPECT_EQ(let_in("wrong").status, COCO_INVALID);
  EXPECT_EQ(let_in("secret").status, COCO_RATE);
  EXPECT_EQ(let_in("secret", "::1").status, COCO_OK) << "another address";
  advance(15 * 60'000);
  EXPECT_EQ(let_in("secret").status, COCO_OK);
}

TEST_F(Guests, TheGuestUsesTopicsOnly) {
  const coco_link guest = let_in().link;
  const Joined joined = join(guest, "/topic/a"), kept = join(guest, "/topic/kept", 0);
  EXPECT_EQ(publish(guest, "/topic/a", "m").status, COCO_OK);
  EXPECT_EQ(publish(guest, "/topic/kept", "m").seq, 1u);
  EXPECT_EQ(heard(joined).size(), 1u);
  EXPECT_EQ(heard(kept).size(), 1u);
  EXPECT_EQ(publish(guest, "/topic/people", "m").status, COCO_DENIED);
  EXPECT_EQ(join(guest, "/topic/people").status, COCO_DENIED);
  for (const char* const command :
       {"room.list", "friends.list", "profile.get", "auth.sign-out", "auth.device", "presence.connect"})
    EXPECT_EQ(ask({guest}, command).status, COCO_DENIED) << command;
  for (const char* const elsewhere : {"/me", "/room/0123456789abcdef01234567", "/room/0123456789abcdef01234567/live"})
    EXPECT_EQ(join(guest, elsewhere).status, COCO_DENIED) << elsewhere;
}

TEST_F(Guests, NobodySignsInAsGuestAndNobodyElseIsCalledThat) {
  EXPECT_FALSE(try_sign_in("guest", "secret", {0, COCO_ANONYMOUS, {}, COCO_MOBILE, "127.0.0.1"}).is_ok());
  must({0, COCO_OPERATOR}, "operator.user-password", R"({"cid":"guest","password":"secret"})");
  EXPECT_FALSE(try_sign_in("guest", "secret", {0, COCO_ANONYMOUS, {}, COCO_MOBILE, "127.0.0.1"}).is_ok());
  EXPECT_FALSE(ask({}, "auth.sign-up", form("guest")).is_ok());
}

TEST_F(Guests, ADisabledGuestIsSentAwayAndComesBackWhenEnabled) {
  const coco_link guest = let_in().link;
  must({0, COCO_OPERATOR}, "operator.user-disable", R"({"cid":"guest"})");
  advance(1000);
  ASSERT_EQ(transport_.closed().size(), 1u);
  EXPECT_EQ(transport_.closed()[0].link, guest);
  EXPECT_EQ(publish(guest, "/topic/a", "m").status, COCO_UNAUTHORIZED);
  EXPECT_EQ(let_in().status, COCO_INVALID);
  must({0, COCO_OPERATOR}, "operator.user-disable", R"({"cid":"guest","disabled":false})");
  EXPECT_EQ(let_in().status, COCO_OK);
}

TEST_F(Guests, TheAccountIsMadeOnce) {
  const std::int64_t account = let_in().account;
  restart();
  EXPECT_EQ(let_in().account, account);
}

struct NoGuests : ApplicationFixture {};

TEST_F(NoGuests, WithoutTheSettingThereIsNoGuest) {
  EXPECT_NE(open(COCO_LOGIN, "guest", "guest", COCO_MOBILE, "127.0.0.1").status, COCO_OK);
  EXPECT_NE(open(COCO_LOGIN, "", "", COCO_MOBILE, "127.0.0.1").status, COCO_OK);
  EXPECT_EQ(rows_of(domain::account::table), 0u);
}

TEST_F(NoGuests, APersonsNameIsNotTheGuests) {
  sign_up("anna");
  api::Application other(host_.host(), executor_, {}, {}, {"anna", "x"});
  std::string why;
  executor_.post([&] {
    runtime::spawn([](api::Application& app, std::string& out) -> runtime::Task<void> {
      try {
        co_await app.open_store();
      } catch (const coco::Error& error) {
        out = error.what();
      }
    }(other, why));
  });
  run();
  EXPECT_EQ(why, "setting 'guest': 'anna' is the account of a person; name another one");
}

}  // namespace
}  // namespace cocotalk::testing
