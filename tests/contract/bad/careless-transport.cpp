// A transport that opens a link for who connects and does nothing right after that: it closes no link, keeps the events it was
// lent and does not detach.
#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::bad {

class CarelessTransport {
 public:
  static constexpr char id[] = "careless-transport", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_NET, COCO_HTTP, nullptr};

  CarelessTransport(coco::Host host, const coco::Settings&) : host_(host) {}
  void start() {
    gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
    net_ = host_.acquire<coco_net>(COCO_NET);
    http_ = host_.acquire<coco_http>(COCO_HTTP);
    const coco_route route{sizeof route, 0, coco::view("GET"), coco::view("/stomp/websocket"), this, &upgraded};
    coco_error error{};
    coco::throw_if(http_->mount(http_->self, &route, &error), error);
  }
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  void publish(const coco_event& event) {
    lent_.push_back(event.body);
    net_->post(net_->self, 0, &pass, this);
  }
  void deliver(std::uint64_t, std::uint64_t, const coco_event& event) { publish(event); }
  void close(std::uint64_t, coco_close_code, std::string_view) {}
  void expel(std::uint64_t, std::uint64_t) {}

 private:
  static CarelessTransport& of(void* ctx) { return *static_cast<CarelessTransport*>(ctx); }
  static void upgraded(void* ctx, coco_exchange exchange, const coco_http_request*) {
    const coco_conn_handler handler{sizeof handler, 0, ctx, &heard, [](void*) {}, [](void*, std::int32_t, coco_view) {}};
    of(ctx).conn_ = of(ctx).http_->upgrade(of(ctx).http_->self, exchange, coco::view(""), 65536, &handler);
  }
  static void heard(void* ctx, coco_view bytes, std::int32_t) {
    CarelessTransport& self = of(ctx);
    const auto ignore = [](coco_status, const void*, const coco_error*) {};
    if (coco::text(bytes).starts_with("SUBSCRIBE"))
      return self.gateway_->join(self.gateway_->self, 1, coco::view("/room/a"), 1, COCO_LIVE, coco::on_completion<void>(ignore));
    const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view("t")};
    const coco_peer peer{sizeof peer, COCO_WEB, coco::view("192.0.2.1"), {}};
    self.gateway_->open(self.gateway_->self, &credential, &peer, &self.table_, coco::on_completion<void>(ignore));
  }
  static void pass(void* ctx) {
    for (const coco_view body : of(ctx).lent_) of(ctx).net_->send(of(ctx).net_->self, of(ctx).conn_, body);
    of(ctx).lent_.clear();
  }

  const coco::Host host_;
  coco::Lease<coco_gateway> gateway_;
  coco::Lease<coco_net> net_;
  coco::Lease<coco_http> http_;
  coco_conn conn_ = 0;
  std::vector<coco_view> lent_;
  const coco_transport table_{sizeof table_,
                              0,
                              this,
                              COCO_BIND(coco_transport, publish, CarelessTransport),
                              COCO_BIND(coco_transport, deliver, CarelessTransport),
                              COCO_BIND(coco_transport, close, CarelessTransport),
                              COCO_BIND(coco_transport, expel, CarelessTransport)};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::CarelessTransport)
