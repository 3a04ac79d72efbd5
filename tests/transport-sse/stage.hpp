// The plugin between a network and a gateway that the test plays.
#pragma once

#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace cocotalk::sse {

class Stage : public ::testing::Test {
 protected:
  void begin(const testing::SettingTexts& settings = {}) {
    plugin_.emplace(coco_plugin_abi1, settings,
                    testing::Offers{{COCO_GATEWAY, gateway_.table()}, {COCO_NET, net_.net()}, {COCO_HTTP, net_.http()}});
  }
  // A stop answers when the lanes have run.
  void TearDown() override {
    if (!plugin_ || is_stopped_) return;
    end();
  }
  void end() {
    is_stopped_ = true;
    plugin_->begin_stop(drained_);
    net_.run();
    gateway_.opens.clear();  // the core answers whatever was asked: "aborted"
    gateway_.joins.clear();
    gateway_.asks.clear();
    net_.run();
    EXPECT_TRUE(drained_.answered());
  }
  using Fields = testing::FakeExchanges::Fields;
  coco_exchange get(const std::string& query, Fields headers = {{"authorization", "Bearer secret"}}) {
    return net_.request({.path = "/events", .headers = std::move(headers), .query = query});
  }
  coco_exchange post(const std::string& path, const std::string& query = "", const std::string& body = "",
                     Fields headers = {{"authorization", "Bearer secret"}}) {
    return net_.request({.method = "POST", .path = path, .body = body, .headers = std::move(headers), .query = query});
  }
  // A stream that has been let in, its first events read.
  coco_exchange stream(const std::string& query) {
    const coco_exchange exchange = get(query);
    link_ = gateway_.accept(testing::FakeGateway::take(gateway_.opens));
    net_.run();
    const std::string heard = net_.requests.heard(exchange);
    const std::size_t at = heard.find("\"link\":\"");
    if (at != std::string::npos) name_ = heard.substr(at + 8, 32);
    return exchange;
  }
  void admit(std::string_view topic, std::uint64_t head = 0) {
    gateway_.admit(testing::FakeGateway::take(gateway_.joins), topic, head);
    net_.run();
  }
  std::string heard(coco_exchange exchange) { return net_.requests.heard(exchange); }

  struct Said {
    std::string topic, kind = "message", body = "hi";
    std::uint64_t seq = 0, to_seq = 0;
    std::string state_key = "", except_session = "";
  };
  void publish(const Said& said) {
    const coco_view topic = coco::view(said.topic);
    const coco_event event = event_of(said, &topic, 1);
    gateway_.back().publish(gateway_.back().self, &event);
    net_.run();
  }
  void deliver(std::uint64_t subscription, const Said& said) {
    const coco_event event = event_of(said, nullptr, 0);
    gateway_.back().deliver(gateway_.back().self, link_, subscription, &event);
    net_.run();
  }

  testing::FakeNet net_;
  testing::FakeGateway gateway_;
  testing::Answer<int> drained_;
  std::optional<testing::TestedPlugin> plugin_;
  coco_link link_ = 0;
  std::string name_;
  bool is_stopped_ = false;

 private:
  static coco_event event_of(const Said& said, const coco_view* topics, std::uint64_t n) {
    coco_event event{};
    event.size = sizeof event;
    event.topics = topics;
    event.n_topics = n;
    event.kind = coco::view(said.kind);
    event.body = coco::view(said.body);
    event.seq = said.seq;
    event.to_seq = said.to_seq;
    event.state_key = coco::view(said.state_key);
    event.except_session = coco::view(said.except_session);
    return event;
  }
};

}  // namespace cocotalk::sse
