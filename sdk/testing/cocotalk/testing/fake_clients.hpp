// The clients of a FakeNet, behind the table of transport_driver.h.
#pragma once

#include <cocotalk/testing/transport_driver.h>
#include <cocotalk/testing/fake_net.hpp>

#include <span>
#include <string>

namespace cocotalk::testing {

// Connections and requests have numbers of their own at the net; here those of requests have the highest bit set.
class FakeClients {
 public:
  explicit FakeClients(FakeNet& net) : net_(net) {}
  FakeClients(const FakeClients&) = delete;
  FakeClients& operator=(const FakeClients&) = delete;

  const coco_clients& table() const { return table_; }

 private:
  static constexpr coco_client is_request = coco_client{1} << 63;
  static FakeNet& net(void* self) { return static_cast<FakeClients*>(self)->net_; }
  static bool asks(coco_client client) { return (client & is_request) != 0; }
  static coco_exchange exchange(coco_client client) { return client & ~is_request; }

  static coco_client request(void* self, const coco_client_request* asked) {
    FakeExchanges::Request out{.method = std::string(coco::text(asked->method)),
                               .path = std::string(coco::text(asked->path)),
                               .body = std::string(coco::text(asked->body)),
                               .query = std::string(coco::text(asked->query))};
    for (const coco_header& header : std::span(asked->headers, asked->n_headers))
      out.headers.emplace_back(coco::text(header.name), coco::text(header.value));
    return net(self).request(out) | is_request;
  }
  static void heard(void* self, coco_client client, coco_hearing out) {
    if (asks(client)) {
      const std::string body = net(self).requests.heard(exchange(client));
      return out.take(out.ctx, coco::view(body));
    }
    for (const std::string& piece : net(self).heard(client)) out.take(out.ctx, coco::view(piece));
  }
  static void stop_reading(void* self, coco_client client) {
    asks(client) ? net(self).requests.stop_reading(exchange(client)) : net(self).stop_reading(client);
  }
  static void hang_up(void* self, coco_client client) {
    if (!asks(client)) return net(self).hang_up(client);
    net(self).requests.hang_up(exchange(client));
    net(self).run();
  }
  static std::int32_t is_ended(void* self, coco_client client) {
    return (asks(client) ? net(self).requests.is_finished(exchange(client)) : net(self).is_closed(client)) ? 1 : 0;
  }
  static std::int32_t status(void* self, coco_client client) {
    return asks(client) ? net(self).requests.status(exchange(client)) : 0;
  }

  FakeNet& net_;
  const coco_clients table_{sizeof table_,
                            0,
                            this,
                            [](void* self, coco_view path) { return net(self).websocket(coco::text(path)); },
                            [](void* self) { return net(self).tcp(); },
                            &request,
                            [](void* self, coco_client client, coco_view bytes) { net(self).type(client, coco::text(bytes)); },
                            &heard,
                            &stop_reading,
                            &hang_up,
                            &is_ended,
                            &status};
};

}  // namespace cocotalk::testing
