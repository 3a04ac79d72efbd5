// What every provider of cocotalk.net/1 must do, over real sockets of this machine. Include it in one file of a test program and
// name the provider there; its listeners need free ports:
//
//   COCO_NET_CONTRACT(Mine, [] { return provider_of<coco_net>(coco_plugin_abi1, COCO_NET, {{"listen", "127.0.0.1:0"}}); })
#pragma once

#include <cocotalk/net.h>
#include <cocotalk/testing/client.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cocotalk::testing {

// Accepts connections and tells what happens to them: "accepted", "data:…", "drained", "closed:⟨code⟩". Lives longer than the
// net.
class NetOwner {
 public:
  coco_acceptor acceptor() { return {sizeof(coco_acceptor), 0, this, &accepted}; }
  Events events;
  // What a rule wants done on the lane, when somebody comes, and when bytes do.
  std::function<void(coco_conn)> on_accept;
  std::function<void(std::string_view)> on_data;

  coco_conn conn() const { return conn_; }
  std::uint32_t lane() const { return lane_; }
  std::string peer() const { return peer_; }

 private:
  static NetOwner& of(void* ctx) { return *static_cast<NetOwner*>(ctx); }
  static void accepted(void* ctx, coco_conn conn, const coco_peer_name* peer, coco_conn_handler* out) {
    NetOwner& self = of(ctx);
    self.conn_ = conn;
    self.lane_ = peer->lane;
    self.peer_ = coco::text(peer->address);
    out->size = sizeof *out;
    out->ctx = ctx;
    out->on_data = [](void* owner, coco_view bytes, std::int32_t) {
      if (of(owner).on_data) return of(owner).on_data(coco::text(bytes));
      of(owner).events.add("data:" + std::string(coco::text(bytes)));
    };
    out->on_drained = [](void* owner) { of(owner).events.add("drained"); };
    out->on_closed = [](void* owner, std::int32_t code, coco_view) { of(owner).events.add("closed:" + std::to_string(code)); };
    if (self.on_accept) self.on_accept(conn);
    self.events.add("accepted");
  }
  std::atomic<coco_conn> conn_ = 0;
  std::atomic<std::uint32_t> lane_ = 0;
  std::string peer_;
};

class NetContract : public Contract<coco_net> {
 protected:
  // Runs fn on a lane and waits for it.
  void on_lane(std::uint32_t lane, std::function<void()> fn) {
    struct Call {
      std::function<void()> fn;
      std::promise<void> done;
    } call{std::move(fn), {}};
    const auto run = [](void* arg) {
      Call& it = *static_cast<Call*>(arg);
      it.fn();
      it.done.set_value();
    };
    if (net->post(net->self, lane, run, &call) != COCO_OK) throw std::runtime_error("the lane has ended");
    if (call.done.get_future().wait_for(patience()) != std::future_status::ready)
      throw std::runtime_error("the lane never ran it");
  }
  std::uint16_t listen(NetOwner& owner, const std::string& address = "127.0.0.1:0") {
    const coco_acceptor acceptor = owner.acceptor();
    std::uint16_t port = 0;
    coco_error error{};
    EXPECT_EQ(net->listen(net->self, coco::view(address), &acceptor, &port, &error), COCO_OK) << error.text;
    return port;
  }
  // The host lets people in when everything has started; a net without that interface accepts at once.
  void let_in() {
    if (provider.plugin() == nullptr) return;
    const auto* listeners = provider.plugin()->table<coco_listeners>(COCO_LISTENERS);
    if (listeners != nullptr) listeners->open(listeners->self);
  }
  // A client of a fresh listener, accepted.
  std::unique_ptr<Client> connected(NetOwner& owner, int receive_buffer = 0) {
    const std::uint16_t port = listen(owner);
    let_in();
    auto client = std::make_unique<Client>(port, receive_buffer);
    EXPECT_EQ(owner.events.next(), "accepted");
    return client;
  }
  static std::string pattern(std::size_t n) {
    std::string out(n, '\0');
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<char>('a' + i % 23 + i / 4096 % 3);
    return out;
  }

  NetOwner owner_, other_;  // before the net: they outlive it
  Provider<coco_net> provider = GetParam().make();
  const coco_net* net = provider.get();
};

// ---- lanes

TEST_P(NetContract, HasALaneAtLeast) { EXPECT_GE(net->lanes(net->self), 1u); }

TEST_P(NetContract, WhatIsPostedRunsOnItsLaneInTheOrderOfPosting) {
  for (std::uint32_t lane = 0; lane < net->lanes(net->self); ++lane) {
    struct Post {
      std::vector<int>* ran;
      std::set<std::thread::id>* threads;
      int number;
    };
    std::vector<int> ran;
    std::set<std::thread::id> threads;
    std::vector<Post> posts;
    for (int n = 0; n < 500; ++n) posts.push_back({&ran, &threads, n});
    for (Post& post : posts)
      ASSERT_EQ(net->post(
                    net->self, lane,
                    [](void* arg) {
                      Post& it = *static_cast<Post*>(arg);
                      it.ran->push_back(it.number);
                      it.threads->insert(std::this_thread::get_id());
                    },
                    &post),
                COCO_OK);
    on_lane(lane, [] {});
    EXPECT_EQ(ran.size(), 500u);
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
    EXPECT_EQ(threads.size(), 1u);
    EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
  }
}

TEST_P(NetContract, EveryPostOfManyThreadsRunsOnce) {
  std::atomic<int> ran = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i)
        EXPECT_EQ(net->post(
                      net->self, 0, [](void* arg) { ++*static_cast<std::atomic<int>*>(arg); }, &ran),
                  COCO_OK);
    });
  for (std::thread& thread : threads) thread.join();
  on_lane(0, [] {});
  EXPECT_EQ(ran, 800);
}

TEST_P(NetContract, ATimerRunsOnceAndACancelledOneNever) {
  Events events;
  const auto tell = [](void* arg) { static_cast<Events*>(arg)->add("ran"); };
  Events cancelled;
  on_lane(0, [&] {
    const std::uint64_t soon = net->after(net->self, 0, 1, tell, &cancelled);
    net->after(net->self, 0, 30, tell, &events);
    net->cancel(net->self, 0, soon);
    net->cancel(net->self, 0, soon + 4711);
  });
  EXPECT_EQ(events.next(), "ran");
  on_lane(0, [] {});
  EXPECT_TRUE(cancelled.is_empty());
  EXPECT_TRUE(events.is_empty());
}

TEST_P(NetContract, TimersRunInTheOrderOfTheirTimes) {
  std::vector<int> ran;
  Events last;
  struct Due {
    std::vector<int>* ran;
    Events* last;
    int ms;
  };
  std::vector<Due> dues = {{&ran, &last, 40}, {&ran, &last, 10}, {&ran, &last, 25}};
  on_lane(0, [&] {
    for (Due& due : dues)
      net->after(
          net->self, 0, static_cast<std::uint64_t>(due.ms),
          [](void* arg) {
            Due& it = *static_cast<Due*>(arg);
            it.ran->push_back(it.ms);
            it.last->add("ran");
          },
          &due);
  });
  for (std::size_t n = 0; n < dues.size(); ++n) EXPECT_EQ(last.next(), "ran");
  EXPECT_EQ(ran, (std::vector<int>{10, 25, 40}));
}

// ---- listeners

TEST_P(NetContract, TellsThePortItBoundAndNamesWhoComes) {
  const auto client = connected(owner_);
  EXPECT_NE(owner_.conn(), 0u);
  EXPECT_EQ(owner_.peer(), "127.0.0.1") << "without port";
  EXPECT_LT(owner_.lane(), net->lanes(net->self));
}

TEST_P(NetContract, ATakenPortIsRefusedWithASentence) {
  const std::uint16_t port = listen(owner_);
  const coco_acceptor acceptor = other_.acceptor();
  coco_error error{};
  std::uint16_t other = 0;
  EXPECT_NE(net->listen(net->self, coco::view("127.0.0.1:" + std::to_string(port)), &acceptor, &other, &error), COCO_OK);
  EXPECT_STRNE(error.text, "");
}

TEST_P(NetContract, WhatIsNoAddressIsRefusedWithASentence) {
  const coco_acceptor acceptor = owner_.acceptor();
  for (const char* const bad : {"", "8080", "127.0.0.1:99999", "nonsense:", "127.0.0.1"}) {
    coco_error error{};
    std::uint16_t port = 0;
    EXPECT_NE(net->listen(net->self, coco::view(bad), &acceptor, &port, &error), COCO_OK) << bad;
    EXPECT_STRNE(error.text, "") << bad;
  }
}

TEST_P(NetContract, AfterUnlistenNobodyIsAcceptedAndConnectionsStay) {
  const std::uint16_t port = listen(owner_);
  let_in();
  Client client(port);
  ASSERT_EQ(owner_.events.next(), "accepted");
  net->unlisten(net->self, &owner_);
  try {
    Client late(port);
    EXPECT_TRUE(late.is_closed());
  } catch (const std::runtime_error&) {  // refused, as it should be
  }
  client.send("still here");
  EXPECT_EQ(owner_.events.next(), "data:still here");
}

// ---- connections

TEST_P(NetContract, BytesPassBothWaysWholeAndInOrder) {
  const std::string bytes = pattern(300'000);
  owner_.on_data = [this](std::string_view some) { net->send(net->self, owner_.conn(), coco::view(some)); };
  const auto client = connected(owner_);
  std::thread sending([&] { client->send(bytes); });
  const std::string back = client->read(bytes.size());
  sending.join();
  EXPECT_TRUE(back == bytes);
}

TEST_P(NetContract, SendCopiesItsBytes) {
  const auto client = connected(owner_);
  on_lane(owner_.lane(), [&] {
    std::string text = "borrowed";
    net->send(net->self, owner_.conn(), coco::view(text));
    text.assign(text.size(), '?');
  });
  EXPECT_EQ(client->read(8), "borrowed");
}

TEST_P(NetContract, ASharedBufferGoesToManyAsItIs) {
  const std::uint16_t port = listen(owner_);
  let_in();
  Client one(port);
  ASSERT_EQ(owner_.events.next(), "accepted");
  const coco_conn first = owner_.conn();
  const std::uint32_t lane = owner_.lane();
  on_lane(lane, [&] {
    std::string text = "shared by all";
    coco_buffer* const buffer = net->make_buffer(net->self, lane, coco::view(text));
    text.assign(text.size(), '?');
    for (int i = 0; i < 3; ++i) net->send_buffer(net->self, first, buffer);
    net->send(net->self, first, coco::view("!"));
    net->release(net->self, lane, buffer);
  });
  EXPECT_EQ(one.read(40), "shared by allshared by allshared by all!");
}

TEST_P(NetContract, SaysHowMuchWaitsAndTellsOnceWhenItIsLess) {
  const auto client = connected(owner_, 4096);
  const std::string bytes = pattern(2 << 20);
  std::uint64_t queued = 0;
  on_lane(owner_.lane(), [&] {
    for (std::size_t at = 0; at < bytes.size(); at += 65536)
      net->send(net->self, owner_.conn(), coco::view(bytes.substr(at, 65536)));
    queued = net->queued(net->self, owner_.conn());
    net->notify_below(net->self, owner_.conn(), 1);
  });
  EXPECT_GT(queued, 0u);
  EXPECT_TRUE(client->read(bytes.size()) == bytes);
  EXPECT_EQ(owner_.events.next(), "drained");
  on_lane(owner_.lane(), [&] { EXPECT_EQ(net->queued(net->self, owner_.conn()), 0u); });
  EXPECT_TRUE(owner_.events.is_empty()) << "it tells once";
}

TEST_P(NetContract, WhatIsBelowAlreadyIsToldAtOnceButNotInsideTheCall) {
  const auto client = connected(owner_);
  bool inside = true;
  on_lane(owner_.lane(), [&] {
    net->notify_below(net->self, owner_.conn(), 1000);
    inside = !owner_.events.is_empty();
  });
  EXPECT_FALSE(inside);
  EXPECT_EQ(owner_.events.next(), "drained");
}

TEST_P(NetContract, APausedConnectionIsNotReadAndAResumedOneIs) {
  owner_.on_accept = [this](coco_conn conn) { net->pause(net->self, conn); };
  const auto client = connected(owner_);
  client->send("waiting");
  for (int turn = 0; turn < 5; ++turn) on_lane(owner_.lane(), [] {});
  EXPECT_TRUE(owner_.events.is_empty());
  on_lane(owner_.lane(), [&] { net->resume(net->self, owner_.conn()); });
  EXPECT_EQ(owner_.events.next(), "data:waiting");
}

TEST_P(NetContract, ClosingSendsWhatIsQueuedFirst) {
  const auto client = connected(owner_, 4096);
  const std::string bytes = pattern(500'000);
  on_lane(owner_.lane(), [&] {
    net->send(net->self, owner_.conn(), coco::view(bytes));
    net->close(net->self, owner_.conn(), 1000, coco::view("enough"));
  });
  EXPECT_TRUE(client->read_all() == bytes);
  client->leave();
  EXPECT_TRUE(owner_.events.next().starts_with("closed:"));
}

TEST_P(NetContract, AbortingCutsAtOnce) {
  const auto client = connected(owner_);
  on_lane(owner_.lane(), [&] { net->abort(net->self, owner_.conn(), coco::view("enough")); });
  EXPECT_TRUE(owner_.events.next().starts_with("closed:"));
  EXPECT_TRUE(client->is_closed());
}

TEST_P(NetContract, APeerThatVanishesIsToldOnceAndLast) {
  const auto client = connected(owner_);
  client->send("bye");
  EXPECT_EQ(owner_.events.next(), "data:bye");
  client->vanish();
  EXPECT_EQ(owner_.events.next(), "closed:1006");
  on_lane(owner_.lane(), [&] { net->abort(net->self, owner_.conn(), coco::view("again")); });
  EXPECT_TRUE(owner_.events.is_empty());
}

TEST_P(NetContract, ASilentPeerIsCutWhenItsLimitIsOver) {
  const auto client = connected(owner_);
  on_lane(owner_.lane(), [&] { net->set_silence_limit(net->self, owner_.conn(), 50); });
  EXPECT_TRUE(owner_.events.next().starts_with("closed:"));
  EXPECT_TRUE(client->is_closed());
}

TEST_P(NetContract, ANameIsNeverUsedTwice) {
  const std::uint16_t port = listen(owner_);
  let_in();
  std::set<coco_conn> names;
  for (int i = 0; i < 20; ++i) {
    Client client(port);
    ASSERT_EQ(owner_.events.next(), "accepted");
    names.insert(owner_.conn());
    client.vanish();
    ASSERT_TRUE(owner_.events.next().starts_with("closed:"));
  }
  EXPECT_EQ(names.size(), 20u);
  EXPECT_FALSE(names.contains(0));
}

TEST_P(NetContract, UnknownAndStaleConnectionsAreIgnored) {
  auto client = connected(owner_);
  const coco_conn stale = owner_.conn();
  client->vanish();
  ASSERT_TRUE(owner_.events.next().starts_with("closed:"));
  on_lane(owner_.lane(), [&] {
    for (const coco_conn conn : {coco_conn{0}, coco_conn{4711}, stale, ~coco_conn{0}}) {
      net->send(net->self, conn, coco::view("x"));
      net->send_binary(net->self, conn, coco::view("x"));
      coco_buffer* const buffer = net->make_buffer(net->self, owner_.lane(), coco::view("x"));
      net->send_buffer(net->self, conn, buffer);
      net->release(net->self, owner_.lane(), buffer);
      EXPECT_EQ(net->queued(net->self, conn), 0u);
      net->notify_below(net->self, conn, 1);
      net->pause(net->self, conn);
      net->resume(net->self, conn);
      net->set_silence_limit(net->self, conn, 1);
      net->silent_ms(net->self, conn);
      net->set_message_limit(net->self, conn, 1);
      net->close(net->self, conn, 1000, coco::view("x"));
      net->abort(net->self, conn, coco::view("x"));
    }
  });
  on_lane(owner_.lane(), [] {});
  EXPECT_TRUE(owner_.events.is_empty());
}

TEST_P(NetContract, WhatWaitsElsewhereCountsAndIsForgottenAgain) {
  if (!COCO_HAS(net, pressure)) GTEST_SKIP() << "it lacks the slot";
  on_lane(0, [&] {
    const std::uint32_t before = net->pressure(net->self, 0, 0);
    EXPECT_GT(net->pressure(net->self, 0, std::int64_t{8} << 30), before);
    EXPECT_EQ(net->pressure(net->self, 0, -(std::int64_t{8} << 30)), before);
  });
}

// ---- its end

TEST_P(NetContract, WhenItIsDrainedEveryConnectionIsClosedAndNothingRunsAnyMore) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const auto client = connected(owner_);
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(owner_.events.next().starts_with("closed:"));
  EXPECT_TRUE(client->read_all().empty());
  bool ran = false;
  EXPECT_EQ(net->post(
                net->self, 0, [](void* arg) { *static_cast<bool*>(arg) = true; }, &ran),
            COCO_ABORTED);
  EXPECT_FALSE(ran);
}

}  // namespace cocotalk::testing

#define COCO_NET_CONTRACT(Name, ...) COCO_CONTRACT(Name, NetContract, coco_net, __VA_ARGS__)
