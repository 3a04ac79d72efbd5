// What accounts with the role `admin` may ask, and that nobody else may.
#include "core/host/introspection.h"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

// A host that answers with what it was asked, and refuses libraries called "bad.so".
class FakeIntrospection {
 public:
  FakeIntrospection() {
    table_.size = sizeof table_;
    table_.self = this;
    table_.status_json = [](void*, coco_completion done) { say(done, R"({"host":{"status":"ok"}})"); };
    table_.history_json = [](void*, coco_completion done) { say(done, R"({"every_ms":10000})"); };
    table_.plugin_files_json = [](void*, coco_completion done) { say(done, R"({"files":[]})"); };
    table_.reload = [](void* self, coco_completion done) { of(self).change("reload", done); };
    table_.replace = [](void* self, coco_view plugin, coco_view file, coco_completion done) {
      if (coco::text(file) == "bad.so") {
        const coco_view why = coco::view("it is\nbad");
        return coco::Completion(done).fail(COCO_INVALID, "short", &why);
      }
      of(self).change(std::string(coco::text(plugin)) + " " + std::string(coco::text(file)), done);
    };
  }
  const coco_introspection* table() const { return &table_; }
  std::vector<std::string> changes;

 private:
  static FakeIntrospection& of(void* self) { return *static_cast<FakeIntrospection*>(self); }
  static void say(coco_completion done, std::string_view json) {
    const coco_view result = coco::view(json);
    coco::Completion(done).ok(&result);
  }
  void change(std::string what, coco_completion done) {
    changes.push_back(std::move(what));
    say(done, R"({"lines":["done"]})");
  }
  coco_introspection table_{};
};

struct Admin : ApplicationFixture {
  Admin() {
    host_.offer(COCO_INTROSPECTION, introspection.table());
    root = person("root");
    give("root", "admin");
    second = sign_up("second");
    third = sign_up("third");
  }
  void give(const std::string& cid, const std::string& role) {
    ASSERT_TRUE(ask({0, COCO_OPERATOR}, "operator.user-role", R"({"cid":")" + cid + R"(","role":")" + role + "\"}").is_ok());
  }
  Answered admin(const std::string& name, const std::string& json = "{}") { return ask(root.as(), "admin." + name, json); }
  // Everything a list has, read in pages of `limit`.
  std::vector<std::string> pages(const std::string& name, int limit, const std::string& more = {}) {
    std::vector<std::string> out;
    std::string after;
    do {
      const Answered page = admin(name, "{\"limit\":" + std::to_string(limit) + more + after + "}");
      EXPECT_TRUE(page.is_ok()) << page.body();
      out.push_back(page.body());
      const std::string next = page.body().find("\"next\":") == std::string::npos ? "" : page.text("/next");
      after = next.empty() ? "" : ",\"after\":" + json_text(next);
    } while (!after.empty() && out.size() < 20);
    return out;
  }
  static std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
  }
  FakeIntrospection introspection;
  Device root;
  std::int64_t second, third;  // groups have three members at least
};

TEST_F(Admin, NobodyElseMayAskItsCommands) {
  const Device alice = person("alice");
  const Opened link = open(alice);
  for (const char* const name :
       {"status", "history", "accounts", "rooms", "sessions", "session-end", "plugin-files", "plugin-replace", "reload"}) {
    const std::string json = R"({"plugin":"auth","file":"auth.so","account":1,"session":"x"})",
                      command = std::string("admin.") + name;
    EXPECT_EQ(ask(alice.as(), command, json).code(), "NOT_PERMITTED") << name;
    EXPECT_EQ(ask(link.as(), command, json).code(), "NOT_PERMITTED") << name;
    EXPECT_EQ(ask({}, command, json).code(), "JWT_AUTHENTICATION") << name;
    EXPECT_EQ(ask(alice.by_refresh(), command, json).code(), "JWT_AUTHENTICATION") << name;
  }
  EXPECT_TRUE(introspection.changes.empty());
}

TEST_F(Admin, ARoleCountsFromTheNextCommandOn) {
  const Device alice = person("alice");
  const Opened link = open(alice);
  give("alice", "admin");
  EXPECT_TRUE(ask(link.as(), "admin.status").is_ok()) << "also over a link that was open before";
  give("alice", "user");
  EXPECT_EQ(ask(link.as(), "admin.status").code(), "NOT_PERMITTED");
  EXPECT_EQ(ask(alice.as(), "admin.status").code(), "NOT_PERMITTED");
}

TEST_F(Admin, GivesWhatTheHostSaysOfItself) {
  EXPECT_EQ(admin("status").body(), R"({"host":{"status":"ok"}})");
  EXPECT_EQ(admin("history").body(), R"({"every_ms":10000})");
  EXPECT_EQ(admin("plugin-files").body(), R"({"files":[]})");
}

TEST_F(Admin, ReplacesAndReloadsAndSaysInTheLogWhoDid) {
  EXPECT_EQ(admin("plugin-replace", R"({"plugin":"auth","file":"auth-2.so"})").body(), R"({"lines":["done"]})");
  EXPECT_TRUE(admin("reload").is_ok());
  EXPECT_EQ(introspection.changes, (std::vector<std::string>{"auth auth-2.so", "reload"}));
  EXPECT_TRUE(host_.logged("admin 'root' wants 'auth-2.so' in the place of 'auth'"));
}

TEST_F(Admin, ARefusedReplacementSaysWhy) {
  const Answered refused = admin("plugin-replace", R"({"plugin":"auth","file":"bad.so"})");
  EXPECT_EQ(refused.code(), "BAD_REQUEST");
  EXPECT_EQ(refused.detail(), "it is\nbad");
  EXPECT_EQ(admin("plugin-replace", R"({"plugin":"auth"})").code(), "NO_VALUES");
}

TEST_F(Admin, ListsAccountsWithWhatTheyHave) {
  const Device alice = person("alice");
  create(alice.as(), 1, {root.account, alice.account, third});
  const Opened link = open(alice);
  EXPECT_EQ(admin("accounts").body(),
            R"({"accounts":[{"id":1,"cid":"root","username":"root","role":"admin","rooms":1,"sessions":1,"online":false},)"
            R"({"id":2,"cid":"second","username":"second","role":"user","rooms":0,"sessions":0,"online":false},)"
            R"({"id":3,"cid":"third","username":"third","role":"user","rooms":1,"sessions":0,"online":false},)"
            R"({"id":4,"cid":"alice","username":"alice","role":"user","rooms":1,"sessions":1,"online":true}]})");
}

TEST_F(Admin, CountsOnlyTheRoomsAndSessionsThatSomebodyHasNow) {
  const Device alice = person("alice");
  const std::string room = create(alice.as(), 1, {root.account, alice.account, third});
  ASSERT_TRUE(ask(alice.as(), "room.leave", of_room(room)).is_ok());
  sign_in("alice");  // takes the place of the first one
  EXPECT_NE(admin("accounts", R"({"query":"alice"})").body().find(R"("rooms":0,"sessions":1)"), std::string::npos);
}

TEST_F(Admin, AccountsComePageByPageEachOnce) {
  for (int n = 0; n < 6; ++n) sign_up("p" + std::to_string(n));
  const std::vector<std::string> by_number = pages("accounts", 4);
  ASSERT_EQ(by_number.size(), 3u);
  EXPECT_EQ(count(by_number[0] + by_number[1] + by_number[2], "\"cid\""), 9u);
  EXPECT_EQ(count(by_number[2], "\"cid\""), 1u);
  EXPECT_NE(by_number[2].find("\"p5\""), std::string::npos);
  EXPECT_EQ(pages("accounts", 9).size(), 1u) << "a page that is just full is the last one";
}

TEST_F(Admin, AQueryFindsTheBeginningsOfCids) {
  for (const char* const cid : {"ben", "benno", "bea", "cben"}) sign_up(cid);
  const std::vector<std::string> found = pages("accounts", 1, R"(,"query":"ben")");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NE(found[0].find("\"ben\""), std::string::npos);
  EXPECT_NE(found[1].find("\"benno\""), std::string::npos);
  EXPECT_EQ(admin("accounts", R"({"query":"nobody"})").body(), R"({"accounts":[]})");
}

TEST_F(Admin, APageHasOneToAHundredEntries) {
  for (const char* const name : {"accounts", "rooms", "sessions"}) {
    EXPECT_EQ(admin(name, R"({"limit":0})").code(), "BAD_REQUEST") << name;
    EXPECT_TRUE(admin(name, R"({"limit":1})").is_ok()) << name;
    EXPECT_TRUE(admin(name, R"({"limit":100})").is_ok()) << name;
    EXPECT_EQ(admin(name, R"({"limit":101})").detail(), "'limit' is 101, not 1 to 100") << name;
    EXPECT_EQ(admin(name, R"({"after":"nonsense"})").detail(), "'after' is 'nonsense', not the `next` of a page of this list");
  }
  EXPECT_EQ(admin("accounts", R"({"query":"a","after":"b"})").code(), "BAD_REQUEST");
}

TEST_F(Admin, ListsRoomsWithoutWhatIsSaid) {
  const Device alice = person("alice");
  const std::string room = create(alice.as(), 1, {root.account, alice.account, third}, "the room");
  const std::string empty = admin("rooms").body();
  EXPECT_NE(empty.find(R"("name":"the room","kind":"group","members":3,"messages":0,"last_at":null})"), std::string::npos)
      << empty;
  ASSERT_TRUE(send(alice.as(), room, "a secret").is_ok());
  const std::string rooms = admin("rooms").body();
  EXPECT_NE(rooms.find("\"messages\":1,\"last_at\":" + std::to_string(host_.now_ms)), std::string::npos) << rooms;
  EXPECT_EQ(rooms.find("secret"), std::string::npos);
}

TEST_F(Admin, RoomsComePageByPageEachOnce) {
  for (int n = 0; n < 5; ++n) create(root.as(), 1, {root.account, second, third}, "r" + std::to_string(n));
  const std::vector<std::string> found = pages("rooms", 2);
  ASSERT_EQ(found.size(), 3u);
  std::string all;
  for (const std::string& page : found) all += page;
  for (int n = 0; n < 5; ++n) EXPECT_EQ(count(all, "\"r" + std::to_string(n) + "\""), 1u);
}

TEST_F(Admin, ListsOpenSessionsAndWhoIsConnected) {
  const Device alice = person("alice"), page = sign_in("alice", COCO_WEB);
  sign_in("alice");  // the phone again: its first session has ended
  const Opened link = open(page);
  const std::string hers = admin("sessions", "{\"account\":" + std::to_string(alice.account) + "}").body();
  EXPECT_EQ(count(hers, "\"id\""), 2u) << hers;
  EXPECT_NE(hers.find("\"id\":\"" + link.session + "\",\"account\":4,\"cid\":\"alice\",\"kind\":\"WEB\""), std::string::npos)
      << hers;
  EXPECT_EQ(count(hers, "\"seen_at\":null"), 1u) << "the phone has no link";
  std::string all;
  for (const std::string& each : pages("sessions", 1)) all += each;
  EXPECT_EQ(count(all, "\"cid\""), 3u) << "those of everybody, without the ended one: " << all;
  const std::vector<std::string> own = pages("sessions", 1, ",\"account\":" + std::to_string(alice.account));
  ASSERT_EQ(own.size(), 2u);
  EXPECT_NE(own[0], own[1]);
}

TEST_F(Admin, EndsASessionOfAnybody) {
  const Device alice = person("alice");
  const Opened link = open(alice);
  const Joined me = join(link.link, "/me");
  const auto end = [&](std::int64_t account) {
    return admin("session-end", "{\"account\":" + std::to_string(account) + ",\"session\":" + json_text(link.session) + "}");
  };
  EXPECT_EQ(end(root.account).code(), "NOT_FOUND") << "it is not his";
  EXPECT_TRUE(must(alice.as(), "auth.device").flag("/isValid"));
  EXPECT_TRUE(end(alice.account).is_ok());
  EXPECT_FALSE(must(alice.as(), "auth.device").flag("/isValid"));
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_EQ(end(alice.account).code(), "NOT_FOUND") << "it has ended";
  EXPECT_TRUE(host_.logged("admin 'root' ends session " + link.session));
}

TEST_F(Admin, MessagesOfRoomsAreCounted) {
  const Device alice = person("alice");
  const std::string room = create(alice.as(), 1, {root.account, alice.account, third});
  const std::int64_t before = host_.metric("messages_total{}");
  ASSERT_TRUE(send(alice.as(), room, "hi", "id-1").is_ok());
  ASSERT_TRUE(send(alice.as(), room, "hi", "id-1").is_ok());
  EXPECT_EQ(host_.metric("messages_total{}"), before + 1) << "the same message again is one message";
  ASSERT_TRUE(ask(alice.as(), "room.leave", of_room(room)).is_ok());
  EXPECT_EQ(host_.metric("messages_total{}"), before + 2);
}

}  // namespace
}  // namespace cocotalk::testing
