// The time before a connection is secret, through real sockets.
#include "tls_under_test.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

// A net that listens for streams with TLS; what its owner hears.
class Shaking {
 public:
  explicit Shaking(Settings more = {}) : net(settings.with(std::move(more))) {
    const coco_acceptor acceptor{sizeof acceptor, 0, this,
                                 [](void* ctx, coco_conn, const coco_peer_name*, coco_conn_handler* out) {
                                   *out = static_cast<Shaking*>(ctx)->owner.handler();
                                   static_cast<Shaking*>(ctx)->owner.events.add("accepted");
                                 }};
    coco_error error{};
    coco::throw_if(net.net().listen(net.net().self, coco::view("tls:127.0.0.1:0"), &acceptor, &port, &error), error);
    net.open();
  }
  std::int64_t failed() { return net.host().metric("tls_failed{}"); }

  const TlsSettings settings;
  Owner owner;
  std::uint16_t port = 0;
  Net net;
};

std::string first_flight() {
  TlsPeer client;
  client.shake();
  return client.take();
}

TEST(TlsHandshake, HasItsTimeInTotalHoweverItTrickles) {
  Shaking host(Settings{{"tls_handshake_timeout", "100 ms"}});
  conversation::Client client(host.port);
  const std::string hello = first_flight();
  std::size_t sent = 0;
  while (sent + 1 < hello.size()) {  // a byte whenever 5 ms have passed without an answer
    pollfd waiting{client.fd(), POLLIN, 0};
    if (::poll(&waiting, 1, 5) != 0) break;
    client.send(std::string_view(hello).substr(sent++, 1));
  }
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(host.failed(), 1);
  EXPECT_TRUE(host.net.host().logged("a TLS handshake with 127.0.0.1 failed: it took too long"));
  EXPECT_TRUE(host.owner.events.is_empty()) << "nobody was bothered";
}

TEST(TlsHandshake, OfWhoSaysNothingEndsToo) {
  Shaking host(Settings{{"tls_handshake_timeout", "30 ms"}});
  conversation::Client client(host.port);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(host.failed(), 1);
}

TEST(TlsHandshake, LeavesTimeForMoreOnceItIsDone) {
  Shaking host(Settings{{"tls_handshake_timeout", "300 ms"}, {"header_timeout", "20 s"}});
  TlsClient stream(host.port), http(host.net.port());
  EXPECT_EQ(host.owner.events.next(), "accepted");
  conversation::Client silent(host.port);
  EXPECT_TRUE(silent.is_closed());  // 300 ms have passed
  stream.send("still here");
  EXPECT_EQ(host.owner.events.next(), "data:still here");
  http.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(http.read_response().starts_with("HTTP/1.1 404 "));
}

TEST(TlsHandshake, FailsWithAnAlertForWhoSpeaksNoneOfOurs) {
  Shaking host;
  EXPECT_THROW(TlsClient(host.port, {.least = TLS1_1_VERSION, .most = TLS1_1_VERSION, .suites_1_2 = {}, .protocols = {}}),
               std::runtime_error);
  EXPECT_TRUE(eventually([&] { return host.failed() == 1; }));
  EXPECT_TRUE(host.net.host().logged("failed: unsupported protocol"));
  conversation::Client plain(host.port);
  plain.send("CONNECT\naccept-version:1.2\npasscode:secret\n\n");
  plain.read_all();
  EXPECT_TRUE(eventually([&] { return host.failed() == 2; }));
  for (const std::string& line : host.net.host().log()) EXPECT_EQ(line.find("secret"), std::string::npos) << line;
  TlsClient proper(host.port);
  EXPECT_EQ(host.owner.events.next(), "accepted");
}

TEST(TlsHandshake, TakesWhatComesWithItsLastFlight) {
  Shaking host;
  conversation::Client socket(host.port);
  TlsPeer client({.least = TLS1_3_VERSION, .most = TLS1_3_VERSION, .suites_1_2 = {}, .protocols = {}});
  client.shake();
  socket.send(client.take());
  while (!client.shake()) {
    ASSERT_TRUE(socket.receive());
    client.hear(std::exchange(socket.unread(), {}));
  }
  socket.send(client.take() + client.seal("at once"));
  EXPECT_EQ(host.owner.events.next(), "accepted");
  EXPECT_EQ(host.owner.events.next(), "data:at once");
}

TEST(TlsHandshake, BringsNobodyToAPluginThatHasGone) {
  Shaking host;
  conversation::Client socket(host.port);
  TlsPeer client({.least = TLS1_2_VERSION, .most = TLS1_2_VERSION, .suites_1_2 = {}, .protocols = {}});
  client.shake();
  socket.send(client.take());
  ASSERT_TRUE(socket.receive());
  host.net.net().unlisten(host.net.net().self, &host);
  client.hear(std::exchange(socket.unread(), {}));
  while (!client.shake()) {
    socket.send(client.take());
    if (!socket.receive()) break;
    client.hear(std::exchange(socket.unread(), {}));
  }
  EXPECT_EQ(client.read(), "");
  socket.read_all();
  EXPECT_TRUE(host.owner.events.is_empty());
}

TEST(TlsHandshake, ResumesOnWhateverLane) {
  Shaking host(Settings{{"lanes", "2"}});
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsManners manners{.least = version, .most = version, .suites_1_2 = {}, .protocols = {}};
    TlsClient first(host.net.port(), manners);
    first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    first.read_response();
    const SslSessionPtr ticket = first.peer().take_session();
    ASSERT_NE(ticket, nullptr);
    std::vector<std::unique_ptr<TlsClient>> again;
    for (int i = 0; i < 4; ++i) {
      const SslSessionPtr copy(SSL_SESSION_dup(ticket.get()));  // a client uses each ticket of 1.3 once
      manners.resume = copy.get();
      again.push_back(std::make_unique<TlsClient>(host.net.port(), manners));
      EXPECT_EQ(SSL_session_reused(again.back()->peer().ssl()), 1);
    }
  }
  EXPECT_TRUE(eventually([&] { return host.net.host().metric("tls_resumed{}") == 8; }));
  EXPECT_EQ(host.net.host().metric("tls_handshakes{}"), 2);
}

}  // namespace
}  // namespace cocotalk::net::testing
