// The network as clients have it (transport_driver.h), in the words of C++.
#pragma once

#include <cocotalk/testing/transport_driver.h>
#include <cocotalk/view.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Of a table that lives longer.
class Clients {
 public:
  struct Request {
    std::string method = "GET", path = "/", query = {}, body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
  };

  explicit Clients(const coco_clients& net) : net_(net) {}

  coco_client websocket(std::string_view path) { return net_.websocket(net_.self, coco::view(path)); }
  coco_client tcp() { return net_.tcp(net_.self); }
  coco_client request(const Request& request) {
    std::vector<coco_header> headers;
    for (const auto& [name, value] : request.headers) headers.push_back({coco::view(name), coco::view(value)});
    const coco_client_request raw{sizeof raw,
                                  0,
                                  coco::view(request.method),
                                  coco::view(request.path),
                                  coco::view(request.query),
                                  coco::view(request.body),
                                  headers.data(),
                                  headers.size()};
    return net_.request(net_.self, &raw);
  }
  void type(coco_client client, std::string_view bytes) { net_.type(net_.self, client, coco::view(bytes)); }
  std::string heard(coco_client client) {
    std::string out;
    net_.heard(net_.self, client, into(out));
    return out;
  }
  void stop_reading(coco_client client) { net_.stop_reading(net_.self, client); }
  void hang_up(coco_client client) { net_.hang_up(net_.self, client); }
  bool is_ended(coco_client client) { return net_.is_ended(net_.self, client) != 0; }
  int status(coco_client client) { return net_.status(net_.self, client); }

  const coco_clients& table() const { return net_; }
  // Hears into a text.
  static coco_hearing into(std::string& out) {
    return {&out, [](void* ctx, coco_view bytes) { static_cast<std::string*>(ctx)->append(coco::text(bytes)); }};
  }

 private:
  const coco_clients& net_;
};

}  // namespace cocotalk::testing
