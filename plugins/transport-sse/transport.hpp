// The plugin: the application over Server-Sent Events and POST, on the same port as everything else (docs/sse.md).
#pragma once

#include "transport-sse/lane.hpp"
#include "transport-sse/services.hpp"
#include "transport-sse/tickets.hpp"

#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cocotalk::sse {

// Made and ended by the host. Requests come on their lanes; what the core says is copied once and posted to every lane, in its
// order.
class Transport {
 public:
  static constexpr char id[] = "transport-sse", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_TRANSPORT, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_NET, COCO_HTTP, nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::bytes("soft_outbox", "256 KiB", 4 << 10, 64 << 20,
                  "beyond it a reader is behind: states replace each other, kept topics are joined again when it reads"),
      coco::bytes("hard_outbox", "1 MiB", 8 << 10, 256 << 20, "beyond it a reader is cut as slow"),
      coco::millis("no_progress", "20 s", 1000, 600'000, "a reader that takes nothing for this long is cut as slow"),
      coco::millis("heart_beat", "15 s", 1000, 120'000, "a stream without events says this often that it lives"),
      coco::millis("retry", "3 s", 0, 600'000, "how long a client waits before it comes back"),
      coco::integer("max_topics", "100", 1, 100, "topics of one stream"),
      coco::integer("max_streams", "10000", 1, 1'000'000, "streams of the whole host; more are refused as busy"),
      coco::bytes("max_request", "64 KiB", 1 << 10, 1 << 20, "body of a request"),
  };

  Transport(coco::Host host, const coco::Settings& settings);
  void start();
  void stop(coco::Completion&& drained);
  void retire(coco::Completion&& empty);
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_TRANSPORT ? &table_ : nullptr; }

  // ---- cocotalk.transport/1
  void publish(const coco_event& event);
  void deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event);
  void close(std::uint64_t link, coco_close_code code, std::string_view reason);
  void expel(std::uint64_t link, std::uint64_t subscription);

 private:
  using Handler = void (Transport::*)(coco_exchange, const coco_http_request&);
  template <Handler handle>
  void mount(std::string_view method, std::string_view pattern);
  void unmount();

  // ---- requests
  void open_stream(coco_exchange exchange, const coco_http_request& request);
  void let_in(std::uint32_t lane, const std::string& name, const coco_opened& opened, const std::string& origin,
              const std::vector<std::string>& topics, const std::string& positions);
  void issue_ticket(coco_exchange exchange, const coco_http_request& request);
  void join(coco_exchange exchange, const coco_http_request& request);
  void leave(coco_exchange exchange, const coco_http_request& request);
  void ask(coco_exchange exchange, const coco_http_request& request);
  void preflight(coco_exchange exchange, const coco_http_request& request);
  // Whether the request has been answered as one of a page that may not.
  bool is_foreign(coco_exchange exchange);
  void with_stream(coco_exchange exchange, const coco_http_request& request, std::function<void(Stream&)> f);

  void on_every_lane(const std::function<void(Lane&)>& f);
  bool take_place(const std::string& name, std::uint32_t lane);
  void forget(const std::string& name);

  const coco::Host host_;
  const Limits limits_;
  Tickets tickets_;
  coco::Lease<coco_gateway> gateway_;
  coco::Lease<coco_net> net_;
  coco::Lease<coco_http> http_;
  std::optional<Services> services_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::int64_t* const streams_;

  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> places_;   // stream → lane
  std::unordered_map<std::string, std::string> ticket_of_;  // stream → ticket it was opened with
  coco::Completion empty_;                                  // retiring: answered with the last stream
  bool is_retiring_ = false;

  const coco_transport table_;
};

}  // namespace cocotalk::sse
