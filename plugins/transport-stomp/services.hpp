// What every part of the transport uses: its settings, its counters, and the interfaces of others.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <memory>

#include "transport-stomp/frame.hpp"
#include "transport-stomp/sockjs_directory.hpp"
#include "transport-stomp/switchboard.hpp"

namespace cocotalk::stomp {

inline constexpr coco_setting_spec setting_specs[] = {
    coco::string("tcp", "", "address of a TCP listener, such as 127.0.0.1:61613, with TLS tls:[::]:61614; empty: none"),
    coco::millis("connect_deadline", "10 s", 100, 600'000, "time from the upgrade to CONNECTED, in total"),
    coco::millis("heartbeat", "10 s", 0, 600'000, "heart-beat offered in both directions; 0: none"),
    coco::bytes("max_frame_before_connected", "8 KiB", 1024, 1 << 20, "largest frame of a link that is not signed in"),
    coco::bytes("max_frame", "64 KiB", 1024, 16 << 20, "largest frame of a signed-in link"),
    coco::bytes("max_original_message", "256 KiB", 1024, 16 << 20,
                "WebSocket message that ends an original client's link; frames between max_frame and it are skipped"),
    coco::integer("max_headers", "32", 8, 1024, "headers of one frame"),
    coco::bytes("max_header", "4 KiB", 256, 1 << 20, "one header line"),
    coco::integer("max_subscriptions", "500", 1, 100'000, "subscriptions of one link"),
    coco::integer("max_pending", "64", 1, 10'000, "frames of one link whose effect is under way; beyond it the link is not read"),
    coco::integer(
        "max_unacknowledged", "256", 1, 100'000,
        "messages of one subscription sent and not acknowledged, if it is not ack:auto; beyond it the subscription waits"),
    coco::integer("max_transactions", "16", 0, 10'000, "open transactions of one link"),
    coco::bytes("max_transaction_bytes", "256 KiB", 0, 64 << 20, "frames in all open transactions of one link, together"),
    coco::integer("max_reads", "32", 1, 10'000, "subscriptions of one link whose history is being read"),
    coco::bytes("soft_outbox", "256 KiB", 1024, 1 << 30,
                "bytes a link leaves unread before its events are dropped and it catches up"),
    coco::bytes("hard_outbox", "1 MiB", 1024, 1 << 30, "bytes of answers and states a link leaves unread before it is closed"),
    coco::bytes("mailbox", "16 MiB", 1024, 1 << 30, "bytes of events that wait for a lane before it has its links catch up"),
    coco::bytes("sockjs_message", "128 KiB", 4096, 16 << 20, "SockJS WebSocket message, or body of an xhr_send"),
    coco::bytes("sockjs_answer", "128 KiB", 4096, 16 << 20,
                "bytes after which a streaming answer ends and the client asks again"),
    coco::millis("sockjs_heartbeat", "25 s", 1000, 600'000, "time between the heart-beats of SockJS"),
    coco::millis("sockjs_poll_within", "25 s", 1000, 600'000, "time in which the next poll of a SockJS session must come"),
    coco::integer("sockjs_sessions", "10000", 1, 1'000'000, "SockJS sessions over HTTP"),
    coco::integer("sockjs_sessions_per_network", "1000", 1, 1'000'000,
                  "the same of one network (IPv4: /24, IPv6: /64); loopback is exempt"),
    coco::bytes("sockjs_outbox", "1 MiB", 65536, 1 << 30, "queued bytes of a SockJS session over HTTP beyond which it ends"),
    coco::bytes("sockjs_outboxes", "64 MiB", 65536, std::int64_t{1} << 40,
                "the same of all; beyond it ends who queues more than a 64th of its own limit"),
    coco::boolean("sockjs_cookie", "true", "a JSESSIONID cookie on SockJS answers, for load balancers that know clients by it"),
    coco::millis("drain_deadline", "3 s", 0, 60'000, "time links have to close when the transport stops"),
};

struct Limits {
  explicit Limits(const coco::Settings& settings);
  FrameLimits before_connected() const { return {max_frame_before_connected, max_headers, max_header}; }

  std::uint64_t connect_deadline_ms, heartbeat_ms, drain_deadline_ms, soft_outbox, hard_outbox, mailbox;
  std::uint64_t handover;  // of a link, to net; what is behind it waits here, where it can be dropped
  std::size_t max_frame_before_connected, max_frame, max_original_message, max_headers, max_header, max_subscriptions,
      max_pending, max_unacknowledged, max_transactions, max_transaction_bytes;
  std::uint64_t sockjs_message, sockjs_answer, sockjs_heartbeat_ms, sockjs_poll_within_ms, sockjs_outbox, sockjs_outboxes;
  std::size_t sockjs_sessions, sockjs_sessions_per_network;
  bool sockjs_cookie;
  std::size_t max_reads;
};

struct Metrics {
  explicit Metrics(const coco::Host& host);
  std::int64_t *native_links, *original_links, *sockjs_sessions, *frames_in, *frames_out, *deliveries, *refusals, *dropped,
      *catch_ups, *unheard, *nacks;
};

// What the SockJS sessions of all lanes share. [any]
struct SockjsShared {
  explicit SockjsShared(const Limits& limits) : directory(limits.sockjs_sessions, limits.sockjs_sessions_per_network) {}
  SockjsDirectory directory;
  std::atomic<std::int64_t> queued_bytes = 0;  // that wait in sessions
};

// Made when the transport starts, gone when it stopped. Constant; used on all lanes.
struct Services {
  coco::Host host;
  Limits limits;
  Metrics metrics;
  const coco_net* net;
  const coco_http* http;
  const coco_gateway* gateway;
  const coco_transport* back;
  std::shared_ptr<Switchboard> board;
  SockjsShared* sockjs;
};

}  // namespace cocotalk::stomp
