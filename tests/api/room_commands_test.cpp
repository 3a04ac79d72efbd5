#include <algorithm>
#include <set>

#include "core/api/destinations.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

// Alice, Bob and Carol, with their phones.
struct Room : ApplicationFixture {
  explicit Room(domain::Limits limits = without_rate()) : ApplicationFixture(limits) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    return limits;
  }
  std::string group(const std::string& name = "room") { return create(alice.as(), 1, {1, 2, 3}, name); }
  std::vector<std::string> contents(const Answered& answer, const std::string& list) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < answer.size(list); ++i) out.push_back(answer.text(list + "/" + std::to_string(i) + "/content"));
    return out;
  }
  static std::string page(const std::string& room, const std::string& bundle, int count, bool web) {
    return "{\"roomId\":" + json_text(room) + ",\"bundleId\":" + json_text(bundle) + ",\"count\":" + std::to_string(count) +
           (web ? ",\"size\":20" : "") + "}";
  }
  static std::string bundle(const std::string& room, std::int64_t k) {
    return domain::bundle_id(*domain::RoomId::parse(room), k).hex();
  }

  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
};

// ---- room.create

TEST_F(Room, CreateAnswersRoomVo) {
  const Answered out = try_create(alice.as(), 1, {2, 1, 3}, "우리방");
  const std::string id = out.text("/id");
  EXPECT_TRUE(domain::RoomId::parse(id).has_value());
  EXPECT_EQ(out.text("/roomname"), "우리방");
  EXPECT_TRUE(out.is_null("/img"));
  EXPECT_EQ(out.number("/type"), 1);
  EXPECT_EQ(out.size("/members"), 3u);
  EXPECT_EQ(out.number("/members/0/userId"), 2) << "in the order they were given";
  EXPECT_EQ(out.text("/members/1/username"), "alice") << "names come from the accounts";
  EXPECT_EQ(out.text("/members/1/profile"), R"({"profile":null,"background":null,"message":null})");
  EXPECT_TRUE(out.flag("/members/0/joining"));
  for (const char* const time : {"joinedAt", "enteredAt", "awayAt", "leftAt"})
    EXPECT_EQ(out.text(std::string("/members/0/") + time), "2023-11-14T22:13:20.000") << time;
  EXPECT_EQ(out.text("/messageBundleIds"), "[" + bundle(id, 0) + "]");
  EXPECT_EQ(out.text("/noticeIds"), "[]");
}

TEST_F(Room, CreateRefusesWithTheTextsOfTheOriginal) {
  const auto why = [&](int type, const std::vector<std::int64_t>& members, const std::string& name = "room") {
    const Answered out = try_create(alice.as(), type, members, name);
    EXPECT_EQ(out.code(), "BAD_REQUEST");
    EXPECT_EQ(out.status, COCO_INVALID);
    return out.detail();
  };
  EXPECT_EQ(why(1, {1, 2, 3}, " \t"), "방 이름은 필수값 입니다.");
  EXPECT_EQ(why(0, {1}), "1:1 채팅방 멤버는 두 명이어야 합니다.");
  EXPECT_EQ(why(0, {1, 1}), "1:1 채팅방 멤버는 두 명이어야 합니다.");
  EXPECT_EQ(why(0, {1, 2, 3}), "1:1 채팅방 멤버는 두 명이어야 합니다.");
  EXPECT_EQ(why(1, {1, 2, 2, 1}), "단체 채팅방 멤버는 세 명 이상이어야 합니다.");
  EXPECT_EQ(why(1, {1, 2, 99}), "해당 userId를 갖는 유저가 존재하지 않습니다.");
  create(alice.as(), 0, {1, 2});
  EXPECT_EQ(why(0, {2, 1}), "이미 존재하는 1:1 채팅방은 생성할 수 없습니다.");
  EXPECT_EQ(rows_of("room"), 1u);
}

TEST_F(Room, CreateIsForMembersOnly) {
  EXPECT_EQ(try_create(alice.as(), 0, {2, 3}).code(), "NOT_PERMITTED");
  EXPECT_EQ(try_create({}, 1, {1, 2, 3}).code(), "JWT_AUTHENTICATION");
}

TEST_F(Room, CreateTakesARepeatedMemberOnce) { EXPECT_EQ(try_create(alice.as(), 1, {1, 2, 3, 2, 1}).size("/members"), 3u); }

TEST_F(Room, CreateKeepsTheLimitOfNames) {
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "방";
  EXPECT_TRUE(try_create(alice.as(), 1, {1, 2, 3}, hundred).is_ok());
  EXPECT_EQ(try_create(alice.as(), 1, {1, 2, 3}, hundred + "방").code(), "BAD_REQUEST");
}

TEST_F(Room, CreateRefusesAPictureAddressLongerThanAnyServerTakes) {
  const std::string begin = R"({"roomname":"r","type":1,"members":[{"userId":1},{"userId":2},{"userId":3}],"img":)";
  EXPECT_TRUE(ask(alice.as(), "room.create", begin + json_text(std::string(2048, 'i')) + "}").is_ok());
  EXPECT_EQ(ask(alice.as(), "room.create", begin + json_text(std::string(2049, 'i')) + "}").code(), "BAD_REQUEST");
}

TEST_F(Room, CreateTakesAThousandMembersAndNotOneMore) {
  const Answered seeded = must({0, COCO_OPERATOR}, "operator.seed", R"({"accounts":1000,"rooms":0,"tokens":false})");
  std::vector<std::int64_t> members{1};
  for (std::int64_t id = 4; members.size() < 1000; ++id) members.push_back(id);
  EXPECT_TRUE(try_create(alice.as(), 1, members).is_ok());
  members.push_back(2);
  EXPECT_EQ(try_create(alice.as(), 1, members).code(), "BAD_REQUEST");
}

TEST_F(Room, OfFiftyPrivateRoomsOfTwoPeopleAtOnceOneIsMade) {
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i)
    answers.push_back(begin((i % 2 == 0 ? alice : bob).as(), "room.create",
                            R"({"roomname":"r","type":0,"members":[{"userId":1},{"userId":2}]})"));
  run();
  int made = 0;
  for (const AnswerPtr& answer : answers) {
    if ((*answer)->is_ok())
      ++made;
    else
      EXPECT_EQ((*answer)->detail(), "이미 존재하는 1:1 채팅방은 생성할 수 없습니다.");
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(rows_of("room"), 1u);
  EXPECT_EQ(rows_of("member"), 2u);
}

TEST_F(Room, PrivateFindsTheRoomOfTwoOrAnswersAnEmptyOne) {
  const Answered none = must(alice.as(), "room.private", R"({"userId":2})");
  EXPECT_TRUE(none.is_null("/id"));
  EXPECT_EQ(none.number("/type"), 0);
  const std::string id = create(alice.as(), 0, {1, 2});
  EXPECT_EQ(must(alice.as(), "room.private", R"({"userId":2})").text("/id"), id);
  EXPECT_EQ(must(bob.as(), "room.private", R"({"userId":"1"})").text("/id"), id);
  EXPECT_EQ(ask(alice.as(), "room.private", R"({"userId":1})").detail(), "자기 자신을 대상으로 할 수 없습니다.");
}

// ---- who may see a room

TEST_F(Room, StrangersUnknownRoomsAndBadIdsAreRefused) {
  const std::string id = create(alice.as(), 0, {1, 2});
  for (const char* const command : {"room.get", "room.tail", "room.messages", "room.send"}) {
    EXPECT_EQ(ask(carol.as(), command, saying(id, "x")).code(), "NOT_PERMITTED") << command;
    const Answered unknown = ask(alice.as(), command, saying("0123456789abcdef01234567", "x"));
    EXPECT_EQ(unknown.detail(), "해당 roomId를 갖는 채팅방이 존재하지 않습니다.") << command;
    for (const char* const bad : {"", "x", "0123456789ABCDEF01234567", "0123456789abcdef012345678"})
      EXPECT_EQ(ask(alice.as(), command, saying(bad, "x")).code(), "BAD_REQUEST") << command << " " << bad;
  }
  EXPECT_TRUE(ask(alice.as(), "room.get", of_room(id)).is_ok());
}

// ---- room.list

TEST_F(Room, ListShowsTheRoomOfTheNewestMessageFirst) {
  const std::string first = group("first");
  advance(10);
  const std::string second = group("second");
  EXPECT_EQ(must(alice.as(), "room.list").text("/0/room/id"), second) << "without messages: the newest room";
  advance(10);
  send(bob.as(), first, "hi");
  EXPECT_EQ(must(alice.as(), "room.list").text("/0/room/id"), first);
  advance(10);
  send(bob.as(), second, "ho");
  const Answered list = must(alice.as(), "room.list");
  EXPECT_EQ(list.text("/0/room/id"), second);
  EXPECT_EQ(list.text("/0/recentChatMessage/content"), "ho");
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(must(person("dave").as(), "room.list").body(), "[]");
}

TEST_F(Room, ListShowsASentenceForARoomWithoutMessages) {
  group();
  const Answered list = must(alice.as(), "room.list");
  EXPECT_TRUE(list.is_null("/0/recentChatMessage/id"));
  EXPECT_EQ(list.text("/0/recentChatMessage/content"), "채팅방에 메시지가 없습니다.");
  EXPECT_EQ(list.number("/0/recentChatMessage/type"), 0);
  EXPECT_EQ(list.text("/0/recentChatMessage/sentAt"), "2023-11-14T22:13:20.000");
  EXPECT_EQ(list.number("/0/recentMessageBundleCount"), 0);
  EXPECT_EQ(list.number("/0/unreadNumber"), 0);
}

TEST_F(Room, UnreadCountsWhatOthersSaidAndNoInvitations) {
  const std::string id = group();
  ask(alice.as(), "room.send", saying(id, "alice invited bob and carol", {}, 1));
  for (int i = 0; i < 30; ++i) send(bob.as(), id, "m");
  EXPECT_EQ(must(alice.as(), "room.list").number("/0/unreadNumber"), 30) << "no cap at 20";
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 0) << "one's own are read";
  EXPECT_EQ(must(carol.as(), "room.list").number("/0/unreadNumber"), 30);
  send(alice.as(), id, "I have read it all");
  EXPECT_EQ(must(alice.as(), "room.list").number("/0/unreadNumber"), 0);
  EXPECT_EQ(must(carol.as(), "room.list").number("/0/unreadNumber"), 31);
}

TEST_F(Room, UnreadIsZeroWhileTheMemberLooks) {
  const std::string id = group();
  const Opened link = open(bob);
  send(alice.as(), id, "one");
  must(link.as(), "room.enter", of_room(id));
  send(alice.as(), id, "two");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 0);
  must(link.as(), "room.away", of_room(id));
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 0) << "read up to the moment of looking away";
  send(alice.as(), id, "three");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Room, TheBundleCountIsThatOfTheLastBundleAndZeroAfterARollOver) {
  const std::string id = group();
  for (int i = 1; i <= 41; ++i) {
    send(alice.as(), id, "m");
    EXPECT_EQ(must(alice.as(), "room.list").number("/0/recentMessageBundleCount"), i % 20) << i;
  }
}

// ---- paging

TEST_F(Room, TailIsWholeBundlesWhateverTheCountSays) {
  const std::string id = group();
  std::size_t expected[] = {0, 1, 19, 20, 21, 39, 40, 41};
  std::size_t said = 0;
  for (const std::size_t n : expected) {
    for (; said < n; ++said) send(alice.as(), id, std::to_string(said + 1));
    const Answered tail = must(bob.as(), "room.tail", "{\"roomId\":" + json_text(id) + ",\"count\":3}");
    const std::size_t last_bundle = n == 0 ? 0 : (n - 1) % 20 + 1;
    const std::size_t shown = last_bundle == 20 || n <= 20 ? last_bundle : last_bundle + 20;
    EXPECT_EQ(tail.size("/messageList"), shown) << n;
    if (n > 0) {
      EXPECT_EQ(contents(tail, "/messageList").back(), std::to_string(n));
    }
    EXPECT_EQ(tail.text("/room/id"), id);
  }
}

// As the web client pages: the bundle of the oldest message shown, a stale count, size 20 (6.5).
TEST_F(Room, PagingAsTheWebClientShowsEveryMessageOnceAlsoWithLiveTraffic) {
  const std::string id = group();
  for (int i = 1; i <= 75; ++i) send(alice.as(), id, std::to_string(i));
  const Answered tail = must(bob.as(), "room.tail", of_room(id));
  std::vector<std::string> shown = contents(tail, "/messageList");
  std::string oldest = tail.text("/messageList/0/messageBundleId");
  for (int live = 76;; ++live) {
    send(alice.as(), id, std::to_string(live));
    shown.push_back(std::to_string(live));
    const Answered older = must(bob.as(), "room.messages", page(id, oldest, 15, true));
    if (older.size() == 0) break;
    const std::vector<std::string> before = contents(older, "");
    shown.insert(shown.begin(), before.begin(), before.end());
    oldest = older.text("/0/messageBundleId");
    ASSERT_LT(live, 90) << "it never ends";
  }
  for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_EQ(shown[i], std::to_string(i + 1));
}

// As the iOS client: count = 20 less what it shows of the oldest bundle; it stops when the first id is the oldest shown.
TEST_F(Room, PagingAsThePhoneShowsEveryMessageOnceAlsoWithLiveTraffic) {
  const std::string id = group();
  for (int i = 1; i <= 75; ++i) send(alice.as(), id, std::to_string(i));
  const Answered tail = must(bob.as(), "room.tail", "{\"roomId\":" + json_text(id) + ",\"count\":15}");
  std::vector<std::string> shown = contents(tail, "/messageList");
  std::string oldest_bundle = tail.text("/messageList/0/messageBundleId"), oldest = tail.text("/messageList/0/id");
  for (int live = 76;; ++live) {
    send(alice.as(), id, std::to_string(live));
    shown.push_back(std::to_string(live));
    const Answered older = must(bob.as(), "room.messages", page(id, oldest_bundle, 0, false));
    if (older.size() == 0 || older.text("/0/id") == oldest) break;
    const std::vector<std::string> before = contents(older, "");
    shown.insert(shown.begin(), before.begin(), before.end());
    oldest_bundle = older.text("/0/messageBundleId");
    oldest = older.text("/0/id");
    ASSERT_LT(live, 90) << "it never ends";
  }
  for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_EQ(shown[i], std::to_string(i + 1));
}

TEST_F(Room, ThePhoneInARoomOfOneBundleGetsTheSameMessagesAndStops) {
  const std::string id = group();
  for (int i = 1; i <= 7; ++i) send(alice.as(), id, std::to_string(i));
  const Answered tail = must(bob.as(), "room.tail", of_room(id));
  const Answered older = must(bob.as(), "room.messages", page(id, bundle(id, 0), 20 - 7, false));
  EXPECT_EQ(older.text("/0/id"), tail.text("/messageList/0/id"));
  EXPECT_EQ(older.size(), 7u);
}

TEST_F(Room, ABundleOfAnotherRoomOrOfNoneIsAnEmptyPage) {
  const std::string id = group("a"), other = group("b");
  for (int i = 0; i < 30; ++i) send(alice.as(), other, "secret");
  send(alice.as(), id, "m");
  for (const std::string& b : {bundle(other, 1), std::string("]"), std::string(), id, std::string(24, '0'), bundle(id, 7)})
    for (const bool web : {true, false}) EXPECT_EQ(must(bob.as(), "room.messages", page(id, b, 20, web)).body(), "[]") << b;
  for (const int count : {-1, 1'000'000})
    EXPECT_TRUE(ask(bob.as(), "room.messages", page(id, bundle(id, 0), count, false)).is_ok());
}

TEST_F(Room, AStretchBeginsAtAnyNumberAndIsWithinItsLimits) {
  const std::string id = group();
  for (int i = 1; i <= 120; ++i) send(alice.as(), id, std::to_string(i));
  const auto stretch = [&](const std::string& rest) {
    return must(bob.as(), "room.messages", "{\"roomId\":" + json_text(id) + "," + rest + "}");
  };
  const Answered three = stretch(R"("from":50,"count":3)");
  EXPECT_EQ(contents(three, ""), (std::vector<std::string>{"50", "51", "52"}));
  EXPECT_EQ(stretch(R"("from":50)").size(), 20u);
  EXPECT_EQ(stretch(R"("from":1,"count":100)").size(), 100u);
  EXPECT_EQ(stretch(R"("from":1,"count":101)").size(), 100u);
  EXPECT_EQ(stretch(R"("from":120,"count":0)").size(), 1u);
  EXPECT_EQ(stretch(R"("from":121)").size(), 0u);
  for (const char* const wrong : {"0", "2147483648", "\"x\""})
    EXPECT_FALSE(ask(bob.as(), "room.messages", "{\"roomId\":" + json_text(id) + ",\"from\":" + wrong + "}").is_ok()) << wrong;
}

// Whoever resumes from the sequence of the tail must hear what is not in the tail.
TEST_F(Room, TheSequenceOfATailIsThatOfItsLastMessage) {
  const std::string id = group();
  send(alice.as(), id, "one");
  hold_storage();
  const AnswerPtr tail = begin(bob.as(), "room.tail", of_room(id));
  executor_.run();
  release_one();  // the snapshot is taken, the answer on its way; a post is faster
  const AnswerPtr post = begin(alice.as(), "room.send", saying(id, "two"));
  executor_.run();
  while (!post->has_value()) release_second();
  ASSERT_FALSE(tail->has_value());
  run();
  ASSERT_TRUE(tail->has_value());
  EXPECT_EQ((*tail)->number("/seq"), static_cast<std::int64_t>((*tail)->size("/messageList")));
}

// ---- room.send

TEST_F(Room, SendAnswersTheSequenceAndTheIdThatHistoryShows) {
  const std::string id = group();
  const Answered one = send(alice.as(), id, "one"), two = send(bob.as(), id, "two");
  EXPECT_EQ(one.seq, 1u);
  EXPECT_EQ(two.seq, 2u);
  EXPECT_EQ(two.number("/seq"), 2);
  EXPECT_EQ(two.text("/messageId"), two.message_id);
  const Answered tail = must(carol.as(), "room.tail", of_room(id));
  EXPECT_EQ(tail.text("/messageList/1/id"), two.message_id);
  EXPECT_EQ(tail.text("/messageList/1/sentAt"), two.text("/sentAt"));
  EXPECT_EQ(tail.number("/messageList/1/userId"), bob.account);
}

TEST_F(Room, TheSameClientIdWithTheSameTextIsOneMessage) {
  const std::string id = group();
  const Answered first = send(alice.as(), id, "hi", "c1");
  advance(86'400'000 - 1);
  const Answered again = send(alice.as(), id, "hi", "c1");
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.seq, first.seq);
  EXPECT_EQ(again.message_id, first.message_id);
  EXPECT_EQ(rows_of("event"), 1u);
}

TEST_F(Room, TheSameClientIdWithAnotherTextRoomOrTypeIsAConflict) {
  const std::string id = group(), other = group("other");
  send(alice.as(), id, "hi", "c1");
  for (const Answered& out : {send(alice.as(), id, "ho", "c1"), send(alice.as(), other, "hi", "c1"),
                              ask(alice.as(), "room.send", saying(id, "http://h/hi", "c1", 4))}) {
    EXPECT_EQ(out.status, COCO_CONFLICT);
    EXPECT_EQ(out.code(), "CONFLICT");
  }
  EXPECT_TRUE(send(bob.as(), id, "ho", "c1").is_ok()) << "unique per sender";
  EXPECT_EQ(send(alice.as(), id, "next").seq, 3u) << "a refused post takes no sequence";
}

TEST_F(Room, OfFiftyPostsWithOneClientIdOneIsKeptAndAllAreAnsweredAlike) {
  const std::string id = group();
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(begin(alice.as(), "room.send", saying(id, "hi", "c1")));
  run();
  for (const AnswerPtr& answer : answers) EXPECT_EQ((*answer)->body(), (*answers[0])->body());
  EXPECT_EQ(rows_of("event"), 1u);
}

TEST_F(Room, FiftySendersOverABundlesEdgeLoseNothingAndNoBundleHoldsMoreThanTwenty) {
  const std::string id = group();
  const Opened link = open_by_ticket(carol);
  const Joined joined = join(link.link, "/topic/" + id + "/message");
  for (int i = 0; i < 15; ++i) send(alice.as(), id, "before");
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i)
    answers.push_back(begin((i % 2 == 0 ? alice : bob).as(), "room.send", saying(id, "m" + std::to_string(i))));
  run();
  std::set<std::uint64_t> sequences;
  for (const AnswerPtr& answer : answers) sequences.insert((*answer)->seq);
  EXPECT_EQ(sequences.size(), 50u);
  EXPECT_EQ(*sequences.rbegin(), 65u);
  ASSERT_EQ(heard(joined).size(), 65u);
  for (std::size_t i = 0; i < 65; ++i) {
    const Parsed& body = heard(joined)[i].body;
    const auto k = static_cast<std::int64_t>(i) / 20;
    const std::int64_t count = static_cast<std::int64_t>(i) % 20 + 1;
    EXPECT_EQ(body.number("/bundleInfo/currentMessageBundleCount"), count);
    EXPECT_EQ(body.text("/bundleInfo/currentMessageBundleId"), bundle(id, k));
    EXPECT_EQ(body.text("/message/messageBundleId"), bundle(id, k));
    EXPECT_EQ(body.text("/bundleInfo/nextMessageBundleId"), bundle(id, count == 20 ? k + 1 : k));
  }
}

TEST_F(Room, RoomVoListsTheNewestTenBundlesAndTheOneToCome) {
  const std::string id = group();
  for (int i = 0; i < 220; ++i) send(alice.as(), id, "m");
  std::string expected;
  for (int k = 2; k <= 11; ++k) expected += (expected.empty() ? "[" : ", ") + bundle(id, k);
  EXPECT_EQ(must(alice.as(), "room.get", of_room(id)).text("/messageBundleIds"), expected + "]");
}

TEST_F(Room, AMessageIsAtMostSixteenKibibytesAndNotEmpty) {
  const std::string id = group();
  EXPECT_TRUE(send(alice.as(), id, std::string(16 * 1024, 'x')).is_ok());
  EXPECT_EQ(send(alice.as(), id, std::string(16 * 1024 + 1, 'x')).code(), "BAD_REQUEST");
  EXPECT_EQ(send(alice.as(), id, "").code(), "BAD_REQUEST");
}

TEST_F(Room, AClientIdIsAtMost64Bytes) {
  const std::string id = group();
  EXPECT_TRUE(send(alice.as(), id, "x", std::string(64, 'c')).is_ok());
  EXPECT_EQ(send(alice.as(), id, "x", std::string(65, 'c')).code(), "BAD_REQUEST");
}

TEST_F(Room, ATypeIsZeroToSix) {
  const std::string id = group();
  for (int type = 0; type <= 6; ++type)
    EXPECT_TRUE(ask(alice.as(), "room.send", saying(id, "http://h/x", {}, type)).is_ok()) << type;
  for (const int type : {-1, 7}) EXPECT_EQ(ask(alice.as(), "room.send", saying(id, "x", {}, type)).code(), "BAD_REQUEST") << type;
}

TEST_F(Room, NoMessageIsOlderThanTheOneBeforeIt) {
  const std::string id = group();
  const Answered one = send(alice.as(), id, "one");
  host_.now_ms -= 5000;
  EXPECT_GE(send(alice.as(), id, "two").text("/sentAt"), one.text("/sentAt"));
}

TEST_F(Room, APostThatTheStorageCouldNotKeepTakesNoSequenceAndMayBeSentAgain) {
  const std::string id = group();
  storage_->fail_next_commit(COCO_RETRY);
  const Answered out = send(alice.as(), id, "hi", "c1");
  EXPECT_EQ(out.status, COCO_RETRY);
  EXPECT_EQ(out.code(), "RETRY");
  EXPECT_EQ(send(alice.as(), id, "hi", "c1").seq, 1u);
}

TEST_F(Room, ADisplacedDeviceCannotPostEvenWhenItsPostWasUnderWay) {
  const std::string id = group();
  const Opened link = open(alice);
  hold_storage();
  const AnswerPtr in = begin({}, "auth.sign-in", R"({"cid":"alice","password":"pw"})");
  for (int i = 0; i < 200 && !in->has_value(); ++i) {
    const AnswerPtr post = begin(link.as(), "room.send", saying(id, "p" + std::to_string(i)));
    executor_.run();
    if (held() > 0) release_one();
    static_cast<void>(post);
  }
  run();
  ASSERT_TRUE((*in)->is_ok());
  const std::size_t kept = rows_of("event");
  EXPECT_EQ(send(link.as(), id, "after").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(send(alice.as(), id, "after").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(rows_of("event"), kept);
}

// ---- token buckets

struct Rate : Room {
  Rate() : Room(domain::Limits{}) {}
};

TEST_F(Rate, AnAccountSaysSixtyAtOnceAndThenTenASecond) {
  const std::string id = group();
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(send(alice.as(), id, "m").is_ok()) << i;
  const Answered out = send(alice.as(), id, "m");
  EXPECT_EQ(out.status, COCO_RATE);
  EXPECT_EQ(out.code(), "RATE");
  EXPECT_EQ(out.retry_after_ms, 100u);
  EXPECT_TRUE(send(bob.as(), id, "m").is_ok()) << "each account for itself";
  advance(99);
  EXPECT_EQ(send(alice.as(), id, "m").code(), "RATE");
  advance(1);
  EXPECT_TRUE(send(alice.as(), id, "m").is_ok());
  EXPECT_EQ(send(alice.as(), id, "m").code(), "RATE");
  advance(1000);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(send(alice.as(), id, "m").is_ok()) << i;
  EXPECT_EQ(send(alice.as(), id, "m").code(), "RATE");
}

struct FewRooms : Room {
  static domain::Limits few() {
    domain::Limits limits;
    limits.account_rooms = 2;
    return limits;
  }
  FewRooms() : Room(few()) {}
};

TEST_F(FewRooms, AnAccountMakesAsManyAsTheLimitSays) {
  group("a");
  group("b");
  EXPECT_EQ(try_create(alice.as(), 1, {1, 2, 3}).code(), "BAD_REQUEST");
}

// ---- a restart

TEST_F(Room, ARestartKeepsRoomsMessagesPositionsTokensAndTheEpoch) {
  const std::string id = group("우리방");
  const Opened link = open(bob);
  const std::string epoch = link.epoch;
  for (int i = 0; i < 25; ++i) send(alice.as(), id, std::to_string(i), "c" + std::to_string(i));
  must(link.as(), "room.enter", of_room(id));
  must(link.as(), "room.away", of_room(id));
  send(alice.as(), id, "unread");
  const std::string bobs = must(bob.as(), "room.list").body(), tail = must(carol.as(), "room.tail", of_room(id)).body();
  close(link.link);
  restart();
  EXPECT_EQ(must(bob.as(), "room.list").body(), bobs);
  EXPECT_EQ(must(carol.as(), "room.tail", of_room(id)).body(), tail);
  EXPECT_EQ(send(alice.as(), id, "0", "c0").seq, 1u) << "client ids are unique for ever";
  EXPECT_EQ(send(alice.as(), id, "next").seq, 27u);
  EXPECT_EQ(open(bob).epoch, epoch);
}

TEST_F(Room, AfterACrashNobodyLooksAtARoomAndWhatWasSeenOnEnteringStaysRead) {
  const std::string id = group();
  send(alice.as(), id, "one");
  must(open(bob).as(), "room.enter", of_room(id));
  restart();
  const Answered list = must(bob.as(), "room.list");
  EXPECT_EQ(list.number("/0/unreadNumber"), 0);
  EXPECT_LE(list.text("/0/room/members/1/enteredAt"), list.text("/0/room/members/1/awayAt"));
}

}  // namespace
}  // namespace cocotalk::testing
