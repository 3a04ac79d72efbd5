#include "net_under_test.hpp"

#include <gtest/gtest.h>

namespace cocotalk::net::testing {
namespace {

// A net with one plain listener; its connections and what their owner hears.
class Streams {
 public:
  explicit Streams(Settings settings = {}) : net(std::move(settings)) {
    const coco_acceptor acceptor{sizeof acceptor, 0, this,
                                 [](void* ctx, coco_conn accepted, const coco_peer_name* peer, coco_conn_handler* out) {
                                   Streams& self = *static_cast<Streams*>(ctx);
                                   *out = self.owner.handler();
                                   self.conn = accepted;
                                   self.lane = peer->lane;
                                   self.owner.events.add("accepted:" + std::string(coco::text(peer->address)));
                                 }};
    coco_error error{};
    coco::throw_if(net.net().listen(net.net().self, coco::view("127.0.0.1:0"), &acceptor, &port, &error), error);
    net.open();
  }
  void on_lane(const std::function<void(const coco_net&)>& fn) {
    net.on_lane(lane, [&] { fn(net.net()); });
  }

  Owner owner;
  std::uint16_t port = 0;
  coco_conn conn = 0;  // by the lane; read after an event
  std::uint32_t lane = 0;
  Net net;
};

TEST(TcpStream, CarriesBytesBothWays) {
  Streams streams;
  Client client(streams.port);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  client.send("ping");
  EXPECT_EQ(streams.owner.events.next(), "data:ping");
  streams.on_lane([&](const coco_net& net) {
    net.send(net.self, streams.conn, coco::view("po"));
    net.send_binary(net.self, streams.conn, coco::view("ng"));
  });
  EXPECT_EQ(client.read(4), "pong");
}

TEST(TcpStream, ClosesAfterWhatIsQueued) {
  Streams streams;
  Client client(streams.port);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  const std::string big(3'000'000, 'x');
  streams.on_lane([&](const coco_net& net) {
    net.send(net.self, streams.conn, coco::view(big));
    net.close(net.self, streams.conn, 1000, coco::view("done"));
  });
  EXPECT_EQ(client.read_all(), big);
  EXPECT_EQ(streams.owner.events.next(), "closed:1000:done");
}

TEST(TcpStream, CutsAtOnceOnAbort) {
  Streams streams;
  Client client(streams.port);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  bool told_inside = true;
  streams.on_lane([&](const coco_net& net) {
    net.send(net.self, streams.conn, coco::view("never"));
    net.abort(net.self, streams.conn, coco::view("bad"));
    told_inside = !streams.owner.events.is_empty();
  });
  EXPECT_FALSE(told_inside);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(streams.owner.events.next(), "closed:1006:bad");
  streams.on_lane([&](const coco_net& net) { net.send(net.self, streams.conn, coco::view("stale")); });
}

TEST(TcpStream, TellsWhenThePeerCloses) {
  Streams streams;
  Client client(streams.port);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  client.leave();
  EXPECT_EQ(streams.owner.events.next(), "closed:1006:the peer closed the connection");
}

TEST(TcpStream, CutsASilentPeerWhenToldTo) {
  Streams streams;
  Client client(streams.port);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  streams.on_lane([&](const coco_net& net) { net.set_silence_limit(net.self, streams.conn, 30); });
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(streams.owner.events.next(), "closed:1006:silent");
}

TEST(TcpStream, CutsASlowReaderWithoutWords) {
  Streams streams(Settings{{"outbox", "64 KiB"}});
  Client client(streams.port, 4096);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  while (streams.net.host().metric("slow{}") == 0)
    streams.on_lane([&](const coco_net& net) { net.send(net.self, streams.conn, coco::view(std::string(50'000, 'x'))); });
  EXPECT_EQ(streams.owner.events.next(), "closed:4013:slow");
}

TEST(TcpStream, ClosesTheLargestWhenAllOutboxesTogetherAreTooMuch) {
  Streams streams(Settings{{"outbox_total", "256 KiB"}, {"outbox", "10 MiB"}});
  Client client(streams.port, 4096);
  EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
  while (streams.net.host().metric("slow{}") == 0)
    streams.on_lane([&](const coco_net& net) { net.send(net.self, streams.conn, coco::view(std::string(50'000, 'x'))); });
  EXPECT_EQ(streams.owner.events.next(), "closed:4013:slow");
  streams.on_lane([](const coco_net&) {});
  EXPECT_EQ(streams.net.host().metric("outbox_bytes{}"), 0);
}

TEST(TcpStream, ClosesTheLargestOfAllLanesNotOfTheFullest) {
  Streams streams(Settings{{"lanes", "2"}, {"outbox_total", "1 MiB"}, {"outbox", "10 MiB"}});
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<coco_conn> on_lane[2];
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<Client>(streams.port, 4096));
    EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
    on_lane[streams.lane].push_back(streams.conn);
  }
  const coco_net& net = streams.net.net();
  const auto send = [&](std::uint32_t lane, coco_conn conn, std::size_t kilobytes) {
    streams.net.on_lane(lane, [&] { net.send(net.self, conn, coco::view(std::string(kilobytes * 1024, 'x'))); });
    streams.net.on_lane(lane, [] {});  // a turn later it was written as far as it goes
  };
  const auto waiting = [&](std::uint32_t lane, coco_conn conn) {
    std::uint64_t bytes = 0;
    streams.net.on_lane(lane, [&] { bytes = net.queued(net.self, conn); });
    return bytes;
  };
  const auto fill = [&](std::uint32_t lane, coco_conn conn, std::uint64_t bytes) {
    while (waiting(lane, conn) < bytes * 1024) send(lane, conn, 16);
  };
  for (const coco_conn conn : on_lane[1]) fill(1, conn, 200);  // 600 KiB: the fullest lane
  const coco_conn largest = on_lane[0][1];
  while (streams.net.host().metric("slow{}") == 0) send(0, largest, 16);
  EXPECT_EQ(streams.owner.events.next(), "closed:4013:slow");
  EXPECT_EQ(waiting(0, largest), 0u) << "the one with 400 KiB, not one of 200 in the fullest lane";
  EXPECT_EQ(streams.net.host().metric("slow{}"), 1);
  for (const coco_conn conn : on_lane[1]) EXPECT_GE(waiting(1, conn), 200u * 1024);
}

TEST(TcpStream, CountsWhatWaitsElsewhereInThePressure) {
  Streams streams(Settings{{"outbox_total", "1000 KiB"}});
  std::uint32_t before = 0, with = 0, after = 0;
  streams.on_lane([&](const coco_net& net) {
    before = net.pressure(net.self, 0, 0);
    with = net.pressure(net.self, 0, 800 * 1024);
    after = net.pressure(net.self, 0, -800 * 1024);
  });
  EXPECT_EQ(before, 0u);
  EXPECT_EQ(with, 80u);
  EXPECT_EQ(after, 0u);
}

TEST(TcpStream, RunsTimersOnceUnlessCancelled) {
  Streams streams;
  Events fired;
  streams.net.on_lane(0, [&] {
    const coco_net& net = streams.net.net();
    const auto add = [](void* arg) { static_cast<Events*>(arg)->add("fired"); };
    net.cancel(net.self, 0, net.after(net.self, 0, 1, add, &fired));
    net.after(net.self, 0, 5, add, &fired);
  });
  EXPECT_EQ(fired.next(), "fired");
  streams.net.on_lane(0, [] {});
  EXPECT_TRUE(fired.is_empty());
}

TEST(TcpStream, StopsAcceptingOnUnlisten) {
  Streams streams;
  streams.net.net().unlisten(streams.net.net().self, &streams);
  EXPECT_THROW(Client(streams.port), std::runtime_error);
}

TEST(TcpStream, SpreadsConnectionsOverAllLanes) {
  Streams streams(Settings{{"lanes", "2"}});
  std::vector<std::unique_ptr<Client>> clients;
  std::array<int, 2> on_lane{};
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<Client>(streams.port));
    EXPECT_EQ(streams.owner.events.next(), "accepted:127.0.0.1");
    ++on_lane[streams.lane];
  }
  EXPECT_EQ(on_lane[0], 3);
  EXPECT_EQ(on_lane[1], 3);
}

}  // namespace
}  // namespace cocotalk::net::testing
