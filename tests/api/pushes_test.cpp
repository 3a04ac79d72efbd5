// Who is woken by a message, and what happens when nobody can be (core/domain/pushes).
#include <cocotalk/testing/fake_push.hpp>

#include <algorithm>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

constexpr std::int64_t hour = 60 * 60'000;

class Pushed : public ApplicationFixture {
 protected:
  Pushed() {
    host_.offer(COCO_PUSH, push_.table());
    tick();
    for (const char* const cid : {"alice", "bob", "carol"}) sign_up(cid);
    alice_ = sign_in("alice", COCO_MOBILE, "fcm-alice");
    bob_ = sign_in("bob", COCO_MOBILE, "fcm-bob");
    carol_ = sign_in("carol", COCO_WEB, "fcm-carol");
    room_ = create(alice_.as(), 1, {alice_.account, bob_.account, carol_.account}, "우리방");
  }
  void tick() {
    executor_.post([this] { app_->pushes.tick(); });
    run();
  }
  // Everything that waits for half a second.
  std::vector<FakePush::Note> pushed() {
    advance(500);
    return push_.notes();
  }
  void say(const Device& by, const std::string& content, int type = 0) {
    must(by.as(), "room.send", saying(room_, content, {}, type));
  }
  static std::vector<std::string> sorted(std::vector<std::string> tokens) {
    std::sort(tokens.begin(), tokens.end());
    return tokens;
  }

  FakePush push_;
  Device alice_, bob_, carol_;
  std::string room_;
};

TEST_F(Pushed, AMessageWakesTheOthersDevices) {
  say(alice_, "hello");
  const std::vector<FakePush::Note> notes = pushed();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].room, room_);
  EXPECT_EQ(notes[0].room_name, "우리방");
  EXPECT_EQ(notes[0].room_type, 1);
  EXPECT_EQ(notes[0].sender, "alice");
  EXPECT_EQ(notes[0].text, "hello");
  EXPECT_EQ(sorted(notes[0].tokens), (std::vector<std::string>{"fcm-bob", "fcm-carol"}));
  EXPECT_EQ(rows_of("push_outbox"), 0u);
}

TEST_F(Pushed, WhoIsNamedIsWokenAlsoWhenHeMutedTheRoomAndAlsoByANewerMessage) {
  must(bob_.as(), "room.mute", of_room(room_));
  must(carol_.as(), "room.mute", of_room(room_));
  must(alice_.as(), "room.send",
       "{\"roomId\":" + json_text(room_) + ",\"content\":\"@bob\",\"mentions\":[" + std::to_string(bob_.account) + "]}");
  say(alice_, "come here");
  const std::vector<FakePush::Note> notes = pushed();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].tokens, std::vector<std::string>{"fcm-bob"});
  EXPECT_EQ(notes[0].text, "come here");
}

TEST_F(Pushed, WhatWasTakenBackWakesNobody) {
  const std::string id = must(alice_.as(), "room.send", saying(room_, "oh no")).message_id;
  must(alice_.as(), "message.delete",
       "{\"roomId\":" + json_text(room_) + ",\"messageId\":" + json_text(id) + ",\"scope\":\"all\"}");
  EXPECT_TRUE(pushed().empty());
  EXPECT_EQ(rows_of("push_outbox"), 0u);
}

TEST_F(Pushed, APhotoAVideoAndAFileAreSaidInWords) {
  const char* const words[] = {"사진을 보냈습니다.", "동영상을 보냈습니다.", "파일을 보냈습니다."};
  for (int type = 4; type <= 6; ++type) {
    say(alice_, "https://x/y.jpeg", type);
    EXPECT_EQ(pushed().back().text, words[type - 4]);
  }
}

TEST_F(Pushed, OfManyMessagesInARoomTheNewestWakes) {
  for (int i = 1; i <= 5; ++i) say(alice_, "m" + std::to_string(i));
  const std::vector<FakePush::Note> notes = pushed();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].text, "m5");
  say(bob_, "later");
  EXPECT_EQ(pushed().size(), 2u);
}

TEST_F(Pushed, WhoLooksAtTheRoomIsNotWoken) {
  const Opened link = open(bob_);
  must(link.as(), "room.enter", of_room(room_));
  say(alice_, "hello");
  EXPECT_EQ(pushed().at(0).tokens, (std::vector<std::string>{"fcm-carol"}));
}

TEST_F(Pushed, WhoMutedTheRoomIsNotWokenWhileItLasts) {
  const auto mute = [this](const std::string& more) {
    must(bob_.as(), "room.mute", "{\"roomId\":" + json_text(room_) + more + "}");
  };
  const std::vector<std::string> carol{"fcm-carol"}, both{"fcm-bob", "fcm-carol"};
  mute(",\"until\":" + std::to_string(host_.now_ms + 600));
  say(alice_, "hush");
  EXPECT_EQ(pushed().back().tokens, carol) << "half a second later";
  say(alice_, "and again");
  EXPECT_EQ(sorted(pushed().back().tokens), both) << "a second later";
  mute("");
  say(alice_, "for ever");
  EXPECT_EQ(pushed().back().tokens, carol);
  mute(",\"muted\":false");
  say(alice_, "no more");
  EXPECT_EQ(sorted(pushed().back().tokens), both);
}

TEST_F(Pushed, ADeviceThatSignedOutIsNotWoken) {
  must(bob_.by_refresh(), "auth.sign-out");
  sign_in("carol", COCO_WEB, "fcm-carols-new-page");
  say(alice_, "hello");
  EXPECT_EQ(pushed().at(0).tokens, (std::vector<std::string>{"fcm-carols-new-page"}));
}

TEST_F(Pushed, ATokenThatIsGoneIsForgotten) {
  push_.forget("fcm-bob");
  say(alice_, "one");
  pushed();
  say(alice_, "two");
  EXPECT_EQ(pushed().at(1).tokens, (std::vector<std::string>{"fcm-carol"}));
}

TEST_F(Pushed, WhatTheServiceDoesNotTakeIsTriedAgainAndOutlivesARestart) {
  push_.set_status(COCO_RETRY);
  say(alice_, "hello");
  EXPECT_TRUE(pushed().empty());
  EXPECT_EQ(rows_of("push_outbox"), 1u);
  EXPECT_TRUE(host_.logged("devices could not be woken: told to fail; tried again in 1000 ms"));
  push_.set_status(COCO_OK);
  advance(999);
  EXPECT_TRUE(push_.notes().empty());
  advance(1);
  EXPECT_EQ(push_.notes().size(), 1u);

  push_.set_status(COCO_BUSY);
  say(alice_, "again");
  EXPECT_EQ(pushed().size(), 1u);
  push_.set_status(COCO_OK);
  restart();
  tick();
  EXPECT_EQ(pushed().back().text, "again");
}

TEST_F(Pushed, WhatTheServiceWillNeverTakeIsDropped) {
  push_.set_status(COCO_INVALID);
  say(alice_, "hello");
  EXPECT_TRUE(pushed().empty());
  EXPECT_EQ(rows_of("push_outbox"), 0u);
}

TEST_F(Pushed, AfterAnHourItIsNoNewsAnyMore) {
  push_.set_status(COCO_RETRY);
  say(alice_, "hello");
  pushed();
  advance(hour);
  push_.set_status(COCO_OK);
  advance(60'000);
  EXPECT_TRUE(push_.notes().empty());
  EXPECT_EQ(rows_of("push_outbox"), 0u);
}

TEST_F(Pushed, WithoutAServiceNothingIsWritten) {
  host_.offer(COCO_PUSH, nullptr);
  tick();
  say(alice_, "hello");
  EXPECT_EQ(rows_of("push_outbox"), 0u);
}

}  // namespace
}  // namespace cocotalk::testing
