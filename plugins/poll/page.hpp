// GET /poll/{roomId}/{number}: the poll as a page of text, for a member with his token.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/commands.hpp>
#include <cocotalk/under_way.hpp>

namespace cocotalk::poll {

// Asks the core for `poll.get`, as any client would: so who may see it is decided in one place.
class Page {
 public:
  explicit Page(coco::Host host) : host_(host) {}
  // [main] Mounts the route, when there is an HTTP to mount it on.
  void start();
  // [main] After that nothing is asked any more.
  void stop(coco::Completion&& drained);

 private:
  struct Request;
  void answer(coco_exchange exchange, const coco_http_request& request);
  coco::Host host_;
  coco::UnderWay under_way_;
};

}  // namespace cocotalk::poll
