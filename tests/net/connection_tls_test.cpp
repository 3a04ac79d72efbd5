// Connections whose socket carries TLS.
#include "tls_under_test.hpp"
#include "websocket_client.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>

namespace cocotalk::net::testing {
namespace {

// A net with TLS for HTTP and one TLS listener for plain streams.
class TlsNet {
 public:
  explicit TlsNet(Settings more = {}) : net(settings.with(std::move(more))) {
    const coco_acceptor acceptor{sizeof acceptor, 0, this,
                                 [](void* ctx, coco_conn accepted, const coco_peer_name* peer, coco_conn_handler* out) {
                                   TlsNet& self = *static_cast<TlsNet*>(ctx);
                                   *out = self.owner.handler();
                                   self.conn = accepted;
                                   self.lane = peer->lane;
                                   self.owner.events.add("accepted");
                                 }};
    coco_error error{};
    coco::throw_if(net.net().listen(net.net().self, coco::view("tls:127.0.0.1:0"), &acceptor, &stream_port, &error), error);
    net.route("GET /", [this](const Seen& seen) { net.answer(seen.exchange, 200, seen.scheme + " " + seen.host); });
    net.route("GET /ws", [this](const Seen& seen) {
      const coco_conn_handler handler = owner.handler();
      conn = net.http().upgrade(net.http().self, seen.exchange, coco::view(""), 100'000, &handler);
      lane = seen.lane;
      owner.events.add("opened");
    });
    net.open();
  }
  void on_lane(const std::function<void(const coco_net&)>& fn) {
    net.on_lane(lane, [&] { fn(net.net()); });
  }
  void send(std::string_view bytes) {
    on_lane([&](const coco_net& table) { table.send(table.self, conn, coco::view(bytes)); });
  }

  const TlsSettings settings;
  Owner owner;
  std::uint16_t stream_port = 0;
  coco_conn conn = 0;  // by the lane; read after an event
  std::uint32_t lane = 0;
  Net net;
};

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: talk.example\r\n\r\n";

TEST(ConnectionTls, CarriesHttpAndSaysSo) {
  TlsNet host;
  TlsClient client(host.net.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get);
    EXPECT_TRUE(client.read_response().ends_with("\r\n\r\nhttps talk.example"));
  }
  EXPECT_EQ(host.net.host().metric("tls_handshakes{}"), 1);
}

TEST(ConnectionTls, CarriesAWebSocket) {
  TlsNet host;
  TlsClient client(host.net.port());
  client.send(WebSocketClient::request("/ws", "Origin: https://127.0.0.1\r\n"));
  EXPECT_TRUE(client.read_to("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  EXPECT_EQ(host.owner.events.next(), "opened");
  client.send(masked(0x81, "ping"));
  EXPECT_EQ(host.owner.events.next(), "text:ping");
  host.send("pong");
  EXPECT_EQ(client.read(6), "\x81\x04pong");
  client.send(masked(0x88, "\x03\xE8"));
  EXPECT_EQ(client.read_all(), "\x88\x02\x03\xE8");
  EXPECT_TRUE(client.was_told_the_end());
  EXPECT_EQ(host.owner.events.next(), "closed:1000:");
}

TEST(ConnectionTls, CarriesAStreamAndPutsATurnsBytesIntoOneRecord) {
  TlsNet host;
  TlsClient client(host.stream_port);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  client.send("ping");
  EXPECT_EQ(host.owner.events.next(), "data:ping");
  host.on_lane([&](const coco_net& net) {
    for (int i = 0; i < 40; ++i) net.send(net.self, host.conn, coco::view(i % 2 == 0 ? "po" : "ng"));
  });
  std::string piece(1000, '\0');
  while (SSL_peek(client.peer().ssl(), piece.data(), 1) <= 0) {
    ASSERT_TRUE(client.socket().receive());
    client.peer().hear(std::exchange(client.socket().unread(), {}));
  }
  EXPECT_EQ(SSL_read(client.peer().ssl(), piece.data(), 1000), 80);
}

TEST(ConnectionTls, EndsWithCloseNotifyAfterWhatIsQueued) {
  TlsNet host;
  TlsClient client(host.stream_port);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  const std::string big(3'000'000, 'x');
  host.on_lane([&](const coco_net& net) {
    net.send(net.self, host.conn, coco::view(big));
    net.close(net.self, host.conn, 1000, coco::view("done"));
  });
  EXPECT_TRUE(client.read_all() == big);
  EXPECT_TRUE(client.was_told_the_end());
  EXPECT_EQ(host.owner.events.next(), "closed:1000:done");
}

TEST(ConnectionTls, AnswersWhoHasEndedWithCloseNotify) {
  TlsNet host;
  TlsClient client(host.net.port());
  client.send(get);
  client.end_sending();
  EXPECT_TRUE(client.read_all().ends_with("https talk.example"));
  EXPECT_TRUE(client.was_told_the_end());
}

TEST(ConnectionTls, AnswersWhoAsksAndEndsInOneBreath) {
  TlsNet host;
  TlsClient client(host.net.port());
  const std::string asked = client.peer().seal(get);
  SSL_shutdown(client.peer().ssl());
  client.socket().send(asked + client.peer().take());
  EXPECT_TRUE(client.read_all().ends_with("https talk.example"));
}

TEST(ConnectionTls, AnswersWhoAsksAndEndsTogetherWithItsLastFlight) {
  TlsNet host;
  conversation::Client socket(host.net.port());
  TlsPeer client({.least = TLS1_3_VERSION, .most = TLS1_3_VERSION, .suites_1_2 = {}, .protocols = {}});
  client.shake();
  socket.send(client.take());
  while (!client.shake()) {
    ASSERT_TRUE(socket.receive());
    client.hear(std::exchange(socket.unread(), {}));
  }
  std::string flight = client.take();
  flight += client.seal(get);
  SSL_shutdown(client.ssl());
  socket.send(flight + client.take());
  client.hear(socket.read_all());
  EXPECT_TRUE(client.read().ends_with("https talk.example"));
}

TEST(ConnectionTls, CutsWhoseSocketEndsWithoutCloseNotify) {
  TlsNet host;
  TlsClient client(host.stream_port);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  client.socket().end_sending();
  EXPECT_EQ(host.owner.events.next(), "closed:1006:the peer closed the connection");
  EXPECT_EQ(client.read_all(), "");
  EXPECT_FALSE(client.was_told_the_end());
}

TEST(ConnectionTls, CutsWhoChangesARecordAndSaysWhy) {
  TlsNet host;
  TlsClient client(host.stream_port);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  std::string record = client.peer().seal("hello");
  record.back() = static_cast<char>(record.back() ^ 1);
  client.socket().send(record);
  EXPECT_EQ(host.owner.events.next(), "closed:1006:decryption failed or bad record mac");
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.peer().failure(), "sslv3 alert bad record mac");
}

TEST(ConnectionTls, WaitsForASlowReaderAndLosesNothing) {
  TlsNet host(Settings{{"outbox", "64 MiB"}});
  TlsClient client(host.stream_port, {}, 4096);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  std::string big;
  for (int i = 0; big.size() < 12'000'000; ++i) big += std::to_string(i) + " ";
  std::uint64_t queued = 0;
  host.on_lane([&](const coco_net& net) {
    for (std::size_t at = 0; at < big.size(); at += 50'000)
      net.send(net.self, host.conn, coco::view(std::string_view(big).substr(at, 50'000)));
  });
  host.on_lane([&](const coco_net& net) {
    queued = net.queued(net.self, host.conn);
    net.notify_below(net.self, host.conn, 1);
  });
  EXPECT_GT(queued, 1'000'000u);
  EXPECT_GT(host.net.host().metric("outbox_bytes{}"), 1'000'000);
  EXPECT_TRUE(client.read(big.size()) == big);
  EXPECT_EQ(host.owner.events.next(), "drained");
  host.on_lane([&](const coco_net& net) { queued = net.queued(net.self, host.conn); });
  EXPECT_EQ(queued, 0u);
  EXPECT_EQ(host.net.host().metric("outbox_bytes{}"), 0);
}

TEST(ConnectionTls, CutsWhoDoesNotRead) {
  TlsNet host(Settings{{"outbox", "64 KiB"}});
  TlsClient client(host.stream_port, {}, 4096);
  EXPECT_EQ(host.owner.events.next(), "accepted");
  while (host.net.host().metric("slow{}") == 0) host.send(std::string(50'000, 'x'));
  EXPECT_EQ(host.owner.events.next(), "closed:4013:slow");
}

TEST(ConnectionTls, TellsASlowWebSocketWhyInWholeFrames) {
  TlsNet host(Settings{{"outbox", "256 KiB"}});
  TlsClient client(host.net.port(), {}, 4096);
  client.send(WebSocketClient::request("/ws"));
  client.read_to("\r\n\r\n");
  EXPECT_EQ(host.owner.events.next(), "opened");
  while (host.net.host().metric("slow{}") == 0) host.send(std::string(50'000, 'x'));
  while (true) {  // whole frames, then the close frame
    const std::string head = client.read(2);
    if (head[0] == '\x88') break;
    ASSERT_EQ(head, "\x81\x7E");
    client.read(2);
    ASSERT_TRUE(client.read(50'000) == std::string(50'000, 'x'));
  }
  EXPECT_EQ(client.read(6), "\x0F\xADslow");
  client.send(masked(0x88, "\x0F\xAD"));
  EXPECT_EQ(host.owner.events.next(), "closed:4013:slow");
}

TEST(ConnectionTls, SendsARangeOfAFileOfAnySize) {
  TlsNet host;
  std::string content;
  for (int i = 0; content.size() < 5'000'000; ++i) content += std::to_string(i) + ",";
  const std::string path = host.settings.folder().write("file", content);
  host.net.route("GET /file", [&](const Seen& seen) {
    const coco_http& http = host.net.http();
    http.respond_file(http.self, seen.exchange, 200, nullptr, 0, ::open(path.c_str(), O_RDONLY), 10, content.size() - 10);
  });
  TlsClient client(host.net.port(), {}, 4096);
  for (int i = 0; i < 2; ++i) {
    client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.read_response();
    EXPECT_TRUE(std::string_view(answer).substr(answer.find("\r\n\r\n") + 4) == std::string_view(content).substr(10));
  }
}

TEST(ConnectionTls, TakesABodyWhateverTheRecordsAre) {
  Events events;
  TlsNet host;
  std::string body;
  host.net.route("POST /", [&](const Seen& seen) {
    const coco_body_handler handler{
        sizeof handler, 0,
        &body,          [](void* ctx, coco_view bytes) { static_cast<std::string*>(ctx)->append(coco::text(bytes)); },
        [](void*) {},   [](void*, coco_view) {}};
    host.net.http().receive(host.net.http().self, seen.exchange, 1'000'000, 20'000, &handler);
  });
  TlsClient client(host.net.port());
  std::string sealed;
  const std::string request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'b');
  for (std::size_t at = 0, n = 1; at < request.size(); at += n, n = n * 3 % 20'011)
    sealed += client.peer().seal(std::string_view(request).substr(at, n));
  client.socket().send(sealed);
  EXPECT_TRUE(eventually([&] {
    bool is_there = false;
    host.net.on_lane(0, [&] { is_there = body.size() == 300'000; });
    return is_there;
  }));
}

TEST(ConnectionTls, EndsAsOthersDoWhenTheHostStops) {
  TlsNet host;
  TlsClient idle(host.net.port());
  idle.send(get);
  idle.read_response();
  conversation::Client shaking(host.net.port());
  cocotalk::testing::Answer<int> drained;
  std::thread stopping([&] { host.net.plugin().begin_stop(drained); });
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(idle.was_told_the_end());
  EXPECT_TRUE(shaking.is_closed());
  idle.socket().leave();
  EXPECT_EQ(drained.status(), COCO_OK);
  stopping.join();
}

}  // namespace
}  // namespace cocotalk::net::testing
