// The limits of promises.md on what a connection may cost, through real sockets.
#include "websocket_client.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

namespace cocotalk::net::testing {
namespace {

TEST(Limits, AHeaderHasItsTimeInTotalHoweverItTrickles) {
  Net net(Settings{{"header_timeout", "60 ms"}});
  net.open();
  Client client(net.port());
  const auto begun = std::chrono::steady_clock::now();
  std::atomic<bool> answered = false;
  std::thread trickle([&] {  // a byte whenever 5 ms have passed without an answer
    for (pollfd waiting{client.fd(), POLLIN, 0}; !answered && ::poll(&waiting, 1, 5) == 0;) client.send("G");
  });
  const std::string answer = client.read_to("\r\n\r\n");
  answered = true;
  trickle.join();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST(Limits, AConnectionThatSaysNothingIsClosedWith408) {
  Net net(Settings{{"header_timeout", "30 ms"}});
  net.open();
  Client client(net.port());
  EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 408 Request Timeout\r\n"));
}

TEST(Limits, AnIdleConnectionIsClosedWithoutAWord) {
  Net net(Settings{{"keep_alive", "30 ms"}});
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  net.open();
  Client client(net.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_all().ends_with("\r\n\r\nx"));
}

TEST(Limits, ABodyHasItsTimeInTotal) {
  Events events;
  Net net;
  net.route("POST /", [&](const Seen& seen) {
    const coco_body_handler handler{
        sizeof handler, 0,
        &events,        [](void*, coco_view) {},
        [](void*) {},   [](void* ctx, coco_view why) { static_cast<Events*>(ctx)->add(std::string(coco::text(why))); }};
    net.http().receive(net.http().self, seen.exchange, 100, 30, &handler);
  });
  net.open();
  Client client(net.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
  EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(events.next(), "the body took too long");
}

TEST(Limits, OneConnectionMoreThanTheHostTakesIsClosed) {
  Net net(Settings{{"connections", "2"}});
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  net.open();
  Client first(net.port()), second(net.port());
  for (Client* const client : {&first, &second}) {
    client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client->read_response().ends_with("x"));
  }
  Client third(net.port());
  EXPECT_TRUE(third.is_closed());
  EXPECT_EQ(net.host().metric("refused{}"), 1);
  first.leave();
  while (net.host().metric("connections{}") > 1) net.on_lane(0, [] {});
  Client fourth(net.port());
  fourth.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(fourth.read_response().ends_with("x"));
}

TEST(Limits, ClientsBehindATrustedProxyAreCountedOneByOne) {
  Owner owner;
  Seen last;
  Net net(Settings{{"connections_per_address", "1"}, {"trusted_proxies", "127.0.0.1"}});
  net.route("GET /ws", [&](const Seen& seen) {
    last = seen;
    const coco_conn_handler handler = owner.handler();
    net.http().upgrade(net.http().self, seen.exchange, coco::view(""), 100, &handler);
  });
  net.open();
  const auto ask = [](std::string_view address) {
    return "X-Forwarded-Proto: https\r\nX-Forwarded-Host: talk.example\r\nX-Forwarded-For: " + std::string(address) + "\r\n";
  };
  WebSocketClient first(net.port(), "/ws", ask("203.0.113.9"));
  EXPECT_TRUE(first.answer.starts_with("HTTP/1.1 101 "));
  EXPECT_EQ(last.address, "203.0.113.9");
  EXPECT_EQ(last.scheme, "https");
  EXPECT_EQ(last.host, "talk.example");
  WebSocketClient second(net.port(), "/ws", ask("203.0.113.9"));
  EXPECT_TRUE(second.answer.starts_with("HTTP/1.1 429 ")) << second.answer;
  WebSocketClient other(net.port(), "/ws", ask("203.0.113.10"));
  EXPECT_TRUE(other.answer.starts_with("HTTP/1.1 101 "));
  first.send_close(1000);
  EXPECT_EQ(owner.events.next(), "closed:1000:");
  WebSocketClient again(net.port(), "/ws", ask("203.0.113.9"));
  EXPECT_TRUE(again.answer.starts_with("HTTP/1.1 101 "));
}

TEST(Limits, ForwardedFieldsOfStrangersAreNotBelieved) {
  Seen seen_by_route;
  Net net;
  net.route("GET /", [&](const Seen& seen) {
    seen_by_route = seen;
    net.answer(seen.exchange, 200, "x");
  });
  net.open();
  Client client(net.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n\r\n");
  client.read_response();
  EXPECT_EQ(seen_by_route.address, "127.0.0.1");
  EXPECT_EQ(seen_by_route.scheme, "http");
  EXPECT_EQ(seen_by_route.host, "x");
}

TEST(Limits, TheHostTakesAsManyDescriptorsAsTheSystemAllows) {
  rlimit before{}, during{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit low{std::min<rlim_t>(256, before.rlim_max), before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &low);
  {
    Net net;
    ::getrlimit(RLIMIT_NOFILE, &during);
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(during.rlim_cur, before.rlim_max);
}

// The host's end of a client's connection: this process has both.
int host_end_of(const Client& client) {
  sockaddr_in own{};
  socklen_t size = sizeof own;
  ::getsockname(client.fd(), reinterpret_cast<sockaddr*>(&own), &size);
  for (int fd = 0; fd < 1024; ++fd) {
    sockaddr_in peer{};
    size = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sin_port == own.sin_port) return fd;
  }
  return -1;
}

TEST(Limits, APeerThatAcknowledgesNothingIsGoneAfterTwentySeconds) {
  Net net;
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  net.open();
  Client client(net.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.read_response().ends_with("x"));
  int timeout_ms = 0;
  socklen_t size = sizeof timeout_ms;
  ASSERT_EQ(::getsockopt(host_end_of(client), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, &size), 0);
  EXPECT_EQ(timeout_ms, 20'000);
}

// Lowers the limit of open files to what is open, for as long as it lives.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(0);
    ::close(next);
    const rlimit low{static_cast<rlim_t>(next), before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &low);
  }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;
  ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

// Not with UBSan, which needs descriptors of its own to look at an object's type, and reports an error when it gets none.
#ifndef COCOTALK_SANITIZE_ADDRESS
TEST(Limits, WithoutADescriptorLeftAConnectionIsClosedAtOnceAndOthersLive) {
  Net net;
  net.route("GET /", [&](const Seen& seen) { net.answer(seen.exchange, 200, "x"); });
  net.open();
  Client before(net.port()), after(net.port());
  before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(before.read_response().ends_with("x"));
  after.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(after.read_response().ends_with("x"));
  // The client's end must exist before the descriptors run out: connects when they have.
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  {
    const NoMoreDescriptors none;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(net.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    pollfd waiting{fd, POLLIN, 0};
    ASSERT_EQ(::poll(&waiting, 1, 20'000), 1);
    char byte;
    EXPECT_LE(::recv(fd, &byte, 1, 0), 0);
    net.on_lane(0, [] {});
    EXPECT_EQ(net.host().metric("refused{}"), 1) << "once, not as often as the lane can turn";
    before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(before.read_response().ends_with("x"));
  }
  ::close(fd);
  Client later(net.port());
  later.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(later.read_response().ends_with("x"));
}
#endif

}  // namespace
}  // namespace cocotalk::net::testing
