// Finding again (core/domain/search, core/api/search_commands).
#include "tests/api/searched.hpp"

namespace cocotalk::testing {
namespace {

class SearchedByNobody : public Searched {
 protected:
  SearchedByNobody() : Searched(false) {}
};
class SearchedRarely : public Searched {
 protected:
  SearchedRarely() : Searched(true, domain::Limits()) {}
};

// ---- what is found

TEST_F(Searched, AMessageIsFoundByItsMembersWithItsPlace) {
  say(alice_, room_, "the budget is ready");
  const Answered answer = must(bob_.as(), "search", words("budget"));
  ASSERT_EQ(answer.size("/messages"), 1u);
  EXPECT_EQ(answer.text("/messages/0/roomId"), room_);
  EXPECT_EQ(answer.number("/messages/0/userId"), alice_.account);
  EXPECT_EQ(answer.number("/messages/0/number"), 1);
  EXPECT_EQ(answer.text("/messages/0/id").size(), 24u);
  EXPECT_EQ(answer.text("/messages/0/messageBundleId").size(), 24u);
  EXPECT_TRUE(answer.is_null("/next"));
  EXPECT_TRUE(answer.flag("/complete"));
  EXPECT_EQ(found(bob_, words("budget")), (Texts{"the [budget] is ready"}));
}

TEST_F(Searched, WhoIsNotInTheRoomFindsNothingOfIt) {
  say(alice_, room_, "budget");
  EXPECT_EQ(found(carol_, words("budget")), Texts());
  EXPECT_EQ(refusal(carol_, words("budget", "\"roomId\":" + json_text(room_))), "NOT_PERMITTED: ");
}

TEST_F(Searched, WhoJoinsLaterFindsNothingOlder) {
  say(alice_, room_, "old budget");
  must(alice_.as(), "room.invite",
       "{\"roomId\":" + json_text(room_) + ",\"invitees\":[{\"userId\":" + std::to_string(carol_.account) + "}]}");
  say(bob_, room_, "new budget");
  EXPECT_EQ(found(carol_, words("budget")), (Texts{"new [budget]"}));
  EXPECT_EQ(found(alice_, words("budget")), (Texts{"new [budget]", "old [budget]"}));
}

TEST_F(Searched, WhoLeftFindsNothingAnyMore) {
  say(alice_, room_, "budget");
  must(bob_.as(), "room.leave", of_room(room_));
  EXPECT_EQ(found(bob_, words("budget")), Texts());
  EXPECT_EQ(found(alice_, words("budget")), (Texts{"[budget]"}));
}

TEST_F(Searched, OnlyTextsAreSearched) {
  say(alice_, room_, "https://x/budget.jpeg", 4);
  say(alice_, room_, "https://x/budget.pdf", 6);
  must(alice_.as(), "room.invite",
       "{\"roomId\":" + json_text(room_) + ",\"invitees\":[{\"userId\":" + std::to_string(carol_.account) +
           "}],\"content\":\"budget\"}");
  advance(1000);
  EXPECT_EQ(found(alice_, words("budget")), Texts());
}

TEST_F(Searched, OneRoomCanBeNamed) {
  const std::string other = create(alice_.as(), 1, {alice_.account, carol_.account, dave_.account}, "other");
  say(alice_, room_, "budget one");
  say(alice_, other, "budget two");
  EXPECT_EQ(found(alice_, words("budget", "\"roomId\":" + json_text(room_))), (Texts{"[budget] one"}));
  EXPECT_EQ(found(alice_, words("budget")), (Texts{"[budget] two", "[budget] one"}));
}

TEST_F(Searched, PagesGoOnWhereTheLastOneEnded) {
  for (int i = 1; i <= 5; ++i) say(alice_, room_, "budget " + std::to_string(i));
  const Answered first = must(bob_.as(), "search", words("budget", "\"limit\":2"));
  EXPECT_EQ(first.size("/messages"), 2u);
  EXPECT_TRUE(first.has("/rooms"));
  const std::string after = ",\"after\":" + json_text(first.text("/next"));
  EXPECT_EQ(found(bob_, words("budget", "\"limit\":2" + after)), (Texts{"[budget] 3", "[budget] 2"}));
  EXPECT_FALSE(must(bob_.as(), "search", words("budget", "\"limit\":2" + after)).has("/rooms")) << "found again on each page";
  EXPECT_EQ(found(bob_, words("budget", "\"limit\":3" + after)), (Texts{"[budget] 3", "[budget] 2", "[budget] 1"}));
}

// The index proposes; what stands in the message decides.
TEST_F(Searched, WhatTheIndexHasWronglyIsNotShown) {
  say(alice_, room_, "budget");
  const std::string group(domain::RoomId::parse(room_)->blob());
  const std::string lie = "secret";
  const coco_search_document document{sizeof document, 0, 1, host_.now_ms, coco::view(lie)};
  const coco_search_document* const documents[] = {&document};
  const coco_search_batch batch{sizeof batch, 0, coco::view(group), 1, documents, 1};
  const coco_search_batch* const batches[] = {&batch};
  search_.table()->index(search_.table()->self, batches, 1,
                         coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  EXPECT_EQ(found(bob_, words("secret")), Texts());
}

TEST_F(Searched, RoomsAreFoundByNameAndPrivateOnesByTheOther) {
  const std::string with_carol = create(alice_.as(), 0, {alice_.account, carol_.account}, "x");
  const Answered by_name = must(alice_.as(), "search", words("meeting"));
  ASSERT_EQ(by_name.size("/rooms"), 1u);
  EXPECT_EQ(by_name.text("/rooms/0/id"), room_);
  EXPECT_EQ(must(alice_.as(), "search", words("carol")).text("/rooms/0/id"), with_carol);
  EXPECT_EQ(must(carol_.as(), "search", words("carol")).size("/rooms"), 0u) << "by one's own name";
  EXPECT_EQ(must(carol_.as(), "search", words("meeting")).size("/rooms"), 0u) << "of somebody else";
}

TEST_F(Searched, FriendsAreFoundByTheirNames) {
  must(alice_.as(), "friends.add", "{\"toUid\":" + std::to_string(bob_.account) + "}");
  const Answered answer = must(alice_.as(), "search", words("bo"));
  ASSERT_EQ(answer.size("/friends"), 1u);
  EXPECT_EQ(answer.number("/friends/0/friend/id"), bob_.account);
  EXPECT_EQ(must(alice_.as(), "search", words("carol")).size("/friends"), 0u);
}

TEST_F(Searched, OnlyWhatIsAskedForIsSearched) {
  const Answered answer = must(alice_.as(), "search", words("meeting", "\"in\":[\"rooms\"]"));
  EXPECT_TRUE(answer.has("/rooms"));
  EXPECT_FALSE(answer.has("/messages"));
  EXPECT_FALSE(answer.has("/friends"));
}

// ---- what is refused

TEST_F(Searched, WordsThatSayNothingAreRefused) {
  EXPECT_EQ(refusal(alice_, "{}"), "NO_VALUES: 'words' is missing or blank");
  EXPECT_EQ(refusal(alice_, words(" \t\n")), "NO_VALUES: 'words' is missing or blank");
  EXPECT_EQ(ask(alice_.as(), "search", "{\"words\":\"a\\u0000b\"}").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(alice_.as(), "search", "{\"words\":\"\\ud800\"}").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(alice_.as(), "search", "{\"words\":5}").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(alice_.as(), "search", "{\"words\":\"a\",\"words\":\"b\"}").code(), "BAD_REQUEST");
}

TEST_F(Searched, WordsHaveALimitInCharacters) {
  std::string longest;
  for (int i = 0; i < 100; ++i) longest += "회";
  EXPECT_TRUE(ask(alice_.as(), "search", words(longest)).is_ok());
  EXPECT_EQ(refusal(alice_, words(longest + "의")), "BAD_REQUEST: 'words' is longer than 100 characters");
}

TEST_F(Searched, WhatIsNoLimitNoPageAndNoPlaceIsRefused) {
  EXPECT_EQ(refusal(alice_, words("a", "\"limit\":0")), "BAD_REQUEST: 'limit' is 0, not 1 to 50");
  EXPECT_TRUE(ask(alice_.as(), "search", words("a", "\"limit\":1")).is_ok());
  EXPECT_TRUE(ask(alice_.as(), "search", words("a", "\"limit\":50")).is_ok());
  EXPECT_EQ(refusal(alice_, words("a", "\"limit\":51")), "BAD_REQUEST: 'limit' is 51, not 1 to 50");
  for (const char* const after : {"", "0", "-1", "x", "1x", "99999999999999999999"})
    EXPECT_EQ(refusal(alice_, words("a", "\"after\":" + json_text(after))),
              "BAD_REQUEST: 'after' is nothing that a search has answered as 'next'");
  EXPECT_EQ(refusal(alice_, words("a", "\"in\":[\"people\"]")),
            "BAD_REQUEST: 'in' names 'people', not messages, rooms or friends");
  EXPECT_EQ(refusal(alice_, words("a", "\"roomId\":\"x\"")), "BAD_REQUEST: 'roomId' is not 24 lower-case hex digits");
}

TEST_F(Searched, WhoIsNotSignedInIsRefused) { EXPECT_EQ(ask({}, "search", words("a")).status, COCO_UNAUTHORIZED); }

TEST_F(SearchedRarely, WhoAsksTooOftenIsRefusedForAMoment) {
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(ask(alice_.as(), "search", words("a")).is_ok()) << i;
  const Answered refused = ask(alice_.as(), "search", words("a"));
  EXPECT_EQ(refused.code(), "RATE");
  EXPECT_GT(refused.retry_after_ms, 0u);
  EXPECT_TRUE(ask(bob_.as(), "search", words("a")).is_ok());
  advance(refused.retry_after_ms);
  EXPECT_TRUE(ask(alice_.as(), "search", words("a")).is_ok());
}

TEST_F(Searched, ABusyIndexIsSaidSo) {
  search_.set_status(COCO_BUSY);
  EXPECT_EQ(ask(alice_.as(), "search", words("a")).status, COCO_BUSY);
}

TEST_F(SearchedByNobody, WithoutAProviderNothingIsFedAndTheRefusalSaysWhy) {
  say(alice_, room_, "budget");
  const Answered answer = ask(alice_.as(), "search", words("budget"));
  EXPECT_EQ(answer.code(), "BAD_REQUEST");
  EXPECT_EQ(answer.detail(), "this host has no search; an operator adds the plugin 'search'");
}

}  // namespace
}  // namespace cocotalk::testing
