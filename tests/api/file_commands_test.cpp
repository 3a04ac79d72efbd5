#include <cocotalk/testing/fake_files.hpp>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

domain::Limits small_limits() {
  domain::Limits limits;
  limits.account_file_bytes = 1000;
  limits.uploads_per_minute = 3;
  return limits;
}

struct FileCommands : ApplicationFixture {
  FileCommands() : ApplicationFixture(small_limits()) { host_.offer(COCO_FILES, files_.table()); }
  static std::string of_file(const std::string& name, int bytes, const std::string& thumbnail = {}) {
    return "\"fileName\":" + json_text(name) + ",\"fileUrl\":" + json_text("http://h/files/" + name) +
           ",\"fileBytes\":" + std::to_string(bytes) + (thumbnail.empty() ? "" : ",\"thumbnailName\":" + json_text(thumbnail));
  }
  std::string in_room(const std::string& file) const { return "{\"roomId\":" + json_text(room) + "," + file + "}"; }
  // As the transport does it: announced, written, finished.
  void store(const std::string& name) {
    must(alice.as(), "file.announce", "{\"name\":" + json_text(name) + "}");
    const coco_files& table = *files_.table();
    coco_upload upload = 0;
    coco_error error{};
    ASSERT_EQ(table.create(table.self, coco::view(name), &upload, &error), COCO_OK);
    table.finish(table.self, upload, coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  }
  Answered claim(const std::string& name, int bytes, const std::string& thumbnail = {}) {
    return ask(alice.as(), "file.claim", in_room(of_file(name, bytes, thumbnail)));
  }
  Answered send(const std::string& name, int bytes) {
    store(name);
    return claim(name, bytes);
  }
  // The service's tick.
  void pass(std::int64_t ms) {
    advance(ms);
    gateway_->tick(0);
    run();
  }
  std::int64_t usage() const {
    auto snapshot = storage_->snapshot();
    const auto& rows = snapshot.tables.at("file_usage").rows;
    return rows.empty() ? 0 : std::get<std::int64_t>(rows.begin()->second[1]);
  }

  FakeFiles files_;
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  const std::string room = create(alice.as(), 1, {alice.account, bob.account, carol.account});
};

// ---- file.admit

TEST_F(FileCommands, AdmitCountsUploadsOfAMinute) {
  for (int i = 0; i < 3; ++i) must(alice.as(), "file.admit");
  const Answered fourth = ask(alice.as(), "file.admit");
  EXPECT_EQ(fourth.status, COCO_RATE);
  EXPECT_EQ(fourth.text("/code"), "QUOTA");
  EXPECT_EQ(fourth.retry_after_ms, 60'000u);
  must(bob.as(), "file.admit");
  advance(60'000);
  must(alice.as(), "file.admit");
}

TEST_F(FileCommands, AdmitRefusesWhatWouldNotFit) {
  send("a", 600);
  must(alice.as(), "file.admit", R"({"bytes":400})");
  EXPECT_EQ(ask(alice.as(), "file.admit", R"({"bytes":401})").text("/code"), "QUOTA");
}

TEST_F(FileCommands, WhoIsNotSignedInIsNotAdmitted) {
  EXPECT_EQ(ask({}, "file.admit").status, COCO_UNAUTHORIZED);
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, "nonsense"}, "file.admit").status, COCO_UNAUTHORIZED);
}

TEST_F(FileCommands, ALinkSendsNoFiles) {
  const Opened link = open(alice);
  for (const char* command : {"file.admit", "file.announce", "file.claim"})
    EXPECT_EQ(ask(link.as(), command, in_room(of_file("a", 1))).status, COCO_INVALID) << command;
  EXPECT_EQ(ask(link.as(), "profile.picture", "{" + of_file("a", 1) + "}").status, COCO_INVALID);
  must(link.as(), "profile.picture");  // none: that needs no file
}

// ---- file.claim

TEST_F(FileCommands, AClaimedFileIsTheAccountsAndItsAddressIsAnswered) {
  store("chat/a.png");
  store("chat/a_th.jpeg");
  EXPECT_EQ(claim("chat/a.png", 300, "chat/a_th.jpeg").body(), R"("http://h/files/chat/a.png")");
  EXPECT_EQ(usage(), 300);
  EXPECT_EQ(rows_of("doomed_file"), 0u);
  pass(61'000);
  EXPECT_EQ(files_.stored().size(), 2u);
}

TEST_F(FileCommands, TheQuotaHoldsToTheByte) {
  EXPECT_EQ(send("a", 999).status, COCO_OK);
  EXPECT_EQ(send("b", 2).text("/code"), "QUOTA");
  EXPECT_EQ(send("c", 1).status, COCO_OK);
  EXPECT_EQ(usage(), 1000);
  restart();
  EXPECT_EQ(send("d", 1).text("/code"), "QUOTA") << "it is remembered";
}

TEST_F(FileCommands, TwoClaimsAtTheSameMomentDoNotShareTheSameRoom) {
  store("a");
  store("b");
  hold_storage();
  const AnswerPtr one = begin(alice.as(), "file.claim", in_room(of_file("a", 600)));
  const AnswerPtr two = begin(alice.as(), "file.claim", in_room(of_file("b", 600)));
  run();
  EXPECT_EQ((*one)->status, COCO_OK);
  EXPECT_EQ((*two)->text("/code"), "QUOTA");
  EXPECT_EQ(usage(), 600);
}

TEST_F(FileCommands, OnlyMembersSendFilesToARoom) {
  store("a");
  const Device stranger = person("dave");
  EXPECT_EQ(ask(stranger.as(), "file.claim", in_room(of_file("a", 1))).text("/code"), "NOT_PERMITTED");
  EXPECT_EQ(ask(alice.as(), "file.claim", R"({"roomId":"0123456789abcdef01234567",)" + of_file("a", 1) + "}").status,
            COCO_INVALID);
  EXPECT_EQ(ask(alice.as(), "file.claim", R"({"roomId":"]",)" + of_file("a", 1) + "}").status, COCO_INVALID);
  EXPECT_EQ(rows_of("file"), 0u);
}

TEST_F(FileCommands, NobodyAnnouncesWhatIsSomebodysAlready) {
  send("a", 1);
  EXPECT_EQ(ask(bob.as(), "file.announce", R"({"name":"a"})").status, COCO_CONFLICT);
  pass(61'000);
  EXPECT_TRUE(files_.stored().contains("a"));
}

// ---- what vanishes

TEST_F(FileCommands, WhatNobodyClaimsWithinAMinuteVanishes) {
  store("a");
  pass(59'000);
  EXPECT_TRUE(files_.stored().contains("a"));
  pass(1'000);
  EXPECT_FALSE(files_.stored().contains("a"));
  EXPECT_EQ(rows_of("doomed_file"), 0u);
  EXPECT_EQ(claim("a", 1).status, COCO_RETRY);
}

TEST_F(FileCommands, WhatWasAnnouncedBeforeACrashVanishesAtTheStart) {
  store("a");
  advance(1);
  restart();
  EXPECT_FALSE(files_.stored().contains("a"));
  EXPECT_EQ(rows_of("doomed_file"), 0u);
}

TEST_F(FileCommands, AFileThatIsBeingErasedCannotBeClaimed) {
  store("a");
  advance(60'000);
  hold_storage();
  gateway_->tick(0);
  release_one();  // the sweep has read what is due …
  const AnswerPtr late = begin(alice.as(), "file.claim", in_room(of_file("a", 1)));
  run();
  const bool is_kept = (*late)->status == COCO_OK;
  EXPECT_EQ(files_.stored().contains("a"), is_kept) << "claimed and there, or neither";
  EXPECT_EQ(rows_of("file"), is_kept ? 1u : 0u);
}

TEST_F(FileCommands, TheFilesOfARoomGoWithIt) {
  send("a", 10);
  must(bob.as(), "room.leave", of_room(room));
  must(carol.as(), "room.leave", of_room(room));
  must(alice.as(), "room.leave", of_room(room));
  run();
  EXPECT_EQ(usage(), 0);
  EXPECT_EQ(rows_of("file"), 0u);
  pass(60'000);
  EXPECT_TRUE(files_.stored().empty());
}

// ---- profile.picture, profile.background

TEST_F(FileCommands, AProfilePictureReplacesTheOneBeforeWhichVanishes) {
  const auto set = [this](const char* command, const std::string& name, int bytes) {
    store(name);
    return must(alice.as(), command, "{" + of_file(name, bytes) + "}").text("/profile");
  };
  EXPECT_EQ(set("profile.picture", "p1", 600), R"({"profile":"http://h/files/p1","background":null,"message":null})");
  EXPECT_EQ(set("profile.background", "b1", 300),
            R"({"profile":"http://h/files/p1","background":"http://h/files/b1","message":null})");
  EXPECT_EQ(set("profile.picture", "p2", 700),
            R"({"profile":"http://h/files/p2","background":"http://h/files/b1","message":null})")
      << "the old one makes room for the new one";
  EXPECT_EQ(usage(), 1000);
  EXPECT_TRUE(files_.stored().contains("p1")) << "some still show it";
  pass(60'000);
  EXPECT_FALSE(files_.stored().contains("p1"));
  EXPECT_EQ(files_.stored().size(), 2u);

  EXPECT_EQ(must(alice.as(), "profile.picture").text("/profile"),
            R"({"profile":null,"background":"http://h/files/b1","message":null})");
  EXPECT_EQ(usage(), 300);
}

TEST_F(FileCommands, ANewPictureIsSeenByTheRoomsMembers) {
  const Opened link = open(bob);
  must(link.as(), "room.enter", of_room(room));
  store("p1");
  must(alice.as(), "profile.picture", "{" + of_file("p1", 1) + "}");
  EXPECT_NE(must(bob.as(), "room.get", of_room(room)).body().find("http://h/files/p1"), std::string::npos);
}

TEST_F(FileCommands, APictureOverTheQuotaChangesNothing) {
  store("p1");
  EXPECT_EQ(ask(alice.as(), "profile.picture", "{" + of_file("p1", 1001) + "}").text("/code"), "QUOTA");
  EXPECT_EQ(must(alice.as(), "profile.get").text("/profile"), R"({"profile":null,"background":null,"message":null})");
}

TEST_F(FileCommands, AnAccountThatIsDeletedTakesItsPicturesWithIt) {
  store("p1");
  must(alice.as(), "profile.picture", "{" + of_file("p1", 1) + "}");
  must(alice.as(), "profile.delete");
  pass(60'000);
  EXPECT_TRUE(files_.stored().empty());
}

}  // namespace
}  // namespace cocotalk::testing
