#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {
namespace {

std::size_t size_of(const coco::Settings& settings, std::string_view name) {
  return static_cast<std::size_t>(settings.number(name));
}

}  // namespace

Limits::Limits(const coco::Settings& settings)
    : connect_deadline_ms(size_of(settings, "connect_deadline")),
      heartbeat_ms(size_of(settings, "heartbeat")),
      drain_deadline_ms(size_of(settings, "drain_deadline")),
      soft_outbox(size_of(settings, "soft_outbox")),
      hard_outbox(size_of(settings, "hard_outbox")),
      mailbox(size_of(settings, "mailbox")),
      handover(soft_outbox / 4),
      max_frame_before_connected(size_of(settings, "max_frame_before_connected")),
      max_frame(size_of(settings, "max_frame")),
      max_original_message(size_of(settings, "max_original_message")),
      max_headers(size_of(settings, "max_headers")),
      max_header(size_of(settings, "max_header")),
      max_subscriptions(size_of(settings, "max_subscriptions")),
      max_pending(size_of(settings, "max_pending")),
      max_unacknowledged(size_of(settings, "max_unacknowledged")),
      max_transactions(size_of(settings, "max_transactions")),
      max_transaction_bytes(size_of(settings, "max_transaction_bytes")),
      sockjs_message(size_of(settings, "sockjs_message")),
      sockjs_answer(size_of(settings, "sockjs_answer")),
      sockjs_heartbeat_ms(size_of(settings, "sockjs_heartbeat")),
      sockjs_poll_within_ms(size_of(settings, "sockjs_poll_within")),
      sockjs_outbox(size_of(settings, "sockjs_outbox")),
      sockjs_outboxes(size_of(settings, "sockjs_outboxes")),
      sockjs_sessions(size_of(settings, "sockjs_sessions")),
      sockjs_sessions_per_network(size_of(settings, "sockjs_sessions_per_network")),
      sockjs_cookie(settings.flag("sockjs_cookie")),
      max_reads(size_of(settings, "max_reads")) {}

Metrics::Metrics(const coco::Host& host)
    : native_links(host.gauge("links", "links that are open", "protocol=\"native\"")),
      original_links(host.gauge("links", "links that are open", "protocol=\"original\"")),
      sockjs_sessions(host.gauge("sockjs_sessions", "SockJS sessions over HTTP")),
      frames_in(host.counter("frames_in", "frames read")),
      frames_out(host.counter("frames_out", "frames sent")),
      deliveries(host.counter("deliveries", "events sent to subscriptions")),
      refusals(host.counter("refusals", "frames answered with a refusal")),
      dropped(host.counter("dropped", "frames of original clients that had no effect")),
      catch_ups(host.counter("catch_ups", "subscriptions put into catch-up")),
      unheard(host.counter("unheard", "events of topics that keep nothing, while a subscription waited for ACKs")),
      nacks(host.counter("nacks", "messages that clients refused with NACK")) {}

}  // namespace cocotalk::stomp
