// What every transport must do towards the gateway, whatever its clients speak. Include it in one file of a test program and name
// there the transport, and how a client of it behaves:
//
//   COCO_TRANSPORT_CONTRACT(Mine, [] { return TransportCase{coco_plugin_abi1, {}, {[] { return std::make_unique<StompDriver>();
//   }}}; })
#pragma once

#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/fakes.hpp>
#include <cocotalk/testing/provider.hpp>
#include <cocotalk/testing/transport_driver.hpp>

#include <cocotalk/transport.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// A transport, how it is set, and the kinds of clients that may be its own: the first that leads to an open() is.
struct TransportCase {
  const coco_plugin& plugin;
  SettingTexts settings = {};
  std::vector<std::function<std::unique_ptr<TransportDriver>()>> drivers = {};
};

struct TransportCaseFactory {
  const char* name;
  std::function<TransportCase()> make;
};

inline std::ostream& operator<<(std::ostream& out, const TransportCaseFactory& factory) { return out << factory.name; }

// A transport between a net and a gateway that the rule plays: the test's thread is the core's loop and every lane.
class TransportContract : public NoMisdeeds, public ::testing::TestWithParam<TransportCaseFactory> {
 protected:
  static constexpr const char* session = "0123456789abcdef0123456789abcdef";

  TransportContract() {
    Offers offers = fakes_.offers_for(tested_.plugin);
    for (const auto& [id, table] :
         std::map<std::string, const void*>{{COCO_GATEWAY, gateway.table()}, {COCO_NET, net.net()}, {COCO_HTTP, net.http()}})
      if (offers.contains(id)) offers[id] = table;
    plugin_ = std::make_unique<TestedPlugin>(tested_.plugin, tested_.settings, offers);
    net.run();
  }
  ~TransportContract() override {
    if (plugin_) stop();
  }

  // A client that waits to be let in, or nothing when no driver brings one about.
  std::unique_ptr<TransportDriver> client() {
    for (const auto& make : tested_.drivers) {
      std::unique_ptr<TransportDriver> one = make();
      const std::size_t before = gateway.opens.size();
      if (one->come(net) && gateway.opens.size() > before) return one;
    }
    return nullptr;
  }
  // Lets in who waits.
  coco_link accept(std::string_view as = session) {
    const coco_link link = gateway.accept(gateway.take(gateway.opens), 7, as);
    net.run();
    return link;
  }
  // Joins the client to a topic; answers the number of its subscription.
  std::uint64_t join(TransportDriver& client, const std::string& topic) {
    client.join(net, topic);
    if (gateway.joins.empty()) {
      ADD_FAILURE() << "asked to hear " << topic << ", the transport did not join";
      return 0;
    }
    FakeGateway::Join asked = gateway.take(gateway.joins);
    const std::uint64_t subscription = asked.subscription;
    gateway.admit(std::move(asked), topic);
    net.run();
    client.heard(net);
    return subscription;
  }

  // One event, and the memory it is borrowed from.
  struct Said {
    explicit Said(std::string topic, std::string text, std::uint64_t number = 0, std::string except = {})
        : topic_text(std::move(topic)), body(std::move(text)), except_session(std::move(except)), seq(number) {}
    const coco_event& event() {
      topics = {coco::view(topic_text)};
      raw = {};
      raw.size = sizeof raw;
      raw.topics = topic_text.empty() ? nullptr : topics.data();
      raw.n_topics = topic_text.empty() ? 0 : 1;
      raw.kind = coco::view(kind);
      raw.content_type = coco::view(content_type);
      raw.body = coco::view(body);
      raw.seq = seq;
      raw.except_session = coco::view(except_session);
      return raw;
    }
    // What it was borrowed from is something else now.
    void die() {
      for (std::string* const text : {&topic_text, &kind, &content_type, &body, &except_session}) text->assign(text->size(), '?');
      std::memset(topics.data(), 0x5A, topics.size() * sizeof topics[0]);
      std::memset(&raw, 0x5A, sizeof raw);
    }
    std::string topic_text, kind = "message", content_type = "application/json", body, except_session;
    std::uint64_t seq;
    std::vector<coco_view> topics;
    coco_event raw{};
  };
  void publish(Said said) {
    gateway.back().publish(gateway.back().self, &said.event());
    said.die();
  }
  void deliver(coco_link link, std::uint64_t subscription, Said said) {
    gateway.back().deliver(gateway.back().self, link, subscription, &said.event());
    said.die();
  }
  void close(coco_link link, coco_close_code code = COCO_CLOSE_SIGNED_OUT) {
    gateway.back().close(gateway.back().self, link, code, coco::view("the end"));
  }
  static std::string body(int n) { return "{\"n\":" + std::to_string(1'000'000 + n) + "}"; }
  static bool stands_in(const std::string& text, int n) { return text.find(body(n)) != std::string::npos; }

  // Stops it; what its end needs of lanes and time, it gets. The transport is gone then.
  void stop() {
    Answer<int> drained;
    plugin_->begin_stop(drained);
    net.run();
    for (int second = 0; second < 60 && !drained.answered(); ++second) net.advance(1000);
    EXPECT_TRUE(drained.answered()) << "not drained a minute after stop()";
    plugin_.reset();
  }

  FakeNet net;
  FakeGateway gateway;

 private:
  const Fakes fakes_;  // of whatever else it needs
  const TransportCase tested_ = GetParam().make();

 protected:
  std::unique_ptr<TestedPlugin> plugin_;
};

#define COCO_CLIENT_OR_SKIP(name) \
  const auto name = client();     \
  if (!name) GTEST_SKIP() << "no driver of this program brings a client of it about; give one in a program of your own"

// ---- links

TEST_P(TransportContract, OpensALinkForWhoComes) {
  COCO_CLIENT_OR_SKIP(person);
  ASSERT_EQ(gateway.opens.size(), 1u);
  const coco_transport* const back = gateway.opens[0].back;
  ASSERT_NE(back, nullptr);
  EXPECT_TRUE(COCO_HAS(back, close));
  EXPECT_NE(gateway.opens[0].address, "") << "where the client came from";
  EXPECT_NE(accept(), 0u);
  EXPECT_FALSE(person->is_ended(net));
}

TEST_P(TransportContract, EveryClientHasALinkOfItsOwn) {
  COCO_CLIENT_OR_SKIP(one);
  const coco_link first = accept();
  const auto two = client();
  const coco_link second = accept("fedcba9876543210fedcba9876543210");
  EXPECT_NE(first, second);
  one->hang_up(net);
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{first});
  EXPECT_FALSE(two->is_ended(net));
}

TEST_P(TransportContract, WhoIsNotLetInGetsNoLinkAndIsToldSo) {
  COCO_CLIENT_OR_SKIP(person);
  gateway.take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "the token is unknown");
  net.run();
  person->heard(net);
  person->hang_up(net);
  EXPECT_TRUE(gateway.closes.empty()) << "there was nothing to close";
}

TEST_P(TransportContract, ClosesTheLinkOfWhoHangsUpOnce) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  person->hang_up(net);
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

TEST_P(TransportContract, ALinkThatOpensWhenItsClientHasGoneIsClosed) {
  COCO_CLIENT_OR_SKIP(person);
  person->hang_up(net);
  const coco_link link = accept();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

TEST_P(TransportContract, AJoinThatIsAnsweredWhenItsClientHasGoneIsHarmless) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  person->join(net, "/room/a");
  ASSERT_FALSE(gateway.joins.empty());
  person->hang_up(net);
  gateway.admit(gateway.take(gateway.joins), "/room/a");
  net.run();
  publish(Said("/room/a", body(1)));
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

// ---- events

TEST_P(TransportContract, WhoJoinedATopicHearsItAndNoOther) {
  COCO_CLIENT_OR_SKIP(person);
  accept();
  join(*person, "/room/a");
  publish(Said("/room/a", body(1), 1));
  publish(Said("/room/b", body(2), 1));
  net.run();
  const std::string heard = person->heard(net);
  EXPECT_TRUE(stands_in(heard, 1)) << heard;
  EXPECT_FALSE(stands_in(heard, 2)) << heard;
}

TEST_P(TransportContract, CopiesWhatItIsGiven) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  publish(Said("/room/a", body(1), 1));  // its memory is overwritten before a lane runs
  deliver(link, subscription, Said("", body(2), 2));
  net.run();
  const std::string heard = person->heard(net);
  EXPECT_TRUE(stands_in(heard, 1) && stands_in(heard, 2)) << heard;
}

TEST_P(TransportContract, KeepsTheOrderOfPublishingAndDelivering) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  constexpr int n_events = 60;
  for (int n = 1; n <= n_events; ++n) {
    if (n % 3 == 0)
      deliver(link, subscription, Said("", body(n), static_cast<std::uint64_t>(n)));
    else
      publish(Said("/room/a", body(n), static_cast<std::uint64_t>(n)));
    if (n % 10 == 0) net.run();
  }
  net.run();
  const std::string heard = person->heard(net);
  std::size_t at = 0;
  for (int n = 1; n <= n_events; ++n) {
    at = heard.find(body(n), at);
    ASSERT_NE(at, std::string::npos) << "event " << n << " is missing or out of order";
  }
}

TEST_P(TransportContract, KeepsTheOrderBetweenTheLoopAndItsLane) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  std::thread lane([this] { net.serve(); });
  constexpr int n_events = 500;
  for (int n = 1; n <= n_events; ++n)
    if (n % 2 == 0)
      publish(Said("/room/a", body(n), static_cast<std::uint64_t>(n)));
    else
      deliver(link, subscription, Said("", body(n), static_cast<std::uint64_t>(n)));
  net.quit();
  lane.join();
  net.run();
  const std::string heard = person->heard(net);
  std::size_t at = 0;
  for (int n = 1; n <= n_events; ++n) {
    at = heard.find(body(n), at);
    ASSERT_NE(at, std::string::npos) << "event " << n << " is missing or out of order";
  }
}

TEST_P(TransportContract, DeliversToOneLinkAlone) {
  COCO_CLIENT_OR_SKIP(one);
  const coco_link first = accept();
  const std::uint64_t subscription = join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  join(*two, "/room/a");
  deliver(first, subscription, Said("", body(1), 1));
  net.run();
  EXPECT_TRUE(stands_in(one->heard(net), 1));
  EXPECT_FALSE(stands_in(two->heard(net), 1));
}

TEST_P(TransportContract, TheSessionAnEventLeavesOutDoesNotHearIt) {
  COCO_CLIENT_OR_SKIP(one);
  accept();
  join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  join(*two, "/room/a");
  publish(Said("/room/a", body(1), 1, session));
  publish(Said("/room/a", body(2), 2));
  net.run();
  const std::string first = one->heard(net), second = two->heard(net);
  EXPECT_FALSE(stands_in(first, 1));
  EXPECT_TRUE(stands_in(first, 2));
  EXPECT_TRUE(stands_in(second, 1) && stands_in(second, 2));
}

TEST_P(TransportContract, UnknownLinksSubscriptionsAndTopicsAreIgnored) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  for (const coco_link unknown : {std::uint64_t{0}, link + 4711, UINT64_MAX}) {
    deliver(unknown, subscription, Said("", body(1), 1));
    close(unknown);
    if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, unknown, subscription);
  }
  deliver(link, subscription + 4711, Said("", body(2), 2));
  if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, link, subscription + 4711);
  publish(Said("/nobody/joined/this", body(3), 3));
  net.run();
  EXPECT_FALSE(person->is_ended(net));
  publish(Said("/room/a", body(4), 4));
  net.run();
  const std::string heard = person->heard(net);
  EXPECT_TRUE(stands_in(heard, 4)) << "the links there are go on";
  EXPECT_FALSE(stands_in(heard, 1) || stands_in(heard, 2) || stands_in(heard, 3));
}

TEST_P(TransportContract, WhoIsExpelledHearsWhatWasPublishedBeforeAndNothingAfter) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  if (!COCO_HAS(&gateway.back(), expel)) GTEST_SKIP() << "it lacks the slot; the core closes the link instead";
  publish(Said("/room/a", body(1), 1));
  gateway.back().expel(gateway.back().self, link, subscription);
  publish(Said("/room/a", body(2), 2));
  net.run();
  const std::string heard = person->heard(net);
  EXPECT_TRUE(stands_in(heard, 1));
  EXPECT_FALSE(stands_in(heard, 2));
}

// ---- ends

TEST_P(TransportContract, ALinkThatIsClosedEndsAfterWhatWasDeliveredBefore) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  deliver(link, subscription, Said("", body(1), 1));
  close(link);
  for (int second = 0; second < 60 && !person->is_ended(net); ++second) {
    net.run();
    net.advance(1000);
  }
  EXPECT_TRUE(stands_in(person->heard(net), 1));
  EXPECT_TRUE(person->is_ended(net));
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link}) << "the transport answers with gateway.close()";
}

TEST_P(TransportContract, WhatIsSaidToAClosedLinkIsIgnored) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  close(link);
  net.run();
  close(link);
  deliver(link, subscription, Said("", body(1), 1));
  publish(Said("/room/a", body(2), 2));
  net.run();
  EXPECT_LE(gateway.closes.size(), 1u);
}

// The rule of all four functions: they return at once. A transport that waits for its client never does, and the deadline tells.
TEST_P(TransportContract, ReturnsAtOnceWhenItsClientDoesNotRead) {
  COCO_CLIENT_OR_SKIP(person);
  const coco_link link = accept();
  const std::uint64_t subscription = join(*person, "/room/a");
  person->stop_reading(net);
  const std::string large(4096, 'x');
  for (int n = 1; n <= 500; ++n) {
    publish(Said("/room/a", "\"" + large + "\"", static_cast<std::uint64_t>(n)));
    if (n % 50 == 0) net.run();
  }
  if (COCO_HAS(&gateway.back(), expel)) gateway.back().expel(gateway.back().self, link, subscription);
  close(link);
  net.run();
}

TEST_P(TransportContract, StoppingEndsEveryConversationAndDetachesBeforeItIsDrained) {
  COCO_CLIENT_OR_SKIP(one);
  accept();
  join(*one, "/room/a");
  const auto two = client();
  accept("fedcba9876543210fedcba9876543210");
  const auto waiting = client();
  stop();
  EXPECT_TRUE(gateway.is_detached) << "after `drained` the gateway may still call it";
  EXPECT_TRUE(one->is_ended(net));
  EXPECT_TRUE(two->is_ended(net));
  EXPECT_TRUE(waiting->is_ended(net)) << "who waits to be let in";
  EXPECT_EQ(net.buffers_alive(), 0u) << "shared buffers were not given back";
  EXPECT_EQ(client(), nullptr) << "nobody is let in any more";
}

TEST_P(TransportContract, AnswersThatComeAfterItsEndAreHarmless) {
  COCO_CLIENT_OR_SKIP(person);
  accept();
  person->join(net, "/room/a");
  const auto waiting = client();
  stop();
  if (!gateway.joins.empty()) gateway.admit(gateway.take(gateway.joins), "/room/a");
  while (!gateway.opens.empty()) gateway.take(gateway.opens).done.fail(COCO_ABORTED, "the host is going down");
  net.run();
}

TEST_P(TransportContract, StopsWhenNobodyEverCame) {
  stop();
  EXPECT_TRUE(gateway.closes.empty());
}

#undef COCO_CLIENT_OR_SKIP

}  // namespace cocotalk::testing

// Runs the rules against what the function makes, a TransportCase.
#define COCO_TRANSPORT_CONTRACT(Name, ...)                                                                        \
  namespace cocotalk::testing {                                                                                   \
  INSTANTIATE_TEST_SUITE_P(Name, TransportContract, ::testing::Values(TransportCaseFactory{#Name, __VA_ARGS__})); \
  }
