// The header fields of SockJS answers (SockJS protocol 0.3.3; cocotalk-wire.md 1.5 and 5.1).
#pragma once

#include <cocotalk/http.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::stomp {

// The fields of one answer, and what is answered with them. Made from the request; its lane's.
class SockjsAnswer {
 public:
  // Lets the page of any origin read the answer, with credentials: who may not have it gets none of these.
  explicit SockjsAnswer(const coco_http_request& request);

  SockjsAnswer& field(std::string_view name, std::string value);
  SockjsAnswer& never_cached();
  // A pre-flight's answer: good for a year.
  SockjsAnswer& allows(std::string_view methods);
  // What load balancers know a client's requests by; nobody else looks at it.
  SockjsAnswer& balancer_cookie();

  // The whole answer. An empty type: none.
  void respond(const coco_http& http, coco_exchange exchange, int status, std::string_view content_type, std::string_view body);
  // The beginning of one in pieces.
  void begin(const coco_http& http, coco_exchange exchange, std::string_view content_type);

 private:
  std::vector<coco_header> headers() const;

  std::string request_headers_, cookie_;  // the request's
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace cocotalk::stomp
