// cocotalk.transport/1 over STOMP: the ways in, and what the core tells the links.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "transport-stomp/lane.hpp"
#include "transport-stomp/services.hpp"
#include "transport-stomp/sockjs_endpoint.hpp"

namespace cocotalk::stomp {

// Made and ended on the main thread; publish, deliver and close on the core's loop; what net and http call on lanes.
class Transport {
 public:
  static constexpr char id[] = "transport-stomp", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_NET, COCO_HTTP, nullptr};
  static constexpr const auto& settings = setting_specs;

  Transport(coco::Host host, const coco::Settings& values);
  void start();
  // Whoever comes from now on is another's; those who are here are served until the last is gone.
  void retire(coco::Completion&& empty);
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  void publish(const coco_event& event);
  void deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event);
  void close(std::uint64_t link, coco_close_code code, std::string_view reason);
  void expel(std::uint64_t link, std::uint64_t subscription);

  // The port of the plain listener; 0 without one.
  std::uint16_t tcp_port() const { return tcp_port_; }

 private:
  void mount(const char* pattern, void (*on_request)(void*, coco_exchange, const coco_http_request*));
  void listen();
  void upgrade(coco_exchange exchange, const coco_http_request& request, std::unique_ptr<Link> link, std::uint64_t message_limit);
  void accept(coco_conn conn, const coco_peer_name& peer, coco_conn_handler& out);
  void leave_the_ways_in();
  void lane_has_emptied();
  void lane_is_empty();
  void fence();
  void pass_all();
  std::string next_message_id();

  const coco::Host host_;
  const Limits limits_;
  const std::string tcp_address_;
  const coco_transport table_;
  coco::Lease<coco_gateway> gateway_;
  coco::Lease<coco_net> net_;
  coco::Lease<coco_http> http_;
  std::optional<SockjsShared> sockjs_;
  std::optional<Services> services_;  // once started
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::optional<SockjsEndpoint> sockjs_endpoint_;
  std::uint16_t tcp_port_ = 0;
  std::string message_id_prefix_;
  std::uint64_t made_up_ids_ = 0;  // the loop's
  bool is_retired_ = false;
  std::atomic<std::size_t> lanes_to_wait_for_ = 0, lanes_to_empty_ = 0;
  coco::Completion empty_, drained_;
};

}  // namespace cocotalk::stomp
