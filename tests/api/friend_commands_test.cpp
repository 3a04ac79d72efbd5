#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

using Friend = ApplicationFixture;

std::string to(std::int64_t id) { return "{\"toUid\":" + std::to_string(id) + "}"; }

TEST_F(Friend, AddAnswersTheFriendshipWithBothPeople) {
  const Device alice = person("alice"), bob = person("bob");
  const Answered out = must(alice.as(), "friends.add", to(bob.account));
  EXPECT_EQ(out.number("/id"), 1);
  EXPECT_EQ(out.text("/fromUser/cid"), "alice");
  EXPECT_EQ(out.text("/fromUser/phone"), "010alice") << "oneself is shown whole";
  EXPECT_EQ(out.text("/toUser/cid"), "bob");
  EXPECT_TRUE(out.is_null("/toUser/phone"));
  EXPECT_FALSE(out.flag("/hidden"));
}

TEST_F(Friend, AddTakesANumericString) {
  const Device alice = person("alice"), bob = person("bob");
  EXPECT_TRUE(ask(alice.as(), "friends.add", R"({"toUid":")" + std::to_string(bob.account) + "\"}").is_ok());
}

TEST_F(Friend, AddRefusesTwiceUnknownAndOneself) {
  const Device alice = person("alice"), bob = person("bob");
  must(alice.as(), "friends.add", to(bob.account));
  const Answered twice = ask(alice.as(), "friends.add", to(bob.account));
  EXPECT_EQ(twice.status, COCO_INVALID);
  EXPECT_EQ(twice.code(), "BAD_REQUEST");
  EXPECT_EQ(twice.detail(), "해당 userId를 갖는 친구가 이미 존재합니다.");
  EXPECT_EQ(ask(alice.as(), "friends.add", to(99)).detail(), "해당 userId를 갖는 유저가 존재하지 않습니다.");
  EXPECT_EQ(ask(alice.as(), "friends.add", to(alice.account)).code(), "BAD_REQUEST");
  EXPECT_EQ(ask(alice.as(), "friends.add", "{}").code(), "NO_VALUES");
  EXPECT_EQ(must(alice.as(), "friends.list").size(), 1u);
}

TEST_F(Friend, OfFiftyAddsAtOnceOneSucceeds) {
  const Device alice = person("alice"), bob = person("bob");
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(begin(alice.as(), "friends.add", to(bob.account)));
  run();
  int added = 0;
  for (const AnswerPtr& answer : answers) added += (*answer)->is_ok() ? 1 : 0;
  EXPECT_EQ(added, 1);
}

TEST_F(Friend, ListTellsWhomIAddedAndWhoOnlyAddedMe) {
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol"), dave = person("dave");
  must(alice.as(), "friends.add", to(carol.account));
  must(bob.as(), "friends.add", to(alice.account));
  must(carol.as(), "friends.add", to(alice.account));
  const Answered out = must(alice.as(), "friends.list");
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out.text("/0/friend/cid"), "bob");
  EXPECT_EQ(out.number("/0/type"), 1);
  EXPECT_EQ(out.text("/1/friend/cid"), "carol");
  EXPECT_EQ(out.number("/1/type"), 0) << "mutual is active";
  EXPECT_TRUE(out.is_null("/1/friend/phone"));
  EXPECT_EQ(must(dave.as(), "friends.list").body(), "[]");
}

// F1: UTF-16 code units, as Java and JavaScript compare. "😀" is D83D there, before U+FF21 "Ａ"; in UTF-8 it comes after.
TEST_F(Friend, ListIsSortedByNameAsTheClientsCompareNames) {
  const Device alice = person("alice");
  for (const char* const name : {"Ａ", "😀", "bob", "밥", "Zoe"}) must(alice.as(), "friends.add", to(sign_up(name)));
  const Answered out = must(alice.as(), "friends.list");
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(out.text("/" + std::to_string(i) + "/friend/username"));
  EXPECT_EQ(names, (std::vector<std::string>{"Zoe", "bob", "밥", "😀", "Ａ"}));
}

TEST_F(Friend, FindSaysWhatSomebodyIsToMe) {
  const Device alice = person("alice"), bob = person("bob");
  const std::int64_t carol = sign_up("carol");
  must(alice.as(), "friends.add", to(carol));
  must(bob.as(), "friends.add", to(alice.account));
  const auto type = [&](const char* cid) {
    return must(alice.as(), "friends.find", std::string("{\"cid\":") + json_text(cid) + "}").number("/type");
  };
  EXPECT_EQ(type("alice"), 3);
  EXPECT_EQ(type("carol"), 0);
  EXPECT_EQ(type("bob"), 1);
  const Answered unknown = must(alice.as(), "friends.find", R"({"cid":"nobody"})");
  EXPECT_EQ(unknown.number("/type"), 1);
  EXPECT_TRUE(unknown.is_null("/friend/id"));
  EXPECT_EQ(unknown.size("/friend"), 10u);
}

TEST_F(Friend, BothSidesHearThatFriendsChanged) {
  const Device alice = person("alice"), bob = person("bob");
  const Joined a = join(open(alice).link, "/me"), b = join(open(bob).link, "/me");
  must(alice.as(), "friends.add", to(bob.account));
  for (const Joined& me : {a, b}) {
    ASSERT_EQ(heard(me).size(), 1u);
    EXPECT_EQ(heard(me)[0].kind, "friends");
  }
}

struct FewFriends : ApplicationFixture {
  static domain::Limits few() {
    domain::Limits limits;
    limits.account_friends = 2;
    return limits;
  }
  FewFriends() : ApplicationFixture(few()) {}
};

TEST_F(FewFriends, AnAccountHasAsManyAsTheLimitSays) {
  const Device alice = person("alice");
  for (const char* const name : {"b", "c"}) EXPECT_TRUE(ask(alice.as(), "friends.add", to(sign_up(name))).is_ok());
  EXPECT_EQ(ask(alice.as(), "friends.add", to(sign_up("d"))).code(), "BAD_REQUEST");
}

// ---- several at once, hiding, removing

TEST_F(Friend, AddAllSkipsRepetitionsFriendsStrangersAndOneself) {
  const Device alice = person("alice");
  person("bob");
  person("carol");
  must(alice.as(), "friends.add", to(2));
  const Answered out = must(alice.as(), "friends.add-all", R"({"toUidList":[2,"3",3,99,1]})");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out.text("/0/toUser/cid"), "carol");
  EXPECT_EQ(must(alice.as(), "friends.list").size(), 2u);
  EXPECT_EQ(ask(alice.as(), "friends.add-all", R"({"toUidList":["x"]})").code(), "BAD_REQUEST");
}

TEST_F(Friend, AddAllTakesAHundredAndNotOneMore) {
  const Device alice = person("alice");
  std::string list = "1";
  for (int i = 1; i < 100; ++i) list += ",1";
  EXPECT_TRUE(ask(alice.as(), "friends.add-all", "{\"toUidList\":[" + list + "]}").is_ok());
  EXPECT_EQ(ask(alice.as(), "friends.add-all", "{\"toUidList\":[" + list + ",1]}").code(), "BAD_REQUEST");
}

TEST_F(Friend, AHiddenFriendIsInTheListOfTheHiddenOnly) {
  const Device alice = person("alice"), bob = person("bob");
  person("carol");
  for (const std::int64_t id : {3, 2}) must(alice.as(), "friends.add", to(id));
  must(bob.as(), "friends.add", to(1));
  const Answered out = must(alice.as(), "friends.hide", R"({"toUid":2,"hidden":true})");
  EXPECT_TRUE(out.flag("/hidden"));
  EXPECT_EQ(out.text("/toUser/cid"), "bob");
  must(alice.as(), "friends.hide", R"({"toUid":3,"hidden":true})");
  EXPECT_EQ(must(alice.as(), "friends.list").size(), 0u) << "also when they added me";
  const Answered hidden = must(alice.as(), "friends.hidden");
  EXPECT_EQ(hidden.text("/0/cid"), "bob") << "by name";
  EXPECT_EQ(hidden.text("/1/cid"), "carol");
  must(alice.as(), "friends.hide", R"({"toUid":2,"hidden":false})");
  EXPECT_EQ(must(alice.as(), "friends.list").size(), 1u);
  EXPECT_EQ(must(alice.as(), "friends.hidden").size(), 1u);
  EXPECT_EQ(ask(bob.as(), "friends.hide", R"({"toUid":3,"hidden":true})").detail(),
            "해당 userId를 갖는 친구가 존재하지 않습니다.");
  EXPECT_EQ(ask(bob.as(), "friends.hide", R"({"toUid":1})").code(), "NO_VALUES");
}

TEST_F(Friend, RemovingEndsOnesOwnSideOnly) {
  const Device alice = person("alice"), bob = person("bob");
  must(alice.as(), "friends.add", to(2));
  must(bob.as(), "friends.add", to(1));
  EXPECT_EQ(must(alice.as(), "friends.remove", to(2)).body(), "\"bob 님을 친구에서 삭제했습니다.\"");
  EXPECT_EQ(must(alice.as(), "friends.list").number("/0/type"), 1) << "he still has added me";
  EXPECT_EQ(must(bob.as(), "friends.list").number("/0/type"), 0);
  EXPECT_EQ(ask(alice.as(), "friends.remove", to(2)).detail(), "해당 userId를 갖는 친구가 존재하지 않습니다.");
  EXPECT_EQ(ask(alice.as(), "friends.remove", to(99)).detail(), "해당 userId를 갖는 유저가 존재하지 않습니다.");
}

}  // namespace
}  // namespace cocotalk::testing
