#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct ProfileCommands : ApplicationFixture {
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  static std::string update(const std::string& changes) {
    return R"({"username":"new","nickname":"nick","email":"new@x.y","phone":"0109","status":2)" + changes + "}";
  }
};

// ---- profile.update, profile.message

TEST_F(ProfileCommands, UpdateOverwritesEveryFieldAndAnswersTheUser) {
  const Answered out = must(alice.as(), "profile.update", update(R"(,"birth":"1995-10-28")"));
  EXPECT_EQ(out.text("/username"), "new");
  EXPECT_EQ(out.text("/email"), "new@x.y");
  EXPECT_EQ(out.text("/birth"), "1995-10-28");
  EXPECT_EQ(out.number("/status"), 2);
  EXPECT_EQ(must(alice.as(), "profile.get").body(), out.body());
  EXPECT_TRUE(must(alice.as(), "profile.update", update("")).is_null("/birth")) << "a missing date is no date";
}

TEST_F(ProfileCommands, UpdateRefusesWhatIsMissingTakenTooLongOrNoDate) {
  const std::string before = must(alice.as(), "profile.get").body();
  for (const char* const bad : {R"({"nickname":"n","email":"e","phone":"p","status":0})",
                                R"({"username":" ","nickname":"n","email":"e","phone":"p","status":0})",
                                R"({"username":"u","nickname":"n","email":"e","phone":"p"})"})
    EXPECT_EQ(ask(alice.as(), "profile.update", bad).code(), "NO_VALUES") << bad;
  EXPECT_EQ(ask(alice.as(), "profile.update", update(R"(,"birth":"1995-02-30")")).code(), "BAD_REQUEST");
  const auto with = [](const std::string& name, const std::string& phone) {
    return "{\"username\":" + json_text(name) + R"(,"nickname":"n","email":"e@x","phone":)" + json_text(phone) +
           R"(,"status":0})";
  };
  EXPECT_EQ(ask(alice.as(), "profile.update", with("u", "010bob")).code(), "EXISTS_INFO");
  EXPECT_EQ(ask(alice.as(), "profile.update", with(std::string(21, 'u'), "1")).code(), "BAD_REQUEST");
  EXPECT_EQ(must(alice.as(), "profile.get").body(), before);
  EXPECT_TRUE(ask(alice.as(), "profile.update", with(std::string(20, 'u'), "1")).is_ok());
  EXPECT_EQ(ask({}, "profile.update", with("u", "1")).code(), "JWT_AUTHENTICATION");
}

TEST_F(ProfileCommands, TheMessageStandsInTheProfileTextAndIsAtMost200Characters) {
  std::string long_one;
  for (int i = 0; i < 200; ++i) long_one += "가";
  EXPECT_EQ(must(alice.as(), "profile.message", R"({"message":"hi"})").text("/profile"),
            R"({"profile":null,"background":null,"message":"hi"})");
  EXPECT_TRUE(ask(alice.as(), "profile.message", "{\"message\":" + json_text(long_one) + "}").is_ok());
  EXPECT_EQ(ask(alice.as(), "profile.message", "{\"message\":" + json_text(long_one + "x") + "}").code(), "BAD_REQUEST");
  EXPECT_EQ(must(alice.as(), "profile.message", R"({"message":null})").text("/profile"),
            R"({"profile":null,"background":null,"message":null})");
}

TEST_F(ProfileCommands, AChangeIsSeenInTheRoomsAtOnceAndByWhoLooksAtThem) {
  const std::string id = create(bob.as(), 1, {1, 2, 3});
  send(alice.as(), id, "hi");
  ask(alice.as(), "room.leave", saying(id, "bye"));
  const Opened page = open_by_ticket(bob);
  const Joined room = join(page.link, "/topic/" + id + "/room");
  must(carol.as(), "profile.message", R"({"message":"hello"})");
  ASSERT_EQ(heard(room).size(), 1u);
  EXPECT_EQ(heard(room)[0].body.text("/members/1/profile"), R"({"profile":null,"background":null,"message":"hello"})");
  must(alice.as(), "profile.update", update(""));
  As web = bob.as();
  web.device = COCO_WEB;
  EXPECT_EQ(must(web, "room.get", of_room(id)).text("/members/2/username"), "new") << "ghosts too";
}

// ---- user.get, user.list

TEST_F(ProfileCommands, AnotherUserIsShownWithoutPhoneAndEmailOneselfWhole) {
  const Answered bobs = must(alice.as(), "user.get", R"({"userId":2})");
  EXPECT_EQ(bobs.text("/cid"), "bob");
  EXPECT_TRUE(bobs.is_null("/phone"));
  EXPECT_EQ(must(alice.as(), "user.get", R"({"userId":1})").text("/phone"), "010alice");
  EXPECT_EQ(ask(alice.as(), "user.get", R"({"userId":99})").detail(), "해당 userId를 갖는 유저가 존재하지 않습니다.");
  EXPECT_EQ(ask(alice.as(), "user.get").code(), "NO_VALUES");
  EXPECT_EQ(ask({}, "user.get", R"({"userId":1})").code(), "JWT_AUTHENTICATION");
}

TEST_F(ProfileCommands, TheListOfUsersIsOneselfAndWhomOneKnows) {
  must(alice.as(), "friends.add", R"({"toUid":3})");
  const Answered list = must(alice.as(), "user.list");
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list.number("/0/id"), 1);
  EXPECT_EQ(list.number("/1/id"), 3);
}

// ---- profile.delete

TEST_F(ProfileCommands, FriendsOfADeletedAccountHearOfItAndNobodyWaitsForItToRead) {
  must(bob.as(), "friends.add", R"({"toUid":1})");
  const std::string room = create(bob.as(), 0, {1, 2});
  const Joined me = join(open(bob).link, "/me");
  must(alice.as(), "profile.delete");
  bool heard_of_friends = false;
  for (const Heard& h : heard(me)) heard_of_friends = heard_of_friends || h.kind == "friends";
  EXPECT_TRUE(heard_of_friends);
  EXPECT_EQ(must(bob.as(), "friends.list").body(), "[]");
  EXPECT_EQ(must(bob.as(), "room.get", of_room(room)).text("/members/0/enteredAt"), "9999-12-31T23:59:59.999");
}

TEST_F(ProfileCommands, ADeletedAccountIsNobodyAndWhatItSaidStays) {
  const std::string id = create(alice.as(), 1, {1, 2, 3});
  send(alice.as(), id, "I was here");
  must(alice.as(), "friends.add", R"({"toUid":2})");
  must(bob.as(), "friends.add", R"({"toUid":1})");
  const Answered out = must(alice.as(), "profile.delete");
  EXPECT_EQ(out.body(), "\"유저 alice이 삭제되었습니다.\"");
  EXPECT_EQ(ask(alice.as(), "profile.get").code(), "JWT_AUTHENTICATION") << "its sessions are over";
  EXPECT_FALSE(try_sign_in("alice", "pw").is_ok());
  EXPECT_EQ(must(bob.as(), "friends.list").body(), "[]");
  EXPECT_EQ(rows_of("friend"), 0u);
  EXPECT_TRUE(must({}, "user.by-cid", R"({"cid":"alice"})").is_null("/id"));
  EXPECT_EQ(ask(bob.as(), "user.get", R"({"userId":1})").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(bob.as(), "friends.add", R"({"toUid":1})").code(), "BAD_REQUEST");
  EXPECT_EQ(try_create(bob.as(), 0, {1, 2}).code(), "BAD_REQUEST");
  const Answered tail = must(bob.as(), "room.tail", of_room(id));
  EXPECT_EQ(tail.text("/messageList/0/content"), "I was here");
  EXPECT_EQ(tail.text("/room/members/0/username"), "알 수 없음");
  EXPECT_EQ(sign_up("alice"), 4) << "its cid, phone and e-mail are free again";
}

}  // namespace
}  // namespace cocotalk::testing
