#include "websocket_client.hpp"

#include "conversation/text.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

// A net whose /ws upgrades everything; connections and what their owner hears.
class WebSockets {
 public:
  explicit WebSockets(Settings settings = {}, std::uint64_t message_limit = 1000) : net(std::move(settings)) {
    net.route("GET /ws", [this, message_limit](const Seen& seen) {
      const coco_conn_handler handler = owner.handler();
      const coco_conn conn = net.http().upgrade(net.http().self, seen.exchange, coco::view(subprotocol), message_limit, &handler);
      owner.events.add("opened:" + std::string(conn == 0 ? "no" : "yes"));
      if (conn != 0) connections.push_back(conn);
    });
    net.open();
  }
  void on_lane(const std::function<void(const coco_net&)>& fn) {
    net.on_lane(0, [&] { fn(net.net()); });
  }
  coco_conn conn() const { return connections.back(); }

  Owner owner;
  std::string subprotocol;
  std::vector<coco_conn> connections;  // by the lane; read after an event
  Net net;
};

TEST(WebSocket, AnswersTheHandshakeOfTheRfc) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(client.answer,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
}

TEST(WebSocket, NamesTheSubprotocolItsOwnerChose) {
  WebSockets sockets;
  sockets.subprotocol = "v12.stomp";
  WebSocketClient client(sockets.net.port(), "/ws", "Sec-WebSocket-Protocol: v11.stomp, v12.stomp\r\n");
  EXPECT_NE(client.answer.find("Sec-WebSocket-Protocol: v12.stomp\r\n"), std::string::npos);
}

TEST(WebSocket, NeverAgreesToCompression) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port(), "/ws", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  EXPECT_EQ(client.answer.find("Extensions"), std::string::npos);
}

TEST(WebSocket, CarriesMessagesBothWays) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  client.send_text("hello");
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "text:hello");
  client.send(masked(0x82, "\xFF"));
  EXPECT_EQ(sockets.owner.events.next(), "data:\xFF");
  sockets.on_lane([&](const coco_net& net) {
    net.send(net.self, sockets.conn(), coco::view("one"));
    net.send_binary(net.self, sockets.conn(), coco::view("two"));
  });
  const Frame one = client.read_frame(), two = client.read_frame();
  EXPECT_EQ(one.first, 0x81);
  EXPECT_EQ(one.payload, "one");
  EXPECT_EQ(two.first, 0x82);
  EXPECT_EQ(two.payload, "two");
}

TEST(WebSocket, HearsWhatCameWithTheUpgradeRequest) {
  WebSockets sockets;
  Client client(sockets.net.port());
  client.send(WebSocketClient::request("/ws") + masked(0x81, "early") + masked(0x81, "bird"));
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "text:early");
  EXPECT_EQ(sockets.owner.events.next(), "text:bird");
}

TEST(WebSocket, AnswersPingsAlsoInsideAFragmentedMessage) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  client.send(masked(0x01, "fra") + masked(0x89, "?") + masked(0x80, "gment"));
  const Frame pong = client.read_frame();
  EXPECT_EQ(pong.first, 0x8A);
  EXPECT_EQ(pong.payload, "?");
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "text:fragment");
}

TEST(WebSocket, AnswersACloseWithTheSameCode) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  client.send_close(3001, "bye");
  EXPECT_EQ(client.read_frame().close_code(), 3001);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "closed:3001:bye");
}

TEST(WebSocket, ClosesWithItsOwnersCodeAfterWhatIsQueued) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  sockets.on_lane([&](const coco_net& net) {
    net.send(net.self, sockets.conn(), coco::view("last words"));
    net.close(net.self, sockets.conn(), 4009, coco::view("replaced"));
    net.send(net.self, sockets.conn(), coco::view("too late"));
  });
  EXPECT_EQ(client.read_frame().payload, "last words");
  const Frame close = client.read_frame();
  EXPECT_EQ(close.close_code(), 4009);
  EXPECT_EQ(close.payload.substr(2), "replaced");
  client.send_text("not heard any more");
  client.send_close(4009);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(sockets.owner.events.next(), "closed:4009:replaced");
}

TEST(WebSocket, CutsAPeerThatDoesNotAnswerAClose) {
  WebSockets sockets(Settings{{"close_timeout", "20 ms"}});
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  sockets.on_lane([&](const coco_net& net) { net.close(net.self, sockets.conn(), 1000, coco::view("")); });
  EXPECT_EQ(client.read_frame().close_code(), 1000);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(sockets.owner.events.next(), "closed:1000:");
}

TEST(WebSocket, NamesWhatBrokeTheRules) {
  struct Case {
    std::string bytes;
    int code;
  };
  const std::vector<Case> cases = {
      {std::string("\x81\x05hello", 7), 1002},  // not masked
      {masked(0xC1, "deflated"), 1002},         // RSV1
      {masked(0x83, "unknown"), 1002},
      {masked(0x81, "\xC3\x28"), 1007},
      {masked(0x81, std::string(1001, 'x')), 1009},
      {masked(0x01, std::string(600, 'x')) + masked(0x80, std::string(401, 'x')), 1009},
  };
  for (const Case& c : cases) {
    WebSockets sockets;
    WebSocketClient client(sockets.net.port());
    client.send(c.bytes);
    EXPECT_EQ(client.read_frame().close_code(), c.code);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
    EXPECT_TRUE(sockets.owner.events.next().starts_with("closed:" + std::to_string(c.code)));
  }
}

TEST(WebSocket, AcceptsAMessageOfExactlyTheLimitAndLearnsANewOne) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  client.send_text(std::string(1000, 'x'));
  EXPECT_EQ(sockets.owner.events.next().size(), 1005u);
  sockets.on_lane([&](const coco_net& net) { net.set_message_limit(net.self, sockets.conn(), 1001); });
  client.send_text(std::string(1001, 'x'));
  EXPECT_EQ(sockets.owner.events.next().size(), 1006u);
}

TEST(WebSocket, TellsALostConnectionAs1006) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  client.vanish();
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "closed:1006:the connection was reset");
}

TEST(WebSocket, HearsNothingWhilePausedAndAllAfterwards) {
  WebSockets sockets;
  sockets.owner.on_data = [&](std::string_view bytes) {
    if (bytes == "stop") sockets.net.net().pause(sockets.net.net().self, sockets.conn());
  };
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  client.send(masked(0x81, "stop") + masked(0x81, "a") + masked(0x81, "b"));
  EXPECT_EQ(sockets.owner.events.next(), "text:stop");
  sockets.on_lane([](const coco_net&) {});
  sockets.on_lane([](const coco_net&) {});
  EXPECT_TRUE(sockets.owner.events.is_empty());
  sockets.on_lane([&](const coco_net& net) { net.resume(net.self, sockets.conn()); });
  EXPECT_EQ(sockets.owner.events.next(), "text:a");
  EXPECT_EQ(sockets.owner.events.next(), "text:b");
}

TEST(WebSocket, PingsASilentPeerAndCutsOneThatStaysSilent) {
  WebSockets sockets(Settings{{"ping_after", "30 ms"}, {"pong_within", "60 ms"}});
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  for (int i = 0; i < 4; ++i) {  // longer than both together: whoever answers is never cut
    EXPECT_EQ(client.read_frame().first, 0x89);
    client.send(masked(0x8A, ""));
  }
  EXPECT_TRUE(sockets.owner.events.is_empty());
  EXPECT_EQ(client.read_frame().first, 0x89);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(sockets.owner.events.next(), "closed:1006:silent");
}

TEST(WebSocket, SendsOneSharedBufferToMany) {
  WebSockets sockets;
  WebSocketClient first(sockets.net.port()), second(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  sockets.on_lane([&](const coco_net& net) {
    coco_buffer* const a = net.make_buffer(net.self, 0,
                                           coco::view("\x81\x01"
                                                      "a"));
    coco_buffer* const b = net.make_buffer(net.self, 0,
                                           coco::view("\x81\x01"
                                                      "b"));
    for (const coco_conn conn : sockets.connections) {
      net.send_buffer(net.self, conn, a);
      net.send_buffer(net.self, conn, b);
      EXPECT_EQ(net.queued(net.self, conn), 6u);
    }
    net.release(net.self, 0, a);
    net.release(net.self, 0, b);
    net.send_buffer(net.self, sockets.conn() + 1, nullptr);  // a connection nobody knows
  });
  for (WebSocketClient* const client : {&first, &second}) {
    EXPECT_EQ(client->read_frame().payload, "a");
    EXPECT_EQ(client->read_frame().payload, "b");
  }
}

TEST(WebSocket, ClosesASlowReaderWith4013AtTheNextFrame) {
  WebSockets sockets(Settings{{"outbox", "64 KiB"}});
  WebSocketClient client(sockets.net.port(), "/ws", {}, 4096);
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  const std::string message(10'000, 'x');
  std::uint64_t queued = 1;
  while (queued <= 64 * 1024 && queued > 0) {  // until the kernel takes no more, and a little
    sockets.on_lane([&](const coco_net& net) { net.send(net.self, sockets.conn(), coco::view(message)); });
    sockets.on_lane([&](const coco_net& net) { queued = std::max<std::uint64_t>(1, net.queued(net.self, sockets.conn())); });
    if (sockets.net.host().metric("slow{}") > 0) break;
  }
  Frame frame = client.read_frame();
  for (; frame.first == 0x81; frame = client.read_frame()) EXPECT_EQ(frame.payload, message);
  EXPECT_EQ(frame.close_code(), 4013);
  EXPECT_EQ(frame.payload.substr(2), "slow");
  client.send_close(4013);
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(sockets.owner.events.next(), "closed:4013:slow");
}

TEST(WebSocket, CutsAReaderThatMakesNoProgress) {
  WebSockets sockets(Settings{{"outbox_stall", "50 ms"}, {"close_timeout", "50 ms"}});
  WebSocketClient client(sockets.net.port(), "/ws", {}, 4096);
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  std::uint64_t queued = 0;
  while (queued == 0) {
    sockets.on_lane([&](const coco_net& net) { net.send(net.self, sockets.conn(), coco::view(std::string(100'000, 'x'))); });
    sockets.on_lane([&](const coco_net& net) { queued = net.queued(net.self, sockets.conn()); });
  }
  EXPECT_EQ(sockets.owner.events.next(), "closed:4013:slow");
}

TEST(WebSocket, TellsOnceWhenTheQueueHasFallen) {
  WebSockets sockets;
  WebSocketClient client(sockets.net.port());
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  bool told_inside = true;
  sockets.on_lane([&](const coco_net& net) {
    net.notify_below(net.self, sockets.conn(), 1);
    told_inside = !sockets.owner.events.is_empty();
  });
  EXPECT_FALSE(told_inside);
  EXPECT_EQ(sockets.owner.events.next(), "drained");
  sockets.on_lane([&](const coco_net& net) { net.send(net.self, sockets.conn(), coco::view("x")); });
  EXPECT_EQ(client.read_frame().payload, "x");
  EXPECT_TRUE(sockets.owner.events.is_empty());
}

TEST(WebSocket, AnswersAPingFloodOfWhoDoesNotReadWithOnePong) {
  WebSockets sockets(Settings{{"outbox", "64 MiB"}});
  WebSocketClient client(sockets.net.port(), "/ws", {}, 4096);
  EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
  std::uint64_t queued = 0;
  std::size_t n_texts = 0;
  for (; queued == 0; ++n_texts) {  // until the kernel takes no more
    sockets.on_lane([&](const coco_net& net) { net.send(net.self, sockets.conn(), coco::view(std::string(100'000, 'x'))); });
    sockets.on_lane([&](const coco_net& net) { queued = net.queued(net.self, sockets.conn()); });
  }
  for (int i = 0; i < 1000; ++i) client.send(masked(0x89, std::to_string(i) + std::string(100, 'p')));
  client.send_text("heard");
  EXPECT_EQ(sockets.owner.events.next(), "text:heard");
  sockets.on_lane([&](const coco_net& net) { EXPECT_LE(net.queued(net.self, sockets.conn()), queued); });
  while (n_texts-- > 0) EXPECT_EQ(client.read_frame().payload.size(), 100'000u);
  const Frame pong = client.read_frame();
  EXPECT_EQ(pong.first, 0x8A);
  EXPECT_EQ(pong.payload, "999" + std::string(100, 'p')) << "of the latest ping (RFC 6455, 5.5.3)";
  client.send(masked(0x89, "more"));
  EXPECT_EQ(client.read_frame().payload, "more");
}

// The bytes are there before the turn begins, and the owner has heard of the end when it is over.
TEST(WebSocket, AnswersAViolationWithinTheTurnInWhichItArrives) {
  const std::string violations[] = {
      std::string("\x81\x05", 2),          // not masked
      masked(0xC1, ""),                    // a reserved bit
      masked(0x83, ""),                    // an unknown opcode
      masked(0x80, ""),                    // nothing to continue
      masked(0x09, ""),                    // a fragmented ping
      std::string("\x89\xFE", 2),          // a long one
      std::string("\x81\xFE\x00\x05", 4),  // a length in too many bytes
      std::string("\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00", 10),
      std::string("\x81\xFE\x03\xE9", 4),                  // over the limit
      std::string("\x81\x85\x00\x00\x00\x00\xFF", 7),      // no UTF-8, and the frame is not at its end
      std::string("\x88\x85\x00\x00\x00\x00\x03\xED", 8),  // 1005, and the reason is not there
  };
  for (const std::string& violation : violations) {
    WebSockets sockets;
    WebSocketClient client(sockets.net.port());
    EXPECT_EQ(sockets.owner.events.next(), "opened:yes");
    sockets.on_lane([&](const coco_net&) { client.send(violation); });
    sockets.on_lane([](const coco_net&) {});  // the next turn, at its end at the latest
    sockets.on_lane([](const coco_net&) {});
    EXPECT_FALSE(sockets.owner.events.is_empty()) << conversation::written(violation);
    EXPECT_EQ(client.read_frame().first, 0x88);
  }
}

TEST(WebSocket, RefusesWhatIsNoUpgrade) {
  WebSockets sockets;
  const std::string proper = WebSocketClient::request("/ws");
  const auto without = [&](std::string_view part, std::string_view instead) {
    std::string request = proper;
    return request.replace(request.find(part), part.size(), instead);
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {without("Upgrade: websocket", "X: y"), "426"},
      {without("Version: 13", "Version: 8"), "426"},
      {without("keep-alive, Upgrade", "keep-alive"), "400"},
      {without("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ="), "400"},
      {without("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j****"), "400"},
      {WebSocketClient::request("/ws", "Origin: http://a\r\nOrigin: http://b\r\n"), "400"},
      {WebSocketClient::request("/ws", "Origin: https://evil.example\r\n"), "403"},
      {WebSocketClient::request("/ws", "Origin: null\r\n"), "403"},
  };
  for (const auto& [request, status] : cases) {
    Client client(sockets.net.port());
    client.send(request);
    const std::string answer = client.read_response();
    EXPECT_EQ(answer.substr(9, 3), status) << request;
    EXPECT_EQ(status == "426", answer.find("sec-websocket-version: 13\r\n") != std::string::npos);
    EXPECT_EQ(sockets.owner.events.next(), "opened:no");
  }
}

TEST(WebSocket, LetsPagesOfItsOwnHostAndAllowedOnesIn) {
  WebSockets sockets(Settings{{"allowed_origins", "https://chat.example.com"}});
  for (const char* origin : {"http://127.0.0.1", "http://localhost:5173", "http://[::1]:3000", "https://Chat.Example.com"}) {
    WebSocketClient client(sockets.net.port(), "/ws", "Origin: " + std::string(origin) + "\r\n");
    EXPECT_TRUE(client.answer.starts_with("HTTP/1.1 101 ")) << origin;
  }
}

}  // namespace
}  // namespace cocotalk::net::testing
