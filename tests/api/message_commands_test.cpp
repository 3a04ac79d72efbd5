// message.edit, message.delete, message.react, and what room.send says beside its text (core/domain/revisions, reactions).
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr char deleted[] = "삭제된 메시지입니다.";

// Alice, Bob and Carol; Alice's and Bob's native links, and what they hear of the room.
struct Letter : ApplicationFixture {
  Letter() : ApplicationFixture(without_rate()) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    limits.access_token_ms = 72 * 60 * minute;
    return limits;
  }
  static std::string about(const std::string& room, const std::string& message, const std::string& more = {}) {
    return "{\"roomId\":" + json_text(room) + ",\"messageId\":" + json_text(message) + more + "}";
  }
  Answered edit(const As& as, const std::string& message, const std::string& content) {
    return ask(as, "message.edit", about(room, message, ",\"content\":" + json_text(content)));
  }
  Answered erase(const As& as, const std::string& message, const std::string& scope) {
    return ask(as, "message.delete", about(room, message, ",\"scope\":" + json_text(scope)));
  }
  Answered react(const As& as, const std::string& message, const std::string& emoji, bool adds = true) {
    return ask(as, "message.react",
               about(room, message, ",\"emoji\":" + json_text(emoji) + ",\"added\":" + (adds ? "true" : "false")));
  }
  std::string said(const As& as, const std::string& content, const std::string& client_id = {}) {
    return send(as, room, content, client_id).message_id;
  }
  Answered answer(const As& as, const std::string& message, const std::string& content, const std::string& client_id = {}) {
    return ask(as, "room.send",
               "{\"roomId\":" + json_text(room) + ",\"content\":" + json_text(content) + ",\"reply-to\":" + json_text(message) +
                   (client_id.empty() ? "" : ",\"clientMsgId\":" + json_text(client_id)) + "}");
  }
  Answered name(const As& as, const std::string& content, const std::string& mentions, const std::string& client_id = {}) {
    return ask(as, "room.send",
               "{\"roomId\":" + json_text(room) + ",\"content\":" + json_text(content) + ",\"mentions\":" + mentions +
                   (client_id.empty() ? "" : ",\"clientMsgId\":" + json_text(client_id)) + "}");
  }
  std::vector<std::string> contents(const As& as) {
    const Answered tail = must(as, "room.tail", of_room(room));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tail.size("/messageList"); ++i)
      out.push_back(tail.text("/messageList/" + std::to_string(i) + "/content"));
    return out;
  }
  std::vector<std::string> kinds(const Joined& joined) {
    std::vector<std::string> out;
    for (const Heard& h : heard(joined)) out.push_back(h.kind);
    return out;
  }
  using Texts = std::vector<std::string>;

  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  const std::string room = create(alice.as(), 1, {1, 2, 3});
  const Opened alices = open(alice), bobs = open(bob);
  const Joined events = join(bobs.link, "/room/" + room);
};

// ---- edit

TEST_F(Letter, AnEditChangesTheTextForWhoeverReadsItAndIsTold) {
  const std::string id = said(alice.as(), "helo");
  const Answered out = edit(alice.as(), id, "hello");
  ASSERT_TRUE(out.is_ok()) << out.body();
  EXPECT_EQ(out.number("/seq"), 2);
  EXPECT_EQ(contents(bob.as()), Texts{"hello"}) << "an original client, when it loads again";
  const Answered tail = must(bobs.as(), "room.tail", of_room(room));
  EXPECT_EQ(tail.text("/messageList/0/content"), "hello");
  EXPECT_TRUE(tail.has("/messageList/0/editedAt"));
  EXPECT_FALSE(must(bob.as(), "room.tail", of_room(room)).has("/messageList/0/editedAt"));
  ASSERT_EQ(kinds(events), (Texts{"message", "edited"}));
  const Heard& heard_edit = heard(events)[1];
  EXPECT_EQ(heard_edit.seq, 2);
  EXPECT_EQ(heard_edit.body.text("/messageId"), id);
  EXPECT_EQ(heard_edit.body.text("/content"), "hello");
  EXPECT_EQ(heard_edit.body.number("/number"), 1);
}

TEST_F(Letter, OnlyOnesOwnTextsAreEdited) {
  const std::string id = said(alice.as(), "mine");
  EXPECT_EQ(edit(bob.as(), id, "his").code(), "NOT_PERMITTED");
  const std::string photo = must(alice.as(), "room.send", saying(room, "http://h/1.png", {}, 4)).message_id;
  EXPECT_EQ(edit(alice.as(), photo, "text").code(), "BAD_REQUEST");
  EXPECT_EQ(edit(alice.as(), id, "").code(), "BAD_REQUEST");
  EXPECT_EQ(edit(alice.as(), id, std::string(16 * 1024 + 1, 'a')).code(), "BAD_REQUEST");
  EXPECT_EQ(edit(alice.as(), std::string(24, '0'), "x").code(), "BAD_REQUEST");
  EXPECT_EQ(edit(alice.as(), "no id", "x").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(person("dave").as(), "message.edit", about(room, id, ",\"content\":\"x\"")).code(), "NOT_PERMITTED");
  EXPECT_EQ(rows_of("event"), 2u);
  EXPECT_EQ(contents(bob.as())[0], "mine");
}

TEST_F(Letter, AnEditComesWithinFifteenMinutes) {
  const std::string id = said(alice.as(), "helo");
  advance(15 * minute);
  EXPECT_TRUE(edit(alice.as(), id, "hello").is_ok());
  advance(1);
  EXPECT_EQ(edit(alice.as(), id, "hello!").code(), "BAD_REQUEST");
  EXPECT_EQ(contents(bob.as()), Texts{"hello"});
}

TEST_F(Letter, TheSameTextAgainIsNoEvent) {
  const std::string id = said(alice.as(), "hello");
  const Answered out = edit(alice.as(), id, "hello");
  EXPECT_TRUE(out.is_ok());
  EXPECT_EQ(out.body(), "{}");
  EXPECT_EQ(rows_of("event"), 1u);
}

TEST_F(Letter, WhatWasEditedIsStillTheSameMessageForItsClientId) {
  const std::string id = said(alice.as(), "helo", "c1");
  edit(alice.as(), id, "hello");
  EXPECT_EQ(send(alice.as(), room, "helo", "c1").message_id, id) << "the first try, again";
  EXPECT_EQ(send(alice.as(), room, "hello", "c1").code(), "CONFLICT") << "never said under this id";
  edit(alice.as(), id, "hello!");
  EXPECT_EQ(send(alice.as(), room, "helo", "c1").message_id, id) << "edited twice";
}

TEST_F(Letter, WhoResumesHearsEditsInOrderWithTheTextOfNow) {
  const std::string id = said(alice.as(), "a");
  edit(alice.as(), id, "b");
  said(bob.as(), "c");
  edit(alice.as(), id, "d");
  const Joined again = join(open(carol).link, "/room/" + room, 0);
  EXPECT_EQ(kinds(again), (Texts{"message", "edited", "message", "edited"}));
  EXPECT_EQ(sequences(again), (std::vector<std::int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(heard(again)[1].body.text("/content"), "d");
  restart();
  const Joined later = join(open(sign_in("carol")).link, "/room/" + room, 1);
  EXPECT_EQ(heard(later)[2].body.text("/content"), "d");
}

TEST_F(Letter, WhoCameLaterHearsNothingOfWhatWasSaidBefore) {
  const std::string id = said(alice.as(), "secret");
  const Device dave = person("dave");
  must(alice.as(), "room.invite", "{\"roomId\":" + json_text(room) + ",\"invitees\":[{\"userId\":4}]}");
  const Joined daves = join(open(dave).link, "/room/" + room);
  edit(alice.as(), id, "secret still");
  ASSERT_EQ(kinds(daves), Texts{"hidden"}) << "its place in the sequence alone";
  EXPECT_EQ(heard(daves)[0].body.size(), 2u) << heard(daves)[0].body.body();
  const Joined resumed = join(open(dave).link, "/room/" + room, 2);
  EXPECT_EQ(kinds(resumed), Texts{"hidden"});
  EXPECT_EQ(react(dave.as(), id, "👍").code(), "BAD_REQUEST");
  EXPECT_EQ(kinds(events).back(), "edited") << "the others hear it";
}

TEST_F(Letter, TheListShowsTheNewestMessageAsItIsNow) {
  const Joined me = join(bobs.link, "/me");
  const std::string id = said(alice.as(), "helo");
  edit(alice.as(), id, "hello");
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "hello");
  EXPECT_EQ(heard(me).back().body.text("/last/content"), "hello");
  erase(alice.as(), id, "all");
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), deleted);
  EXPECT_TRUE(heard(me).back().body.flag("/last/deleted"));
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1) << "what stands for it is there to be read";
}

// ---- delete, for all

TEST_F(Letter, WhatIsTakenBackIsGoneFromTheStoreAndASentenceStandsForIt) {
  const std::string id = said(alice.as(), "oh no");
  edit(alice.as(), id, "oh no no");
  ASSERT_TRUE(erase(alice.as(), id, "all").is_ok());
  EXPECT_EQ(contents(bob.as()), Texts{deleted});
  EXPECT_TRUE(must(bobs.as(), "room.tail", of_room(room)).flag("/messageList/0/deleted"));
  EXPECT_EQ(kinds(events), (Texts{"message", "edited", "deleted"}));
  EXPECT_EQ(heard(events)[2].body.text("/messageId"), id);
  FakeStorage::Snapshot kept = storage_->snapshot();
  for (const auto& [key, row] : kept.tables.at("event").rows)
    for (const auto& value : row) {
      const auto* const text = std::get_if<memory::Text>(&value);
      EXPECT_TRUE(text == nullptr || text->bytes.find("oh no") == std::string::npos) << "nobody reads it any more";
    }
  const Joined again = join(open(carol).link, "/room/" + room, 0);
  EXPECT_EQ(kinds(again), (Texts{"message", "edited", "deleted"}));
  EXPECT_EQ(heard(again)[0].body.text("/content"), "");
  EXPECT_TRUE(heard(again)[0].body.flag("/deleted"));
}

TEST_F(Letter, OnlyOnesOwnAreTakenBackWithinADay) {
  const std::string id = said(alice.as(), "x");
  EXPECT_EQ(erase(bob.as(), id, "all").code(), "NOT_PERMITTED");
  EXPECT_EQ(erase(alice.as(), id, "everybody").code(), "BAD_REQUEST");
  const std::string notice = must(alice.as(), "room.send", saying(room, "invited", {}, 1)).message_id;
  EXPECT_EQ(erase(alice.as(), notice, "all").code(), "BAD_REQUEST");
  advance(24 * 60 * minute);
  EXPECT_TRUE(erase(alice.as(), id, "all").is_ok());
  const std::string other = said(alice.as(), "y");
  advance(24 * 60 * minute + 1);
  EXPECT_EQ(erase(alice.as(), other, "all").code(), "BAD_REQUEST");
}

TEST_F(Letter, TakingBackTwiceIsOneEvent) {
  const std::string id = said(alice.as(), "x", "c1");
  erase(alice.as(), id, "all");
  EXPECT_EQ(erase(alice.as(), id, "all").body(), "{}");
  EXPECT_EQ(edit(alice.as(), id, "again").code(), "BAD_REQUEST");
  EXPECT_EQ(rows_of("event"), 2u);
  EXPECT_EQ(send(alice.as(), room, "x", "c1").message_id, id) << "said once, for ever";
  EXPECT_EQ(send(alice.as(), room, "", "c1").code(), "BAD_REQUEST");
}

TEST_F(Letter, WhoTookAPhotoBackAndLeftIsStillListedForPages) {
  const std::string photo = must(bob.as(), "room.send", saying(room, "http://h/1.png", {}, 4)).message_id;
  erase(bob.as(), photo, "all");
  must(bob.as(), "room.leave", of_room(room));
  const Answered page = must({0, COCO_ACCESS_TOKEN, carol.access, COCO_WEB}, "room.get", of_room(room));
  EXPECT_EQ(page.size("/members"), 3u) << "a page cannot show a text of somebody it does not know";
}

// ---- delete, for oneself

TEST_F(Letter, WhatOneHidesIsGoneForOneselfAlone) {
  const std::string first = said(alice.as(), "a"), second = said(alice.as(), "b");
  const Joined me = join(bobs.link, "/me");
  ASSERT_TRUE(erase(bob.as(), second, "me").is_ok());
  EXPECT_EQ(contents(bob.as()), Texts{"a"});
  EXPECT_EQ(contents(alice.as()), (Texts{"a", "b"}));
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "a");
  EXPECT_EQ(must(alice.as(), "room.list").text("/0/recentChatMessage/content"), "b");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  EXPECT_EQ(must(carol.as(), "room.list").number("/0/unreadNumber"), 2);
  EXPECT_EQ(must(bob.as(), "room.export", of_room(room)).text("/text").find("] b"), std::string::npos);
  ASSERT_EQ(kinds(me), (Texts{"hidden", "room"}));
  EXPECT_EQ(heard(me)[0].body.text("/messageId"), second);
  EXPECT_EQ(heard(me)[1].body.text("/last/content"), "a");
  EXPECT_EQ(kinds(events), (Texts{"message", "message"})) << "the room hears nothing of it";
  const Joined again = join(bobs.link, "/room/" + room, 0);
  EXPECT_EQ(kinds(again), (Texts{"message", "hidden"})) << "the sequence has no hole";
  EXPECT_TRUE(erase(bob.as(), second, "me").is_ok()) << "twice";
  EXPECT_EQ(rows_of("hidden"), 1u);
  EXPECT_EQ(react(bob.as(), second, "👍").code(), "BAD_REQUEST");
  edit(alice.as(), second, "c");
  EXPECT_EQ(kinds(events).back(), "hidden") << "what happens to it is nothing to him";
}

TEST_F(Letter, WhatIsHiddenIsHiddenAfterARestart) {
  const std::string first = said(alice.as(), "a"), second = said(alice.as(), "b"), third = said(alice.as(), "c");
  erase(bob.as(), third, "me");
  erase(bob.as(), second, "me");
  restart();
  EXPECT_EQ(contents(bob.as()), Texts{"a"});
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "a");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  erase(bob.as(), first, "me");
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "채팅방에 메시지가 없습니다.");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 0);
  said(alice.as(), "d");
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "d");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Letter, HidingWhatWasReadChangesNoCount) {
  const std::string first = said(alice.as(), "a");
  must(bobs.as(), "room.enter", of_room(room));
  must(bobs.as(), "room.away", of_room(room));
  erase(bob.as(), first, "me");
  said(alice.as(), "b");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Letter, OlderPagesAreReachedAcrossABundleThatIsHiddenWhole) {
  std::vector<std::string> ids;
  for (int i = 1; i <= 65; ++i) ids.push_back(said(alice.as(), std::to_string(i)));
  for (int i = 20; i < 40; ++i) erase(bob.as(), ids[static_cast<std::size_t>(i)], "me");
  const std::string shown = domain::bundle_id(*domain::RoomId::parse(room), 2).hex();
  for (const char* const more : {",\"size\":20", ""}) {
    const Answered page =
        must(bob.as(), "room.messages",
             "{\"roomId\":" + json_text(room) + ",\"bundleId\":" + json_text(shown) + ",\"count\":0" + more + "}");
    ASSERT_EQ(page.size(), 20u) << more;
    EXPECT_EQ(page.text("/0/content"), "1");
    EXPECT_EQ(page.text("/19/content"), "20");
  }
  for (int i = 40; i < 65; ++i) erase(bob.as(), ids[static_cast<std::size_t>(i)], "me");
  EXPECT_EQ(contents(bob.as()).back(), "20") << "the tail too";
}

TEST_F(Letter, ThePhonePagesWithoutRepetitionsWhenSomeOfABundleAreHidden) {
  std::vector<std::string> ids;
  for (int i = 1; i <= 60; ++i) ids.push_back(said(alice.as(), std::to_string(i)));
  for (const std::size_t i : {20u, 25u, 30u}) erase(bob.as(), ids[i], "me");
  const std::string shown = domain::bundle_id(*domain::RoomId::parse(room), 1).hex();
  // 17 of the bundle are shown, so it asks for 20 - 17.
  const Answered page =
      must(bob.as(), "room.messages", "{\"roomId\":" + json_text(room) + ",\"bundleId\":" + json_text(shown) + ",\"count\":3}");
  ASSERT_EQ(page.size(), 20u);
  EXPECT_EQ(page.text("/19/content"), "20");
}

// ---- react

TEST_F(Letter, AReactionIsCountedAndToldWithItsCount) {
  const std::string id = said(alice.as(), "hello");
  ASSERT_TRUE(react(bob.as(), id, "👍").is_ok());
  react(carol.as(), id, "👍");
  react(bob.as(), id, "❤️");
  const Answered tail = must(bobs.as(), "room.tail", of_room(room));
  ASSERT_EQ(tail.size("/messageList/0/reactions"), 2u);
  EXPECT_EQ(tail.text("/messageList/0/reactions/0/emoji"), "❤️");
  EXPECT_EQ(tail.number("/messageList/0/reactions/1/count"), 2);
  EXPECT_TRUE(tail.flag("/messageList/0/reactions/1/mine"));
  EXPECT_FALSE(must(alices.as(), "room.tail", of_room(room)).flag("/messageList/0/reactions/0/mine"));
  EXPECT_FALSE(must(bob.as(), "room.tail", of_room(room)).has("/messageList/0/reactions")) << "original clients";
  ASSERT_EQ(kinds(events), (Texts{"message", "reaction", "reaction", "reaction"}));
  const Parsed& second = heard(events)[2].body;
  EXPECT_EQ(second.text("/emoji"), "👍");
  EXPECT_EQ(second.number("/userId"), 3);
  EXPECT_EQ(second.number("/count"), 2);
  EXPECT_TRUE(second.flag("/added"));
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1) << "no message";
}

TEST_F(Letter, AReactionIsGivenOnceAndTakenBack) {
  const std::string id = said(alice.as(), "hello");
  react(bob.as(), id, "👍");
  EXPECT_EQ(react(bob.as(), id, "👍").body(), "{}");
  EXPECT_EQ(react(carol.as(), id, "👍", false).body(), "{}") << "never given";
  ASSERT_TRUE(react(bob.as(), id, "👍", false).is_ok());
  EXPECT_EQ(heard(events).back().body.number("/count"), 0);
  EXPECT_FALSE(heard(events).back().body.flag("/added"));
  EXPECT_FALSE(must(bobs.as(), "room.tail", of_room(room)).has("/messageList/0/reactions"));
  EXPECT_EQ(rows_of("reaction"), 0u);
  EXPECT_EQ(rows_of("reaction_count"), 0u);
  const Joined again = join(bobs.link, "/room/" + room, 1);
  EXPECT_EQ(heard(again)[0].body.number("/count"), 1);
  EXPECT_EQ(heard(again)[1].body.number("/count"), 0);
}

TEST_F(Letter, AReactionIsOneEmojiToAMessageThatIsThere) {
  const std::string id = said(alice.as(), "hello");
  for (const char* const other : {"", "a", "👍👍", "안녕"}) EXPECT_FALSE(react(bob.as(), id, other).is_ok()) << other;
  const std::string notice = must(alice.as(), "room.send", saying(room, "invited", {}, 1)).message_id;
  EXPECT_EQ(react(bob.as(), notice, "👍").code(), "BAD_REQUEST");
  react(bob.as(), id, "👍");
  erase(alice.as(), id, "all");
  EXPECT_EQ(react(bob.as(), id, "❤️").code(), "BAD_REQUEST");
  EXPECT_FALSE(must(bobs.as(), "room.tail", of_room(room)).has("/messageList/0/reactions")) << "it went with the message";
}

TEST_F(Letter, AMessageHasTwentyKindsOfReactions) {
  const std::string id = said(alice.as(), "hello");
  std::vector<std::string> kinds;
  for (int i = 0; i < 21; ++i) kinds.push_back(std::string("\xF0\x9F\x98") + static_cast<char>(0x80 + i));
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(react(bob.as(), id, kinds[static_cast<std::size_t>(i)]).is_ok()) << i;
  EXPECT_EQ(react(bob.as(), id, kinds[20]).code(), "BAD_REQUEST");
  EXPECT_TRUE(react(carol.as(), id, kinds[0]).is_ok()) << "one of the twenty";
}

// ---- reply

TEST_F(Letter, AReplyKeepsWhatItAnswers) {
  const std::string id = said(alice.as(), "점심 먹었어?");
  const Answered out = answer(bob.as(), id, "응", "c1");
  ASSERT_TRUE(out.is_ok()) << out.body();
  const Parsed& body = heard(events)[1].body;
  EXPECT_EQ(body.text("/content"), "응");
  EXPECT_EQ(body.text("/replyTo/messageId"), id);
  EXPECT_EQ(body.number("/replyTo/userId"), 1);
  EXPECT_EQ(body.text("/replyTo/content"), "점심 먹었어?");
  EXPECT_EQ(contents(carol.as())[1], "[alice에게 답장] 점심 먹었어?\n응");
  erase(alice.as(), id, "all");
  EXPECT_EQ(must(bobs.as(), "room.tail", of_room(room)).text("/messageList/1/replyTo/content"), "점심 먹었어?") << "kept";
  EXPECT_EQ(answer(bob.as(), id, "응", "c1").message_id, out.message_id) << "said while that was allowed";
  EXPECT_EQ(answer(bob.as(), id, "아니", "c2").code(), "BAD_REQUEST");
}

TEST_F(Letter, AReplyAnswersWhatOneSeesInThisRoom) {
  const std::string id = said(alice.as(), "here");
  const std::string other = create(alice.as(), 1, {1, 2, 3});
  const std::string elsewhere = send(alice.as(), other, "there").message_id;
  EXPECT_EQ(answer(bob.as(), elsewhere, "x").code(), "BAD_REQUEST");
  EXPECT_EQ(answer(bob.as(), "no id", "x").code(), "BAD_REQUEST");
  EXPECT_EQ(answer(bob.as(), std::string(24, 'f'), "x").code(), "BAD_REQUEST");
  erase(bob.as(), id, "me");
  EXPECT_EQ(answer(bob.as(), id, "x").code(), "BAD_REQUEST") << "hidden from him";
  const Device dave = person("dave");
  must(alice.as(), "room.invite", "{\"roomId\":" + json_text(room) + ",\"invitees\":[{\"userId\":4}]}");
  EXPECT_EQ(answer(dave.as(), id, "x").code(), "BAD_REQUEST") << "from before his time";
  EXPECT_EQ(contents(alice.as()).size(), 2u);
}

TEST_F(Letter, TheSameClientIdWithAnotherAnsweredMessageIsAConflict) {
  const std::string a = said(alice.as(), "a"), b = said(alice.as(), "b");
  const std::string id = answer(bob.as(), a, "응", "c1").message_id;
  EXPECT_EQ(answer(bob.as(), a, "응", "c1").message_id, id);
  EXPECT_EQ(answer(bob.as(), b, "응", "c1").code(), "CONFLICT");
  EXPECT_EQ(send(bob.as(), room, "응", "c1").code(), "CONFLICT");
  edit(bob.as(), id, "응!");
  EXPECT_EQ(answer(bob.as(), a, "응", "c1").message_id, id);
  EXPECT_EQ(answer(bob.as(), b, "응", "c1").code(), "CONFLICT");
}

// ---- mentions

TEST_F(Letter, MentionsAreToldAndMarkTheRoomUntilItIsRead) {
  const Joined me = join(bobs.link, "/me");
  ASSERT_TRUE(name(alice.as(), "@bob hi", "[2,\"2\"]").is_ok());
  EXPECT_EQ(heard(events)[0].body.size("/mentions"), 1u) << "each once";
  EXPECT_EQ(heard(events)[0].body.number("/mentions/0"), 2);
  EXPECT_TRUE(heard(me).back().body.flag("/mentioned"));
  EXPECT_TRUE(must(bobs.as(), "room.list").flag("/0/mentioned"));
  EXPECT_FALSE(must(alices.as(), "room.list").flag("/0/mentioned"));
  EXPECT_FALSE(must(bob.as(), "room.list").has("/0/mentioned")) << "original clients";
  restart();
  const Opened again = open(sign_in("bob"));
  EXPECT_TRUE(must(again.as(), "room.list").flag("/0/mentioned"));
  must(again.as(), "room.enter", of_room(room));
  must(again.as(), "room.away", of_room(room));
  EXPECT_FALSE(must(again.as(), "room.list").flag("/0/mentioned"));
}

TEST_F(Letter, OnlyMembersAreMentionedAndAHundredAtMost) {
  person("dave");
  EXPECT_EQ(name(alice.as(), "@dave", "[4]").code(), "BAD_REQUEST");
  EXPECT_EQ(name(alice.as(), "@x", "[\"x\"]").code(), "BAD_REQUEST");
  EXPECT_EQ(name(alice.as(), "@x", "2").code(), "BAD_REQUEST");
  std::string many = "1";
  for (int i = 2; i <= 101; ++i) many += "," + std::to_string(i);
  EXPECT_NE(name(alice.as(), "@all", "[" + many + "]").detail().find("more than 100"), std::string::npos);
  EXPECT_EQ(rows_of("event"), 0u);
  const Answered said_once = name(alice.as(), "@carol", "[3]", "c1");
  must(carol.as(), "room.leave", of_room(room));
  EXPECT_EQ(name(alice.as(), "@carol", "[3]", "c1").message_id, said_once.message_id) << "said while she was there";
  EXPECT_EQ(name(alice.as(), "@carol", "[2]", "c1").code(), "CONFLICT");
}

}  // namespace
}  // namespace cocotalk::testing
