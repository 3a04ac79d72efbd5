// SockJS below an address: /stomp for native clients, /t/{ticket}/stomp for original ones.
#pragma once

#include <cocotalk/http.h>

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "transport-stomp/lane.hpp"

namespace cocotalk::stomp {

// Mounted on the main thread; requests come on their lanes. A session id is bound to the ticket it came with; a native one, which
// has none yet, to the network of its client's address: with another it is the id of another session.
class SockjsEndpoint {
 public:
  // `lanes` by number; they outlive the routes.
  SockjsEndpoint(const Services& services, std::span<const std::unique_ptr<Lane>> lanes);
  void mount();
  // From now on answers for the sessions that are here alone, and leaves all else to whoever mounted the same later.
  void retire();
  void unmount();

 private:
  // One request below an address.
  struct Call {
    Dialect dialect;
    coco_exchange exchange;
    const coco_http_request& request;
    std::string_view ticket;  // of an original client

    std::string_view param(std::size_t i) const {  // without the ticket
      return coco::text(request.params[i + (dialect == Dialect::original ? 1 : 0)]);
    }
    bool is(std::string_view method) const { return coco::text(request.method) == method; }
  };
  using Handler = void (SockjsEndpoint::*)(const Call&);
  template <Handler handler, Dialect dialect>
  void mount_at(std::string_view method, const std::string& pattern);
  template <Dialect dialect>
  void mount_below(const std::string& base);
  bool holds_session(const Call& call) const;

  void greet(const Call& call);
  void inform(const Call& call);
  void serve_session(const Call& call);
  void find_nothing(const Call& call);

  void upgrade(const Call& call);
  void poll(const Call& call, const SockjsReceiving& how);
  void say(const Call& call);
  bool is_allowed(const Call& call);
  void not_allowed_here(const Call& call, std::string_view methods);
  SockjsAnswer answer_to(const Call& call) const;
  std::string key_of(const Call& call) const;
  std::unique_ptr<Link> make_link(const Call& call, Group::Framing framing);
  Lane& lane_of(const Call& call) { return *lanes_[call.request.lane]; }

  const Services& services_;
  const std::span<const std::unique_ptr<Lane>> lanes_;
  std::atomic<bool> is_retired_ = false;
};

}  // namespace cocotalk::stomp
