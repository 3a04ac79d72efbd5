// A transport between a fake net and a fake gateway; conversations are text, with ^ for the NUL that ends a frame.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_net.hpp>
#include <cocotalk/testing/test_settings.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "transport-stomp/transport.hpp"

namespace cocotalk::stomp {

inline std::string bytes_of(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '^', '\0');
  return out;
}
inline std::string text_of(std::string_view bytes) {
  std::string out(bytes);
  std::ranges::replace(out, '\0', '^');
  return out;
}

// An event with its views kept.
struct Said {
  std::vector<std::string> topics = {};
  std::string kind = {}, body = {}, message_id = {}, state_key = {}, except_session = {};
  std::uint64_t seq = 0, to_seq = 0;
};

class Conversation : public ::testing::Test {
 protected:
  Conversation() {
    host.offer(COCO_NET, net.net());
    host.offer(COCO_HTTP, net.http());
    host.offer(COCO_GATEWAY, gateway.table());
  }
  ~Conversation() override {
    if (transport) stop();
  }

  void start(const testing::SettingTexts& changed = {}) {
    static constexpr coco_plugin descriptor = coco::detail::Exported<Transport>::descriptor();
    const testing::TestSettings settings(descriptor, changed);
    transport = std::make_unique<Transport>(host.host(), coco::Settings(settings.data(), settings.size()));
    transport->start();
  }
  void stop() {
    testing::Answer<int> drained;
    transport->stop(coco::Completion(drained.expect_nothing()));
    net.run();
    EXPECT_TRUE(drained.answered());
    transport.reset();
    EXPECT_EQ(net.buffers_alive(), 0u);
    EXPECT_EQ(net.timers(), 0u);
  }

  // A WebSocket that signed in with a token; what it heard is thrown away.
  coco_conn signed_in(std::string_view session = "0123456789abcdef0123456789abcdef", std::uint32_t lane = 0) {
    const coco_conn conn = net.websocket("/stomp/websocket", {}, lane);
    type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
    link = gateway.accept(gateway.take(gateway.opens), 7, session);
    net.run();
    net.heard(conn);
    return conn;
  }
  coco_conn with_ticket(std::string_view headers = "view:chatList\n") {
    const coco_conn conn = net.websocket("/t/secret/stomp/websocket");
    type(conn, "CONNECT\n" + std::string(headers) + "userId:undefined\naccept-version:1.1,1.2\n\n^");
    link = gateway.accept(gateway.take(gateway.opens));
    net.run();
    net.heard(conn);
    return conn;
  }
  // Subscribes and joins to a topic of the same name.
  coco_link subscribe(coco_conn conn, const std::string& id, const std::string& topic, std::uint64_t head = 0) {
    type(conn, "SUBSCRIBE\nid:" + id + "\ndestination:" + topic + "\n\n^");
    testing::FakeGateway::Join join = gateway.take(gateway.joins);
    const std::uint64_t number = join.subscription;
    gateway.admit(std::move(join), topic, head);
    net.run();
    return number;
  }

  void type(coco_conn conn, std::string_view text) { net.type(conn, bytes_of(text)); }
  // All that came, one after the other.
  std::string hear(coco_conn conn) {
    std::string all;
    for (const std::string& piece : net.heard(conn)) all += text_of(piece);
    return all;
  }
  static coco_event event_of(const Said& said, std::vector<coco_view>& topics) {
    for (const std::string& t : said.topics) topics.push_back(coco::view(t));
    coco_event event{};
    event.size = sizeof event;
    event.topics = topics.data();
    event.n_topics = topics.size();
    event.kind = coco::view(said.kind);
    event.content_type = coco::view("application/json");
    event.body = coco::view(said.body);
    event.message_id = coco::view(said.message_id);
    event.state_key = coco::view(said.state_key);
    event.except_session = coco::view(said.except_session);
    event.seq = said.seq;
    event.to_seq = said.to_seq;
    return event;
  }
  void publish(const Said& said) {
    std::vector<coco_view> topics;
    const coco_event event = event_of(said, topics);
    gateway.back().publish(gateway.back().self, &event);
    net.run();
  }
  void deliver(coco_link to, std::uint64_t subscription, const Said& said) {
    std::vector<coco_view> topics;
    const coco_event event = event_of(said, topics);
    gateway.back().deliver(gateway.back().self, to, subscription, &event);
    net.run();
  }

  testing::FakeHost host{"transport-stomp"};
  testing::FakeNet net;
  testing::FakeGateway gateway;
  coco_link link = 0;  // of the last who signed in
  std::unique_ptr<Transport> transport;
};

}  // namespace cocotalk::stomp
