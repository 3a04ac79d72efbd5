// Opens a link that nobody asked for, and closes at the gateway whatever it is told to, its own or not.
#include <cocotalk/gateway.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string_view>

namespace cocotalk::bad {

class ForwardTransport {
 public:
  static constexpr char id[] = "forward-transport", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};

  ForwardTransport(coco::Host host, const coco::Settings&) : host_(host) {}
  void start() {
    gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
    const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view("t")};
    const coco_peer peer{sizeof peer, COCO_WEB, coco::view("192.0.2.1"), {}};
    gateway_->open(gateway_->self, &credential, &peer, &table_,
                   coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  }
  void stop(coco::Completion&& drained) {
    auto kept = std::make_shared<coco::Completion>(std::move(drained));
    gateway_->detach(gateway_->self, &table_,
                     coco::on_completion<void>([kept](coco_status, const void*, const coco_error*) { kept->ok(); }));
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  void publish(const coco_event&) {}
  void deliver(std::uint64_t, std::uint64_t, const coco_event&) {}
  void close(std::uint64_t link, coco_close_code, std::string_view) { gateway_->close(gateway_->self, link); }
  void expel(std::uint64_t, std::uint64_t) {}

 private:
  const coco::Host host_;
  coco::Lease<coco_gateway> gateway_;
  const coco_transport table_{sizeof table_,
                              0,
                              this,
                              COCO_BIND(coco_transport, publish, ForwardTransport),
                              COCO_BIND(coco_transport, deliver, ForwardTransport),
                              COCO_BIND(coco_transport, close, ForwardTransport),
                              COCO_BIND(coco_transport, expel, ForwardTransport)};
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::ForwardTransport)
