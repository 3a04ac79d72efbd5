// How a client of a transport behaves, for a contract that knows no protocol.
#pragma once

#include <cocotalk/testing/clients.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::testing {

// One client. Whatever it does is done when the call returns: the network's lane has run.
class TransportDriver {
 public:
  virtual ~TransportDriver() = default;
  // Comes and asks to be let in: the gateway then has an open() to answer. False: this transport serves no such clients.
  virtual bool come(Clients& net) = 0;
  // Asks to hear a topic, once it was let in: the gateway then has a join() to answer.
  virtual void join(Clients& net, const std::string& topic) = 0;
  // All that came since the last call, as text: the bodies of events stand in it as they are.
  virtual std::string heard(Clients& net) { return net.heard(client_); }
  virtual void stop_reading(Clients& net) { net.stop_reading(client_); }
  virtual void hang_up(Clients& net) { net.hang_up(client_); }
  // Whether the transport has ended the conversation.
  virtual bool is_ended(Clients& net) { return net.is_ended(client_); }

 protected:
  coco_client client_ = 0;  // of whoever has one connection, or one answer that goes on
};

// STOMP 1.2 over a WebSocket, with an access token.
class StompDriver : public TransportDriver {
 public:
  explicit StompDriver(std::string path = "/stomp/websocket") : path_(std::move(path)) {}

  bool come(Clients& net) override {
    client_ = net.websocket(path_);
    if (client_ != 0) type(net, "CONNECT\naccept-version:1.2\naccess-token:t\n\n");
    return client_ != 0;
  }
  void join(Clients& net, const std::string& topic) override {
    net.heard(client_);
    type(net, "SUBSCRIBE\nid:" + std::to_string(++subscriptions_) + "\ndestination:" + topic + "\n\n");
  }

 private:
  void type(Clients& net, std::string frame) { net.type(client_, frame + '\0'); }
  const std::string path_;
  int subscriptions_ = 0;
};

// Server-Sent Events and POST, with an access token (docs/sse.md).
class SseDriver : public TransportDriver {
 public:
  bool come(Clients& net) override {
    client_ = net.request({.path = "/events", .headers = {{"authorization", "Bearer t"}}});
    return net.status(client_) != 404;
  }
  void join(Clients& net, const std::string& topic) override {
    if (link_.empty()) link_ = after("\"link\":\"", net.heard(client_));
    net.request({.method = "POST",
                 .path = "/events/" + link_ + "/join",
                 .query = "subscription=" + std::to_string(++subscriptions_) + "&topic=" + topic});
  }
  // A body is a JSON text within the JSON of its event.
  std::string heard(Clients& net) override {
    std::string out;
    const std::string text = net.heard(client_);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      out += text[i];
    }
    return out;
  }

 private:
  static std::string after(std::string_view key, const std::string& text) {
    const std::size_t at = text.find(key);
    return at == std::string::npos ? "" : text.substr(at + key.size(), text.find('"', at + key.size()) - at - key.size());
  }
  std::string link_;  // the stream's secret name
  int subscriptions_ = 0;
};

// One line with an access token over TCP, and lines come back: what `cocotalk plugin new transport` makes. It hears its account.
class LineDriver : public TransportDriver {
 public:
  bool come(Clients& net) override {
    client_ = net.tcp();
    if (client_ != 0) net.type(client_, "token\n");
    return client_ != 0;
  }
  void join(Clients&, const std::string&) override {}  // it has joined its account by itself
};

namespace detail {

// A driver behind the table of transport_driver.h.
template <class Driver>
struct ExportedDriver {
  Clients net;
  Driver driver{};

  static ExportedDriver& of(void* self) { return *static_cast<ExportedDriver*>(self); }
  static constexpr coco_transport_driver table() {
    return {sizeof(coco_transport_driver),
            0,
            [](const coco_clients* clients) -> void* { return new ExportedDriver{Clients(*clients)}; },
            [](void* self) { delete &of(self); },
            [](void* self) -> std::int32_t { return of(self).driver.come(of(self).net) ? 1 : 0; },
            [](void* self, coco_view topic) { of(self).driver.join(of(self).net, std::string(coco::text(topic))); },
            [](void* self, coco_hearing out) {
              const std::string text = of(self).driver.heard(of(self).net);
              out.take(out.ctx, coco::view(text));
            },
            [](void* self) { of(self).driver.stop_reading(of(self).net); },
            [](void* self) { of(self).driver.hang_up(of(self).net); },
            [](void* self) -> std::int32_t { return of(self).driver.is_ended(of(self).net) ? 1 : 0; }};
  }
};

}  // namespace detail
}  // namespace cocotalk::testing

// Makes a driver the one exported symbol of a library, for `cocotalk plugin test --driver`.
#define COCO_TRANSPORT_DRIVER(Driver)                                                                       \
  extern "C" __attribute__((visibility("default"))) const coco_transport_driver coco_transport_driver_abi1; \
  extern "C" const coco_transport_driver coco_transport_driver_abi1 =                                       \
      ::cocotalk::testing::detail::ExportedDriver<Driver>::table();
