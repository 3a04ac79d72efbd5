// A transport between a network and a gateway that the rules of its contract play.
#pragma once

#include <cocotalk/testing/fake_clients.hpp>
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
      if (one->come(clients) && gateway.opens.size() > before) return one;
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
    client.join(clients, topic);
    if (gateway.joins.empty()) {
      ADD_FAILURE() << "asked to hear " << topic << ", the transport did not join";
      return 0;
    }
    FakeGateway::Join asked = gateway.take(gateway.joins);
    const std::uint64_t subscription = asked.subscription;
    gateway.admit(std::move(asked), topic);
    net.run();
    client.heard(clients);
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

  // Stops it; what its end needs of lanes and time, it gets. The transport is gone then. One that waits for what it has asked is
  // answered at last: so the core does.
  void stop() {
    Answer<int> drained;
    plugin_->begin_stop(drained);
    wait_a_minute_for(drained);
    if (!drained.answered()) {
      gateway.opens.clear();
      gateway.joins.clear();
      wait_a_minute_for(drained);
    }
    EXPECT_TRUE(drained.answered()) << "not drained a minute after stop(), and nothing it asked is unanswered";
    plugin_.reset();
  }
  // What the core calls, also when no client has come.
  const coco_transport& table() const { return *plugin_->table<coco_transport>(COCO_TRANSPORT); }

  FakeNet net;
  FakeGateway gateway;

 private:
  const FakeClients fake_clients_{net};
  void wait_a_minute_for(Answer<int>& drained) {
    net.run();
    for (int second = 0; second < 60 && !drained.answered(); ++second) net.advance(1000);
  }

  const Fakes fakes_;  // of whatever else it needs
  const TransportCase tested_ = GetParam().make();

 protected:
  Clients clients{fake_clients_.table()};
  std::unique_ptr<TestedPlugin> plugin_;
};

}  // namespace cocotalk::testing
