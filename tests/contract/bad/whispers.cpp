// A transport of a protocol that the runner does not speak: "let me in", then "tell me /a/topic", and every body comes as a line
// in parentheses. For one client at a time. It is good; its driver is whispers-driver.
#include <cocotalk/gateway.h>
#include <cocotalk/net.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::bad {

class Whispers {
 public:
  static constexpr char id[] = "whispers", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_NET, nullptr};

  Whispers(coco::Host host, const coco::Settings&) : host_(host) {}
  void start() {
    gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
    net_ = host_.acquire<coco_net>(COCO_NET);
    const coco_acceptor acceptor{sizeof acceptor, 0, this,
                                 [](void* self, coco_conn conn, const coco_peer_name*, coco_conn_handler* out) {
                                   static_cast<Whispers*>(self)->conn_ = conn;
                                   *out = {sizeof *out, 0, self, &heard, [](void*) {}, &closed};
                                 }};
    std::uint16_t port = 0;
    coco_error error{};
    coco::throw_if(net_->listen(net_->self, coco::view("127.0.0.1:0"), &acceptor, &port, &error), error);
  }
  void stop(coco::Completion&& drained) {
    net_->unlisten(net_->self, this);
    if (conn_ != 0) net_->close(net_->self, conn_, COCO_CLOSE_NORMAL, {});
    auto kept = std::make_shared<coco::Completion>(std::move(drained));
    gateway_->detach(gateway_->self, &table_,
                     coco::on_completion<void>([kept](coco_status, const void*, const coco_error*) { kept->ok(); }));
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  void publish(const coco_event& event) {
    for (std::uint64_t i = 0; i < event.n_topics; ++i)
      if (coco::text(event.topics[i]) == topic_) say(coco::text(event.body));
  }
  void deliver(std::uint64_t, std::uint64_t, const coco_event& event) { say(coco::text(event.body)); }
  void close(std::uint64_t, coco_close_code, std::string_view) {}
  void expel(std::uint64_t, std::uint64_t) {}

 private:
  static void heard(void* ctx, coco_view bytes, std::int32_t) {
    Whispers& self = *static_cast<Whispers*>(ctx);
    constexpr std::string_view tell = "tell me ";
    if (coco::text(bytes).starts_with(tell)) return self.join(coco::text(bytes).substr(tell.size()));
    if (coco::text(bytes) != "let me in") return;
    const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view("t")};
    const coco_peer peer{sizeof peer, COCO_WEB, coco::view("192.0.2.1"), {}};
    self.gateway_->open(self.gateway_->self, &credential, &peer, &self.table_,
                        coco::on_completion<coco_opened>([&self](coco_status, const coco_opened* opened, const coco_error*) {
                          if (opened != nullptr) self.link_ = opened->link;
                        }));
  }
  static void closed(void* ctx, std::int32_t, coco_view) {
    Whispers& self = *static_cast<Whispers*>(ctx);
    self.conn_ = 0;
    self.gateway_->close(self.gateway_->self, std::exchange(self.link_, 0));
  }
  void join(std::string_view topic) {
    topic_ = topic;
    gateway_->join(gateway_->self, link_, coco::view(topic), 1, COCO_LIVE,
                   coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  }
  void say(std::string_view body) {
    const std::string line = "(" + std::string(body) + ")\n";
    if (conn_ != 0) net_->send(net_->self, conn_, coco::view(line));
  }

  const coco::Host host_;
  coco::Lease<coco_gateway> gateway_;
  coco::Lease<coco_net> net_;
  coco_conn conn_ = 0;
  coco_link link_ = 0;
  std::string topic_;
  const coco_transport table_{sizeof table_,
                              0,
                              this,
                              COCO_BIND(coco_transport, publish, Whispers),
                              COCO_BIND(coco_transport, deliver, Whispers),
                              COCO_BIND(coco_transport, close, Whispers),
                              COCO_BIND(coco_transport, expel, Whispers)};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::Whispers)
