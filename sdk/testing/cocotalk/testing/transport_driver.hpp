// How a client of a transport behaves, for a contract that knows no protocol.
#pragma once

#include <cocotalk/testing/fake_net.hpp>

#include <string>
#include <utility>

namespace cocotalk::testing {

// One client. Whatever it does is done when the call returns: the fake net's lane has run.
class TransportDriver {
 public:
  virtual ~TransportDriver() = default;
  // Comes and asks to be let in: the gateway then has an open() to answer. False: this transport serves no such clients.
  virtual bool come(FakeNet& net) = 0;
  // Asks to hear a topic, once it was let in: the gateway then has a join() to answer.
  virtual void join(FakeNet& net, const std::string& topic) = 0;
  // All that came since the last call, as text: the bodies of events stand in it as they are.
  virtual std::string heard(FakeNet& net) = 0;
  virtual void stop_reading(FakeNet& net) = 0;
  virtual void hang_up(FakeNet& net) = 0;
  // Whether the transport has ended the conversation.
  virtual bool is_ended(FakeNet& net) = 0;
};

// STOMP 1.2 over a WebSocket, with an access token.
class StompDriver : public TransportDriver {
 public:
  explicit StompDriver(std::string path = "/stomp/websocket") : path_(std::move(path)) {}

  bool come(FakeNet& net) override {
    conn_ = net.websocket(path_);
    if (conn_ != 0) type(net, "CONNECT\naccept-version:1.2\naccess-token:t\n\n");
    return conn_ != 0;
  }
  void join(FakeNet& net, const std::string& topic) override {
    net.heard(conn_);
    type(net, "SUBSCRIBE\nid:" + std::to_string(++subscriptions_) + "\ndestination:" + topic + "\n\n");
  }
  std::string heard(FakeNet& net) override {
    std::string all;
    for (const std::string& piece : net.heard(conn_)) all += piece;
    return all;
  }
  void stop_reading(FakeNet& net) override { net.stop_reading(conn_); }
  void hang_up(FakeNet& net) override { net.hang_up(conn_); }
  bool is_ended(FakeNet& net) override { return net.is_closed(conn_); }

 private:
  void type(FakeNet& net, std::string frame) { net.type(conn_, frame + '\0'); }
  const std::string path_;
  coco_conn conn_ = 0;
  int subscriptions_ = 0;
};

// One line with an access token over TCP, and lines come back: what `cocotalk plugin new transport` makes. It hears its account.
class LineDriver : public TransportDriver {
 public:
  bool come(FakeNet& net) override {
    conn_ = net.tcp();
    if (conn_ != 0) net.type(conn_, "token\n");
    return conn_ != 0;
  }
  void join(FakeNet&, const std::string&) override {}  // it has joined its account by itself
  std::string heard(FakeNet& net) override {
    std::string all;
    for (const std::string& piece : net.heard(conn_)) all += piece;
    return all;
  }
  void stop_reading(FakeNet& net) override { net.stop_reading(conn_); }
  void hang_up(FakeNet& net) override { net.hang_up(conn_); }
  bool is_ended(FakeNet& net) override { return net.is_closed(conn_); }

 private:
  coco_conn conn_ = 0;
};

}  // namespace cocotalk::testing
