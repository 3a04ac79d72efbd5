// Finding again (core/domain/search, indexing; core/api/search_commands). What a word is belongs to the provider: here bytes
// between blanks.
#include <cocotalk/testing/fake_search.hpp>

#include <string>
#include <vector>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

class Searched : public ApplicationFixture {
 protected:
  explicit Searched(bool is_provided = true, domain::Limits limits = generous()) : ApplicationFixture(limits) {
    if (is_provided) host_.offer(COCO_SEARCH, search_.table());
    tick();
    alice_ = person("alice");
    bob_ = person("bob");
    carol_ = person("carol");
    dave_ = person("dave");
    room_ = create(alice_.as(), 1, {alice_.account, bob_.account, dave_.account}, "weekly meeting");
  }
  static domain::Limits generous() {
    domain::Limits limits;
    limits.search_burst = 1000;
    limits.message_burst = 0;
    return limits;
  }
  void tick() {
    executor_.post([this] { app_->indexing.tick(); });
    run();
    settle();
  }
  // Long enough for an index that has nothing else to do.
  void settle() {
    for (int i = 0; i < 40; ++i) advance(250);
  }
  void say(const Device& by, const std::string& room, const std::string& content, int type = 0) {
    must(by.as(), "room.send", saying(room, content, {}, type));
    settle();
  }
  static std::string words(const std::string& words, const std::string& more = {}) {
    return "{\"words\":" + json_text(words) + (more.empty() ? "" : "," + more) + "}";
  }
  // What the snippets of the messages say, newest first.
  std::vector<std::string> found(const Device& by, const std::string& json) {
    const Answered answer = must(by.as(), "search", json);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < answer.size("/messages"); ++i) {
      const std::string at = "/messages/" + std::to_string(i) + "/snippet";
      out.emplace_back();
      for (std::size_t piece = 0; piece < answer.size(at); ++piece)
        out.back() += (piece % 2 == 1 ? "[" : "") + answer.text(at + "/" + std::to_string(piece)) + (piece % 2 == 1 ? "]" : "");
    }
    return out;
  }
  std::string refusal(const Device& by, const std::string& json) {
    const Answered answer = ask(by.as(), "search", json);
    EXPECT_NE(answer.status, COCO_OK) << json;
    return answer.code() + ": " + answer.detail();
  }
  using Texts = std::vector<std::string>;

  FakeSearch search_;
  Device alice_, bob_, carol_, dave_;
  std::string room_;
};

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

// ---- how the index follows

TEST_F(Searched, WhatWasSaidBeforeThereWasAnIndexIsFoundToo) {
  for (int i = 1; i <= 1000; ++i) must(alice_.as(), "room.send", saying(room_, "budget " + std::to_string(i)));
  search_.table()->open(search_.table()->self, coco::view("nothing"),
                        coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  ASSERT_EQ(search_.documents(), 0u);
  restart();
  tick();
  EXPECT_EQ(search_.documents(), 1000u);
  EXPECT_EQ(search_.record(), app_->store_epoch);
  EXPECT_EQ(found(alice_, words("1000")), (Texts{"budget [1000]"}));
}

TEST_F(Searched, WhatWasSaidJustBeforeACrashIsFoundAfterIt) {
  search_.set_status(COCO_RETRY);  // the index gets nothing any more
  must(alice_.as(), "room.send", saying(room_, "last words"));
  advance(1000);
  ASSERT_EQ(search_.documents(), 0u);
  search_.set_status(COCO_OK);
  restart();
  tick();
  EXPECT_EQ(found(alice_, words("last")), (Texts{"[last] words"}));
}

TEST_F(Searched, AnIndexThatFailsForAWhileCatchesUp) {
  search_.set_status(COCO_RETRY);
  for (int i = 0; i < 3; ++i) say(alice_, room_, "budget");
  EXPECT_TRUE(host_.logged("the search index does not follow"));
  search_.set_status(COCO_OK);
  settle();
  EXPECT_EQ(search_.documents(), 3u);
}

TEST_F(Searched, ARoomPutBackByHandIsReadAnew) {
  say(alice_, room_, "budget");
  const std::string group(domain::RoomId::parse(room_)->blob());
  const coco_search_batch ahead{sizeof ahead, 0, coco::view(group), 1000, nullptr, 0};
  const coco_search_batch* const batches[] = {&ahead};
  search_.table()->index(search_.table()->self, batches, 1,
                         coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  restart();
  tick();
  say(alice_, room_, "budget");
  EXPECT_EQ(search_.documents(), 2u);
}

TEST_F(Searched, AnIndexThatWasExchangedIsFilledWithinAnHour) {
  say(alice_, room_, "budget");
  search_.table()->open(search_.table()->self, coco::view("another"),
                        coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  advance(60 * 60'000 + 1);
  tick();
  EXPECT_EQ(search_.documents(), 1u);
  EXPECT_EQ(search_.record(), app_->store_epoch);
}

TEST_F(Searched, ARoomThatIsGoneIsGoneFromTheIndex) {
  say(alice_, room_, "budget");
  for (const Device* const one : {&bob_, &dave_, &alice_}) must(one->as(), "room.leave", of_room(room_));
  settle();
  EXPECT_EQ(search_.documents(), 0u);
}

TEST_F(Searched, UntilTheIndexIsCompleteAnswersSaySo) {
  say(alice_, room_, "budget");
  restart();
  EXPECT_FALSE(must(alice_.as(), "search", words("budget")).flag("/complete"));
  settle();
  EXPECT_TRUE(must(alice_.as(), "search", words("budget")).flag("/complete"));
}

}  // namespace
}  // namespace cocotalk::testing
