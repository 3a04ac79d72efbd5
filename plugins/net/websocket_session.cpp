#include "net/websocket_session.hpp"

#include "net/connection.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"

#include <utility>

namespace cocotalk::net {

using Kind = WebSocketEvent::Kind;

// Every idle connection holds one of these (docs/performance.md): what only some need belongs into a block of its own.
static_assert(sizeof(WebSocketSession) <= 104);

WebSocketSession::WebSocketSession(Connection& connection, std::uint64_t message_limit, std::string early,
                                   std::unique_ptr<Place> place)
    : Stream(connection), decoder_(message_limit) {
  if (place != nullptr) extra().place = std::move(place);
  if (!early.empty()) extra().unread = std::make_unique<std::string>(std::move(early));
  connection_.outbox().expect_frames();
}

WebSocketSession::Extra& WebSocketSession::extra() {
  if (extra_ == nullptr) extra_ = std::make_unique<Extra>();
  return *extra_;
}

std::unique_ptr<std::string> WebSocketSession::take_unread() {
  if (extra_ == nullptr) return nullptr;
  std::unique_ptr<std::string> unread = std::move(extra_->unread);
  if (!extra_->is_needed()) extra_.reset();
  return unread;
}

void WebSocketSession::note_end(int code, std::string_view reason) {
  extra().code = code;
  extra().reason = reason;
}

bool WebSocketSession::is_open() const { return close_until_ms() == 0 && !connection_.is_ending(); }

void WebSocketSession::put_frame(FrameKind kind, std::string_view payload) {
  connection_.queue(FrameHeader(kind, payload.size()).bytes(), payload);
}

void WebSocketSession::send_frame(FrameKind kind, std::string_view payload) {
  if (is_open()) put_frame(kind, payload);
}

void WebSocketSession::begin_close(int code, std::string_view reason) {
  note_end(code, reason);
  put_frame(FrameKind::close, close_payload(code, reason));
  extra().close_until_ms = connection_.lane().now_ms() + connection_.lane().limits().close_timeout_ms;
}

void WebSocketSession::close(int code, std::string_view reason) {
  if (!is_open()) return;
  begin_close(code, reason);
  if (!is_paused_) return;
  is_paused_ = false;  // to hear the peer's close frame
  connection_.resume_reading();
}

void WebSocketSession::on_bytes(std::span<char> bytes) {
  pinged_at_ms_ = 0;
  if (is_paused_ || (extra_ != nullptr && extra_->unread != nullptr)) {
    std::unique_ptr<std::string>& unread = extra().unread;
    if (unread == nullptr) unread = std::make_unique<std::string>();
    unread->append(bytes.data(), bytes.size());
    connection_.touch();
  } else {
    read(bytes);
  }
}

void WebSocketSession::read(std::span<char> bytes) {
  while (!connection_.is_ending()) {
    if (is_paused_) {
      if (!bytes.empty()) extra().unread = std::make_unique<std::string>(bytes.data(), bytes.size());
      return;
    }
    const WebSocketEvent event = decoder_.next(bytes);
    if (event.kind == Kind::need_more) return;
    hear(event);
  }
}

void WebSocketSession::hear(const WebSocketEvent& event) {
  switch (event.kind) {
    case Kind::text:
    case Kind::binary:
      if (is_open()) tell_data(event.payload, event.kind == Kind::text);
      return;
    case Kind::ping: return answer_ping(event.payload);
    case Kind::close:
      if (is_open()) {  // the peer began: say the same, and that was it
        put_frame(FrameKind::close, close_payload(event.code, event.payload));
        note_end(event.code, event.payload);
      }
      return connection_.finish(reason());
    case Kind::failure:
      coco::add(connection_.lane().shared().metrics.rejected);
      if (is_open()) begin_close(event.code, event.payload);
      return connection_.finish(reason());  // nothing that follows can be understood
    case Kind::pong:
    case Kind::need_more: return;
  }
}

// Who pings and does not read gets one pong for all of it (RFC 6455, 5.5.3).
void WebSocketSession::answer_ping(std::string_view payload) {
  if (connection_.backlog() == 0) return send_frame(FrameKind::pong, payload);
  extra().owed_pong = std::make_unique<std::string>(payload);
}

void WebSocketSession::on_flushed() {
  if (extra_ != nullptr)
    if (const auto payload = std::move(extra_->owed_pong)) send_frame(FrameKind::pong, *payload);
  Stream::on_flushed();
}

// What came while nobody wanted it; not inside the call that asks for it.
void WebSocketSession::on_turn_end() {
  if (!is_paused_)
    if (const auto bytes = take_unread()) read(*bytes);
  tell_drained();
}

void WebSocketSession::resume() {
  pinged_at_ms_ = 0;
  Stream::resume();
}

void WebSocketSession::on_peer_finished() { connection_.cut(is_open() ? "the peer closed the connection" : reason()); }

std::uint64_t WebSocketSession::deadline_ms() const {
  if (const std::uint64_t until = close_until_ms(); until != 0) return until;
  if (is_paused_) return 0;
  const Limits& limits = connection_.lane().limits();
  return pinged_at_ms_ != 0 ? pinged_at_ms_ + limits.pong_within_ms : connection_.last_heard_ms() + limits.ping_after_ms;
}

void WebSocketSession::on_time(std::uint64_t now_ms) {
  if (close_until_ms() != 0) return connection_.cut(reason());
  if (pinged_at_ms_ != 0) return connection_.cut("silent");
  put_frame(FrameKind::ping, {});
  pinged_at_ms_ = now_ms;
}

// The frame that is under way must end before a close frame can be understood; all that waits behind it goes.
void WebSocketSession::on_slow() {
  if (!is_open()) return connection_.cut(reason());
  connection_.outbox().drop_unbegun_frames();
  begin_close(4013, "slow");
}

void WebSocketSession::on_cut(std::string_view why) { tell_closed(extra_ == nullptr ? Extra().code : extra_->code, why); }

}  // namespace cocotalk::net
