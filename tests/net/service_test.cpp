// Starting, listening, stopping.
#include "websocket_client.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

std::string refusal(const Settings& settings) {
  try {
    Net net(settings);
    return "started";
  } catch (const coco::Error& e) {
    return e.what();
  }
}

TEST(Service, TellsTheAddressesItInFactBound) {
  Net net(Settings{{"listen", "127.0.0.1:0,[::1]:0"}});
  const std::vector<std::string> addresses = net.addresses();
  ASSERT_EQ(addresses.size(), 2u);
  EXPECT_TRUE(addresses[0].starts_with("127.0.0.1:")) << addresses[0];
  EXPECT_TRUE(addresses[1].starts_with("[::1]:")) << addresses[1];
  EXPECT_NE(addresses[0], "127.0.0.1:0");
}

TEST(Service, ListensOnIpv6AndIpv4Apart) {
  Net six(Settings{{"listen", "[::]:0"}, {"allow_plaintext", "true"}});
  const std::string port = std::to_string(six.port());
  EXPECT_EQ(refusal({{"listen", "0.0.0.0:" + port}, {"allow_plaintext", "true"}}), "started") << "so one may listen on both";
}

TEST(Service, BindsEarlyButAcceptsOnlyWhenOpened) {
  Net net;
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  Client client(net.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  net.on_lane(0, [] {});
  EXPECT_EQ(net.host().metric("accepted{}"), 0);
  net.open();
  EXPECT_TRUE(client.read_response().ends_with("x"));
}

TEST(Service, NamesATakenPortAndWhatToDo) {
  Net first;
  const std::string address = first.addresses().front();
  EXPECT_EQ(refusal({{"listen", address}}),
            "cannot listen on " + address + ": another program uses this port; stop it or choose another, 0 for any free one");
}

TEST(Service, NamesAnAddressThatIsNotThisMachines) {
  const std::string why = refusal({{"listen", "192.0.2.1:8080"}, {"allow_plaintext", "true"}});
  EXPECT_TRUE(why.starts_with("cannot listen on 192.0.2.1:8080: ")) << why;
  EXPECT_TRUE(why.ends_with("; use an address of this machine")) << why;
}

TEST(Service, RefusesToShowPasswordsToTheNetwork) {
  EXPECT_EQ(
      refusal({{"listen", "0.0.0.0:0"}}),
      "listening on 0.0.0.0:0 would send passwords over the network in the clear; write 'tls:' before the address, listen on "
      "loopback behind a proxy, or set 'allow_plaintext' of net to true");
  EXPECT_EQ(refusal({{"listen", "0.0.0.0:0"}, {"allow_plaintext", "true"}}), "started");
  Net net;
  const coco_acceptor acceptor{};
  coco_error error{};
  EXPECT_EQ(net.net().listen(net.net().self, coco::view("[::]:0"), &acceptor, nullptr, &error), COCO_INVALID);
  EXPECT_EQ(net.net().listen(net.net().self, coco::view("tls:[::1]:0"), &acceptor, nullptr, &error), COCO_INVALID);
}

TEST(Service, RefusesSettingsThatMeanNothing) {
  EXPECT_NE(refusal({{"listen", "8080"}}).find("'8080' is no address to listen on"), std::string::npos);
  EXPECT_NE(refusal({{"allowed_origins", "chat.example.com"}}).find("'chat.example.com' is no origin"), std::string::npos);
  EXPECT_NE(refusal({{"trusted_proxies", "my-proxy"}}).find("'my-proxy' is neither an address nor a network"), std::string::npos);
}

TEST(Service, RunsPostsInOrderAndRefusesThemAfterTheEnd) {
  Net net;
  std::vector<int> ran;
  struct Post {
    std::vector<int>* ran;
    int number;
  };
  std::vector<Post> posts;
  for (int i = 0; i < 1000; ++i) posts.push_back({&ran, i});
  const auto run = [](void* arg) { static_cast<Post*>(arg)->ran->push_back(static_cast<Post*>(arg)->number); };
  for (Post& post : posts) EXPECT_EQ(net.net().post(net.net().self, 0, run, &post), COCO_OK);
  EXPECT_EQ(net.plugin().stop(), COCO_OK);
  ASSERT_EQ(ran.size(), 1000u);
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
  EXPECT_EQ(net.net().post(net.net().self, 0, run, &posts[0]), COCO_ABORTED);
}

TEST(Draining, ClosesIdleConnectionsAndLetsRequestsInProgressFinish) {
  Events events;
  coco_exchange exchange = 0;
  Net net;
  net.route("GET /slow", [&](const Seen& seen) {
    exchange = seen.exchange;
    events.add("asked");
  });
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  net.open();
  const std::uint16_t port = net.port();
  Client idle(port), busy(port);
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(idle.read_response().ends_with("x"));
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(events.next(), "asked");
  cocotalk::testing::Answer<int> drained;
  std::thread stopping([&] { net.plugin().begin_stop(drained); });
  EXPECT_TRUE(idle.is_closed());
  idle.leave();
  EXPECT_FALSE(drained.answered());
  EXPECT_THROW(Client{port}, std::runtime_error);
  net.on_lane(0, [&] { net.answer(exchange, 200, "finished"); });
  const std::string answer = busy.read_all();
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("finished"));
  busy.leave();
  EXPECT_EQ(drained.status(), COCO_OK);
  stopping.join();
}

TEST(Draining, TellsWebSocketsToComeBackAndStreamsThatItIsOver) {
  Owner websocket, stream;
  Net net;
  net.route("GET /ws", [&](const Seen& seen) {
    const coco_conn_handler handler = websocket.handler();
    net.http().upgrade(net.http().self, seen.exchange, coco::view(""), 100, &handler);
  });
  const coco_acceptor acceptor{sizeof acceptor, 0, &stream,
                               [](void* ctx, coco_conn, const coco_peer_name*, coco_conn_handler* out) {
                                 *out = static_cast<Owner*>(ctx)->handler();
                                 static_cast<Owner*>(ctx)->events.add("accepted");
                               }};
  std::uint16_t port = 0;
  ASSERT_EQ(net.net().listen(net.net().self, coco::view("127.0.0.1:0"), &acceptor, &port, nullptr), COCO_OK);
  net.open();
  WebSocketClient client(net.port());
  Client plain(port);
  EXPECT_EQ(stream.events.next(), "accepted");
  cocotalk::testing::Answer<int> drained;
  std::thread stopping([&] { net.plugin().begin_stop(drained); });
  EXPECT_EQ(client.read_frame().close_code(), 1012);
  client.send_close(1012);
  EXPECT_TRUE(client.is_closed());
  client.leave();
  EXPECT_TRUE(plain.is_closed());
  plain.leave();
  stopping.join();
  EXPECT_EQ(websocket.events.next(), "closed:1012:draining");
  EXPECT_EQ(stream.events.next(), "closed:1012:draining");
}

TEST(Draining, CutsAtTheDeadlineAndTellsEveryOwner) {
  Events events;
  Net net(Settings{{"drain", "30 ms"}, {"lanes", "2"}});
  net.route("GET /never", [&](const Seen& seen) {
    net.http().on_gone(
        net.http().self, seen.exchange, [](void* arg) { static_cast<Events*>(arg)->add("gone"); }, &events);
    events.add("asked");
  });
  net.open();
  Client client(net.port());
  client.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(events.next(), "asked");
  EXPECT_EQ(net.plugin().stop(), COCO_OK);
  EXPECT_EQ(events.next(), "gone");
  EXPECT_EQ(net.host().metric("connections{}"), 0);
}

}  // namespace
}  // namespace cocotalk::net::testing
