#include "transport-stomp/sockjs_session.hpp"

#include "conversation.hpp"

namespace cocotalk::stomp {
namespace {

using testing::FakeExchanges;

class SockjsSessionTest : public Conversation {
 protected:
  coco_exchange post(const std::string& path, const std::string& body = {}) {
    return net.request({.method = "POST", .path = path, .body = body});
  }
  // A session that signed in; `base` as in "/stomp/0/s".
  void sign_in(const std::string& base = "/stomp/0/s") {
    post(base + "/xhr");
    post(base + "/xhr_send", R"(["CONNECT\naccept-version:1.2\naccess-token:t\n\n\u0000"])");
    link = gateway.accept(gateway.take(gateway.opens));
    net.run();
    post(base + "/xhr");
  }
  void join(const std::string& base, const std::string& topic) {
    post(base + "/xhr_send", R"(["SUBSCRIBE\nid:1\ndestination:)" + topic + R"(\n\n\u0000"])");
    gateway.admit(gateway.take(gateway.joins), topic);
    net.run();
  }
  std::string poll(const std::string& base = "/stomp/0/s") { return net.requests.heard(post(base + "/xhr")); }
};

TEST_F(SockjsSessionTest, IsCountedWhileItLives) {
  start();
  sign_in();
  EXPECT_EQ(host.metric("sockjs_sessions{}"), 1);
  const coco_exchange waiting = post("/stomp/0/s/xhr");
  net.requests.hang_up(waiting);
  net.run();
  EXPECT_EQ(host.metric("sockjs_sessions{}"), 0);
  EXPECT_EQ(host.metric("links{protocol=\"native\"}"), 0);
}

TEST_F(SockjsSessionTest, StaysWithTheTransportThatHasItWhileThatRetires) {
  start();
  sign_in();
  const std::unique_ptr<Transport> old = std::move(transport);
  start();  // its routes wait behind
  testing::Answer<int> empty, drained;
  old->retire(coco::Completion(empty.expect_nothing()));
  net.run();
  join("/stomp/0/s", "/room/a");
  EXPECT_NE(poll("/stomp/0/s").find("MESSAGE"), 0u);
  post("/stomp/0/new/xhr");
  EXPECT_TRUE(gateway.opens.empty());
  post("/stomp/0/new/xhr_send", R"(["CONNECT\naccept-version:1.2\naccess-token:t\n\n\u0000"])");
  EXPECT_EQ(gateway.take(gateway.opens).back, transport->interface_of(COCO_TRANSPORT)) << "a new session is the new one's";
  EXPECT_FALSE(empty.answered());
  old->stop(coco::Completion(drained.expect_nothing()));
  net.run();
  EXPECT_TRUE(drained.answered());
}

TEST_F(SockjsSessionTest, GetsAnEventThatWasEncodedOnceForAll) {
  start();
  for (const char* base : {"/stomp/0/s1", "/stomp/0/s2", "/stomp/0/s3"}) {
    sign_in(base);
    join(base, "/room/a");
  }
  publish({.topics = {"/room/a"}, .body = "hi", .message_id = "m"});
  const std::string first = poll("/stomp/0/s1");
  EXPECT_NE(first.find(R"(\n\nhi\u0000"])"), std::string::npos) << first;
  EXPECT_EQ(poll("/stomp/0/s2"), first);
  EXPECT_EQ(poll("/stomp/0/s3"), first);
  EXPECT_EQ(net.buffers_made(), 0u);
}

TEST_F(SockjsSessionTest, OverAWebSocketGetsSharedBuffersLikeAnybody) {
  start();
  std::vector<coco_conn> conns;
  for (const char* path : {"/stomp/0/a/websocket", "/stomp/0/b/websocket"}) {
    const coco_conn conn = net.websocket(path);
    net.type(conn, R"(["CONNECT\naccept-version:1.2\naccess-token:t\n\n\u0000"])");
    gateway.accept(gateway.take(gateway.opens));
    net.run();
    net.type(conn, R"(["SUBSCRIBE\nid:1\ndestination:/room/a\n\n\u0000"])");
    gateway.admit(gateway.take(gateway.joins), "/room/a");
    net.run();
    net.heard(conn);
    conns.push_back(conn);
  }
  publish({.topics = {"/room/a"}, .body = "hi", .message_id = "m"});
  EXPECT_EQ(net.buffers_made(), 1u);
  const std::vector<std::string> heard = net.heard(conns[0]);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].starts_with("a[\"MESSAGE\\n") && heard[0].ends_with(R"(hi\u0000"])")) << heard[0];
  EXPECT_EQ(net.heard(conns[1]), heard);
}

// promises.md: a slow one catches up from storage.
TEST_F(SockjsSessionTest, CatchesUpWhenItDoesNotPollFastEnough) {
  start({{"soft_outbox", "1 KiB"}});
  sign_in();
  join("/stomp/0/s", "/room/a");
  const std::string kilobyte(1100, 'x');
  for (std::uint64_t seq = 1; seq <= 30; ++seq) publish({.topics = {"/room/a"}, .body = kilobyte, .seq = seq});
  EXPECT_TRUE(gateway.joins.empty());
  int frames = 0;
  while (gateway.joins.empty() && frames < 30) {
    EXPECT_NE(poll().find("xxx"), std::string::npos);
    net.advance(0);
    ++frames;
  }
  ASSERT_EQ(gateway.joins.size(), 1u) << "what was left out is read from storage";
  EXPECT_LT(frames, 30);
  EXPECT_EQ(gateway.joins[0].from_seq, static_cast<std::uint64_t>(frames));
}

TEST_F(SockjsSessionTest, EndsAsSlowAtItsLimit) {
  start({{"sockjs_outbox", "64 KiB"}, {"soft_outbox", "1 GiB"}});
  sign_in();
  join("/stomp/0/s", "/room/a");
  const std::string body(30'000, 'x');
  publish({.topics = {"/room/a"}, .body = body});
  publish({.topics = {"/room/a"}, .body = body});
  EXPECT_EQ(host.metric("sockjs_sessions{}"), 1);
  publish({.topics = {"/room/a"}, .body = body});
  EXPECT_EQ(gateway.closes.size(), 1u);
  EXPECT_EQ(poll(), "c[4013,\"the client does not read\"]\n");
}

TEST_F(SockjsSessionTest, EndsAsSlowWhenAllHaveTooMuch) {
  start({{"sockjs_outbox", "1 MiB"}, {"sockjs_outboxes", "64 KiB"}, {"soft_outbox", "1 GiB"}});
  for (const char* base : {"/stomp/0/s1", "/stomp/0/s2"}) {
    sign_in(base);
    join(base, base + std::string("/topic"));
  }
  const std::string body(40'000, 'x');
  publish({.topics = {"/stomp/0/s1/topic"}, .body = body});
  EXPECT_TRUE(gateway.closes.empty());
  publish({.topics = {"/stomp/0/s2/topic"}, .body = body});
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link}) << "who asks for more, not who was there before";
  publish({.topics = {"/stomp/0/s1/topic"}, .body = "small"});
  EXPECT_EQ(gateway.closes.size(), 1u) << "its memory is free again";
}

TEST_F(SockjsSessionTest, EndsWhenAnAnswerWasOnItsWayToAClientThatIsGone) {
  start();
  sign_in();
  join("/stomp/0/s", "/room/a");
  const coco_exchange waiting = post("/stomp/0/s/xhr");
  net.requests.hang_up(waiting);  // not heard of yet
  const std::vector<coco_view> topics{coco::view("/room/a")};
  coco_event event{};
  event.size = sizeof event;
  event.topics = topics.data();
  event.n_topics = 1;
  event.body = coco::view("lost");
  gateway.back().publish(gateway.back().self, &event);
  net.run();
  EXPECT_EQ(gateway.closes.size(), 1u);
  EXPECT_EQ(poll(), "c[1002,\"Connection interrupted\"]\n") << "never silence";
}

TEST_F(SockjsSessionTest, SaysGoodbyeWhenTheTransportStops) {
  start();
  sign_in("/stomp/0/waiting");
  const coco_exchange waiting = post("/stomp/0/waiting/xhr");
  sign_in("/stomp/0/absent");
  const coco_exchange streaming = post("/t/x/stomp/0/s/xhr_streaming");
  const coco_exchange said = net.request({.method = "POST", .path = "/stomp/0/absent/xhr_send", .body = "[", .is_whole = false});
  stop();
  EXPECT_EQ(net.requests.heard(waiting), "c[1012,\"the host is going down\"]\n");
  EXPECT_TRUE(net.requests.heard(streaming).ends_with("c[1001,\"the host is going down\"]\n"));
  EXPECT_TRUE(net.requests.is_finished(streaming));
  EXPECT_EQ(net.requests.status(said), 503);
  EXPECT_EQ(net.requests.open_exchanges(), 0u);
}

TEST_F(SockjsSessionTest, IsCutWhenTheTransportCannotWait) {
  start();
  net.closes_at_once = false;
  sign_in();
  post("/stomp/0/s/xhr");
  testing::Answer<int> drained;
  transport->stop(coco::Completion(drained.expect_nothing()));
  net.run();
  EXPECT_TRUE(drained.answered()) << "its last word was an answer to the one that waited";
  transport.reset();
}

}  // namespace
}  // namespace cocotalk::stomp
