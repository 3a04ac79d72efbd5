// Topics for applications: who may, what is heard, what is kept and what is forgotten.
#include <set>

#include "core/domain/schema.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

using domain::TopicSpace;
using Seqs = std::vector<std::int64_t>;
constexpr std::int64_t day_ms = 86'400'000;

TopicSpace open_space(std::string name) {
  TopicSpace space;
  space.name = std::move(name);
  space.publishers.is_everybody = space.subscribers.is_everybody = true;
  return space;
}

TopicSpace kept_space(std::string name, std::int64_t events = 0, std::int64_t age_ms = 0) {
  TopicSpace space = open_space(std::move(name));
  space.is_kept = true;
  space.retention = {events, age_ms};
  return space;
}

struct Topics : ApplicationFixture {
  explicit Topics(domain::Limits limits = without_rate()) : ApplicationFixture(limits, spaces()) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    return limits;
  }
  static domain::TopicSpaces spaces() {
    TopicSpace bots = open_space("/topic/bots");
    bots.publishers = {false, {"bob"}, {}};
    bots.subscribers = {false, {}, {"admin"}};
    return domain::TopicSpaces({open_space("/topic/open/"), kept_space("/topic/kept/"), kept_space("/topic/last-ten", 10),
                                kept_space("/topic/day", 0, day_ms), bots});
  }
  static Seqs from_to(std::int64_t first, std::int64_t last) {
    Seqs out;
    for (; first <= last; ++first) out.push_back(first);
    return out;
  }
  void say(const std::string& topic, int n) {
    for (int i = 0; i < n; ++i) EXPECT_EQ(publish(bob_link, topic, "m").status, COCO_OK);
  }
  const Device alice = person("alice"), bob = person("bob");
  coco_link alice_link = open(alice).link, bob_link = open(bob).link;
};

// ---- not kept

TEST_F(Topics, WhoListensHearsWhatIsSaidAsItWasSaid) {
  const Joined joined = join(alice_link, "/topic/open/a"), own = join(bob_link, "/topic/open/a");
  const std::string body("bin\0ary\xff", 8);
  const coco_header mine[] = {{coco::view("priority"), coco::view("9")}, {coco::view("priority"), coco::view("8")}};
  const Answered answer = publish(bob_link, "/topic/open/a", body, {}, {mine[0], mine[1]}, "application/x");
  EXPECT_EQ(answer.status, COCO_OK);
  EXPECT_EQ(answer.seq, 0u);
  for (const Joined& each : {joined, own}) {  // the sender's own is like anyone's
    ASSERT_EQ(heard(each).size(), 1u);
    const Heard& event = heard(each)[0];
    EXPECT_EQ(event.body.body(), body);
    EXPECT_EQ(event.content_type, "application/x");
    EXPECT_EQ(event.headers, (std::vector<std::pair<std::string, std::string>>{{"priority", "9"}, {"priority", "8"}}));
    EXPECT_EQ(event.sender, bob.account);
    EXPECT_EQ(event.seq, 0);
  }
}

TEST_F(Topics, ATopicIsOneExactName) {
  const Joined joined = join(alice_link, "/topic/open/a");
  publish(bob_link, "/topic/open/b", "m");
  publish(bob_link, "/topic/open/a/b", "m");
  EXPECT_TRUE(heard(joined).empty());
  for (const char* const wild : {"/topic/open/*", "/topic/open/>", "/topic/open/#"}) {
    EXPECT_EQ(join(alice_link, wild).status, COCO_INVALID) << wild;
    EXPECT_EQ(publish(bob_link, wild, "m").status, COCO_INVALID) << wild;
  }
}

TEST_F(Topics, WhatIsNotKeptIsNeitherStoredNorResumed) {
  publish(bob_link, "/topic/open/a", "m");
  EXPECT_EQ(rows_of(domain::topic_event::table), 0u);
  const Joined joined = join(alice_link, "/topic/open/a", 0);
  EXPECT_EQ(joined.status, COCO_INVALID);
  EXPECT_EQ(joined.why, "the topic is not kept: there is nothing to resume from");
  publish(bob_link, "/topic/open/a", "m");
  EXPECT_TRUE(heard(joined).empty());
}

TEST_F(Topics, WhatIsSaidWithoutListenersCallsNoTransport) {
  const int calls = transport_.calls();
  EXPECT_EQ(publish(bob_link, "/topic/open/a", "m").status, COCO_OK);
  EXPECT_EQ(transport_.calls(), calls);
}

TEST_F(Topics, AfterLeavingNothingIsHeard) {
  const Joined joined = join(alice_link, "/topic/open/a");
  gateway_->table()->leave(gateway_->table()->self, alice_link, joined.subscription);
  const int calls = transport_.calls();
  publish(bob_link, "/topic/open/a", "m");
  EXPECT_EQ(transport_.calls(), calls);
}

// ---- who may

TEST_F(Topics, WhatIsNotConfiguredIsRefused) {
  for (const char* const elsewhere : {"/topic/other", "/topic/open", "/topic/open/", "/topic/", "/exchange/a", "nowhere", ""}) {
    EXPECT_EQ(publish(bob_link, elsewhere, "m").status, COCO_NOT_FOUND) << elsewhere;
    EXPECT_EQ(join(bob_link, elsewhere).status, COCO_NOT_FOUND) << elsewhere;
  }
}

TEST_F(Topics, QueuesAreRefusedWithASentenceOfTheirOwn) {
  const std::string sentence = "queues with competing consumers are not available; a topic is heard by everybody";
  EXPECT_EQ(publish(bob_link, "/queue/a", "m").detail(), sentence);
  EXPECT_EQ(join(bob_link, "/queue/a").why, sentence);
}

TEST_F(Topics, OnlyWhoIsNamedMaySpeakOrHear) {
  EXPECT_EQ(publish(alice_link, "/topic/bots", "m").status, COCO_DENIED);
  EXPECT_EQ(publish(bob_link, "/topic/bots", "m").status, COCO_OK);
  EXPECT_EQ(join(bob_link, "/topic/bots").status, COCO_DENIED);
  must({0, COCO_OPERATOR}, "operator.user-role", R"({"cid":"alice","role":"admin"})");
  EXPECT_EQ(join(alice_link, "/topic/bots").status, COCO_DENIED) << "a link has the rights it was opened with";
  const Joined admin = join(open(alice).link, "/topic/bots");
  EXPECT_EQ(admin.status, COCO_OK);
  publish(bob_link, "/topic/bots", "m");
  EXPECT_EQ(heard(admin).size(), 1u);
}

TEST_F(Topics, AnOriginalClientHasOnlyTheTopicsOfTheMessenger) {
  const Opened page = open_by_ticket(alice);
  EXPECT_NE(join(page.link, "/topic/open/a").status, COCO_OK);
  EXPECT_NE(publish(page.link, "/topic/open/a", "m").status, COCO_OK);
}

TEST_F(Topics, ADisplacedDeviceSaysAndHearsNothing) {
  const Device second = sign_in("bob");
  EXPECT_EQ(publish(bob_link, "/topic/open/a", "m").status, COCO_UNAUTHORIZED);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m").status, COCO_UNAUTHORIZED);
  EXPECT_NE(join(bob_link, "/topic/open/a").status, COCO_OK);
  EXPECT_EQ(publish(999, "/topic/open/a", "m").status, COCO_UNAUTHORIZED) << "no such link";
}

TEST_F(Topics, ADisplacedDeviceCannotSayWhatWasUnderWay) {
  publish(bob_link, "/topic/kept/a", "m");
  hold_storage();
  const AnswerPtr in = begin({}, "auth.sign-in", R"({"cid":"bob","password":"pw"})");
  std::vector<AnswerPtr> said;
  for (int i = 0; i < 200 && !in->has_value(); ++i) {
    said.push_back(begin_publish(bob_link, "/topic/kept/a", "m"));
    executor_.run();
    if (held() > 0) release_one();
  }
  run();
  ASSERT_TRUE((*in)->is_ok());
  std::size_t receipted = 1;
  bool is_over = false;
  for (const AnswerPtr& each : said) {
    ASSERT_TRUE(each->has_value());
    EXPECT_FALSE(is_over && (*each)->is_ok()) << "after a refusal";
    is_over = is_over || !(*each)->is_ok();
    receipted += (*each)->is_ok() ? 1 : 0;
  }
  EXPECT_TRUE(is_over) << "nothing was under way";
  EXPECT_EQ(rows_of(domain::topic_event::table), receipted);
}

TEST_F(Topics, BodyAndHeadersHaveALimit) {
  const domain::Limits limits;
  EXPECT_EQ(publish(bob_link, "/topic/open/a", std::string(limits.topic_message_bytes, 'x')).status, COCO_OK);
  const Answered refused = publish(bob_link, "/topic/open/a", std::string(limits.topic_message_bytes + 1, 'x'));
  EXPECT_EQ(refused.detail(), "the body is longer than 65536 bytes");
  const std::string most(limits.topic_header_bytes - 4 - 1, 'v');  // four bytes say how long they are
  EXPECT_EQ(publish(bob_link, "/topic/open/a", "m", {}, {{coco::view("n"), coco::view(most)}}).status, COCO_OK);
  const std::string more = most + 'v';
  EXPECT_EQ(publish(bob_link, "/topic/open/a", "m", {}, {{coco::view("n"), coco::view(more)}}).status, COCO_INVALID);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m", std::string(64, 'c')).status, COCO_OK);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m", std::string(65, 'c')).status, COCO_INVALID);
}

struct TopicsWithRate : Topics {
  TopicsWithRate() : Topics(domain::Limits()) {}
};

TEST_F(TopicsWithRate, WhatAnAccountSaysToTopicsAndRoomsIsOneRate) {
  say("/topic/open/a", 60);
  const Answered refused = publish(bob_link, "/topic/open/a", "m");
  EXPECT_EQ(refused.status, COCO_RATE);
  EXPECT_GT(refused.retry_after_ms, 0u);
  const std::string room = create(bob.as(), 0, {alice.account, bob.account});
  EXPECT_EQ(send(bob.as(), room, "m").status, COCO_RATE);
  advance(1000);
  EXPECT_EQ(publish(bob_link, "/topic/open/a", "m").status, COCO_OK);
}

// ---- kept

TEST_F(Topics, AKeptTopicCountsWithoutHolesFromOne) {
  const Joined joined = join(alice_link, "/topic/kept/a");
  const Answered first = publish(bob_link, "/topic/kept/a", "m1"), second = publish(alice_link, "/topic/kept/a", "m2");
  publish(bob_link, "/topic/kept/b", "elsewhere");
  EXPECT_EQ(first.seq, 1u);
  EXPECT_EQ(second.seq, 2u);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m3").seq, 3u);
  EXPECT_EQ(sequences(joined), from_to(1, 3));
  EXPECT_EQ(heard(joined)[0].kind, "message");
  EXPECT_EQ(heard(joined)[0].message_id, first.message_id);
  EXPECT_NE(first.message_id, second.message_id);
}

TEST_F(Topics, AReceiptComesAfterTheCommit) {
  publish(bob_link, "/topic/kept/a", "m");
  const Joined joined = join(alice_link, "/topic/kept/a");
  hold_storage();
  const AnswerPtr said = begin_publish(bob_link, "/topic/kept/a", "m");
  executor_.run();
  EXPECT_FALSE(said->has_value());
  EXPECT_TRUE(heard(joined).empty()) << "nobody hears what may still be lost";
  run();
  EXPECT_TRUE(said->has_value() && (*said)->is_ok());
  EXPECT_EQ(heard(joined).size(), 1u);
}

TEST_F(Topics, WhoResumesHearsExactlyTheRestThenLive) {
  const std::string body("bin\0ary", 7);
  const coco_header mine{coco::view("k"), coco::view("v")};
  publish(bob_link, "/topic/kept/a", body, {}, {mine}, "application/x");
  say("/topic/kept/a", 599);
  const Joined all = join(alice_link, "/topic/kept/a", 0), rest = join(alice_link, "/topic/kept/a", 300),
               none = join(alice_link, "/topic/kept/a", 600);
  say("/topic/kept/a", 1);
  EXPECT_EQ(sequences(all), from_to(1, 601));
  EXPECT_EQ(sequences(rest), from_to(301, 601));
  EXPECT_EQ(sequences(none), from_to(601, 601));
  const Heard& first = heard(all)[0];
  EXPECT_EQ(first.body.body(), body);
  EXPECT_EQ(first.content_type, "application/x");
  EXPECT_EQ(first.headers.at(0), (std::pair<std::string, std::string>("k", "v")));
  EXPECT_EQ(first.sender, bob.account);
  EXPECT_EQ(join(alice_link, "/topic/kept/a", 602).why, "from-seq is beyond the last sequence 601");
}

TEST_F(Topics, WhatIsKeptOutlivesTheHostAndGoesOnCounting) {
  say("/topic/kept/a", 3);
  restart();
  bob_link = open(bob).link;
  const Joined joined = join(open(alice).link, "/topic/kept/a", 1);
  EXPECT_EQ(joined.head, 3u);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m").seq, 4u);
  EXPECT_EQ(sequences(joined), from_to(2, 4));
}

TEST_F(Topics, TheSameClientIdIsTheSameMessage) {
  const Joined joined = join(alice_link, "/topic/kept/a");
  const Answered once = publish(bob_link, "/topic/kept/a", "m", "c1"), twice = publish(bob_link, "/topic/kept/a", "m", "c1");
  EXPECT_EQ(twice.status, COCO_OK);
  EXPECT_EQ(twice.seq, once.seq);
  EXPECT_EQ(twice.message_id, once.message_id);
  EXPECT_EQ(sequences(joined), from_to(1, 1));
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "other", "c1").status, COCO_CONFLICT);
  EXPECT_EQ(publish(bob_link, "/topic/kept/b", "m", "c1").status, COCO_CONFLICT);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m", "c1", {}, "text/plain").status, COCO_CONFLICT);
  EXPECT_EQ(publish(bob_link, "/topic/kept/a", "m", "c1", {{coco::view("k"), coco::view("v")}}).status, COCO_CONFLICT);
  EXPECT_EQ(publish(alice_link, "/topic/kept/a", "m", "c1").seq, 2u) << "an id is its sender's";
}

TEST_F(Topics, TheFirstMessagesOfATopicSaidAtOnceAreOneTopic) {
  const AnswerPtr a = begin_publish(bob_link, "/topic/kept/new", "1"), b = begin_publish(bob_link, "/topic/kept/new", "2"),
                  c = begin_publish(alice_link, "/topic/kept/new", "3");
  run();
  EXPECT_EQ((std::set<std::uint64_t>{(*a)->seq, (*b)->seq, (*c)->seq}), (std::set<std::uint64_t>{1, 2, 3}));
  EXPECT_LT((*a)->seq, (*b)->seq) << "of one link in its order";
  EXPECT_EQ(rows_of(domain::topic::table), 1u);
}

// ---- forgetting

TEST_F(Topics, OfTheLastTenAtLeastTenAreKeptAndTheRestIsNamedAsAGap) {
  say("/topic/last-ten", 30);
  EXPECT_GE(rows_of(domain::topic_event::table), 10u);
  EXPECT_LE(rows_of(domain::topic_event::table), 11u);
  const Joined joined = join(alice_link, "/topic/last-ten", 5);
  ASSERT_GE(heard(joined).size(), 11u);
  const Heard& gap = heard(joined)[0];
  EXPECT_EQ(gap.kind, "gap");
  EXPECT_EQ(gap.seq, 6);
  EXPECT_EQ(heard(joined)[1].seq, gap.to_seq + 1);
  EXPECT_EQ(heard(joined).back().seq, 30);
  EXPECT_EQ(publish(bob_link, "/topic/last-ten", "m").seq, 31u);
}

TEST_F(Topics, WhatIsTooOldIsForgottenButTheNumbersGoOn) {
  say("/topic/day", 5);
  advance(day_ms - 1);
  say("/topic/day", 1);
  EXPECT_EQ(sequences(join(alice_link, "/topic/day", 0)), from_to(1, 6)) << "at least for a day";
  advance(day_ms);
  alice_link = open(sign_in("alice")).link;
  const Joined joined = join(alice_link, "/topic/day", 0);
  ASSERT_EQ(heard(joined).size(), 2u);
  EXPECT_EQ(heard(joined)[0].kind, "gap");
  EXPECT_EQ(heard(joined)[0].to_seq, 5);
  EXPECT_EQ(heard(joined)[1].seq, 6);
  advance(10 * day_ms);
  restart();
  bob_link = open(sign_in("bob")).link;
  EXPECT_EQ(publish(bob_link, "/topic/day", "m").seq, 7u);
}

TEST_F(Topics, ATrimThatFailsIsTriedAgainAndRefusesNobody) {
  say("/topic/last-ten", 10);
  hold_storage();
  const AnswerPtr said = begin_publish(bob_link, "/topic/last-ten", "m");
  while (!said->has_value()) {
    executor_.run();
    if (held() > 0 && !said->has_value()) release_one();
  }
  EXPECT_EQ((*said)->status, COCO_OK) << "the receipt does not wait for the broom";
  run();
}

}  // namespace
}  // namespace cocotalk::testing
