// The answering half of HttpSession.
#include "net/client.hpp"
#include "net/connection.hpp"
#include "net/handshake.hpp"
#include "net/http_error.hpp"
#include "net/http_session.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"
#include "net/text.hpp"
#include "net/websocket_session.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cocotalk::net {

bool HttpSession::can_answer() const { return exchange_->output == Exchange::Output::none && !rejection_; }

// False when the plugin's status is none or a header of it is malformed; then the answer is 500.
bool HttpSession::put_head(int status, std::span<const coco_header> headers, Framing framing, std::uint64_t content_length) {
  if (exchange_ != nullptr && exchange_->input != Exchange::Input::done && exchange_->has_body()) closes_ = true;
  Lane& lane = connection_.lane();
  const int minor_version = exchange_ != nullptr ? exchange_->head.minor_version : 1;
  ResponseHead head{status, headers.data(), headers.size(), framing, content_length, minor_version, !closes_, lane.http_date()};
  std::string text = is_final(status) ? write_head(head) : std::string();
  const bool is_proper = !text.empty();
  if (!is_proper) {
    lane.host().error("a plugin answered " + std::string(exchange_ != nullptr ? exchange_->head.target : "") + " with status " +
                      std::to_string(status) + " and a malformed header field or no such status; the client gets 500");
    head = {500, nullptr, 0, Framing::sized, 0, minor_version, !closes_, lane.http_date()};
    text = write_head(head);
  }
  connection_.queue(text);
  return is_proper;
}

void HttpSession::respond(int status, std::span<const coco_header> headers, std::string_view body) {
  if (!can_answer()) return;
  const bool has_body = may_have_body(status);
  if (status == 205) body = {};  // RFC 9110, 15.3.6
  const bool is_proper = put_head(status, headers, has_body ? Framing::sized : Framing::none, body.size());
  if (is_proper && has_body && exchange_->head.method != "HEAD") connection_.queue(body);
  complete();
}

void HttpSession::answer(const ErrorAnswer& error) { respond(error.status(), error.headers(), error.body()); }

void HttpSession::begin(int status, std::span<const coco_header> headers) {
  if (!can_answer()) return;
  Framing framing = Framing::none;
  if (may_have_body(status)) framing = exchange_->head.minor_version == 1 ? Framing::chunked : Framing::until_close;
  if (framing == Framing::until_close) closes_ = true;
  if (!put_head(status, headers, framing, 0)) return complete();
  exchange_->framing = exchange_->head.method == "HEAD" ? Framing::none : framing;
  exchange_->output = Exchange::Output::streaming;
}

void HttpSession::write(std::string_view bytes) {
  if (exchange_->output != Exchange::Output::streaming || bytes.empty() || exchange_->framing == Framing::none) return;
  if (exchange_->framing == Framing::until_close) return connection_.queue(bytes);
  std::array<char, 18> size;
  char* const end = std::to_chars(size.data(), size.data() + 16, bytes.size(), 16).ptr;
  end[0] = '\r';
  end[1] = '\n';
  connection_.queue({size.data(), static_cast<std::size_t>(end + 2 - size.data())}, bytes);
  connection_.queue("\r\n");
}

std::uint64_t HttpSession::queued() const { return connection_.queued() + (file_ ? file_->left() : 0); }

void HttpSession::finish() {
  if (exchange_->output != Exchange::Output::streaming) return;
  if (exchange_->framing == Framing::chunked) connection_.queue("0\r\n\r\n");
  complete();
}

void HttpSession::on_gone(void (*fn)(void*), void* arg) {
  exchange_->on_gone = fn;
  exchange_->on_gone_arg = arg;
  connection_.touch();
}

// The answer is queued: the next request may begin, or the connection ends.
void HttpSession::complete() {
  file_.reset();
  retired_ = std::move(exchange_);
  if (closes_ || connection_.has_peer_finished()) return connection_.finish("");
  wait_for_request();
}

void HttpSession::wait_for_request() {
  deadline_ms_ = connection_.lane().now_ms() + connection_.lane().limits().keep_alive_ms;
  connection_.touch();
}

void HttpSession::on_flushed() {
  if (file_) return send_file();
  if (std::exchange(waits_for_flush_, false)) connection_.touch();
}

bool HttpSession::allows_origin() const {
  const std::optional<std::string_view> origin = exchange_->head.field("origin");
  if (!origin) return true;
  const Client client = client_of(exchange_->head, connection_.peer(), connection_.lane().shared().proxies);
  const bool is_local = connection_.peer().is_loopback_listener && !client.is_proxied;
  return exchange_->head.count("origin") == 1 &&
         connection_.lane().shared().origins.allows(*origin, client.scheme, client.host, is_local);
}

coco_conn HttpSession::upgrade(std::string_view subprotocol, std::uint64_t message_limit, const coco_conn_handler& handler) {
  if (!can_answer()) return 0;
  const RequestHead& head = exchange_->head;
  Lane& lane = connection_.lane();
  const auto refuse = [&](int status, std::string_view why) -> coco_conn {
    coco::add(lane.shared().metrics.rejected);
    ErrorAnswer error(status, why);
    if (status == 426) error.with("upgrade", "websocket").with("sec-websocket-version", "13");
    answer(error);
    return 0;
  };
  if (const auto wrong = check_upgrade(head)) return refuse(wrong->status, wrong->why);
  if (!allows_origin()) return refuse(403, "this Origin may not open a WebSocket here");
  const Client client = client_of(head, connection_.peer(), lane.shared().proxies);
  std::unique_ptr<Place> place;
  if (client.is_proxied) {
    place = std::make_unique<Place>();
    if (lane.shared().admission.admit_client(client.ip, lane.now_ms(), *place) != Admission::Answer::admitted)
      return refuse(429, "too many connections of this address");
  }
  const std::string accept = accept_key(*head.field("sec-websocket-key"));
  std::string text =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n";
  if (offers_subprotocol(head, subprotocol)) text.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  connection_.queue(text, "\r\n");
  retired_ = std::move(exchange_);
  is_upgraded_ = true;
  auto websocket = std::make_unique<WebSocketSession>(connection_, message_limit, std::exchange(input_, {}), std::move(place));
  websocket->set_handler(handler);
  if (!connection_.is_reading()) connection_.resume_reading();
  connection_.become(std::move(websocket));
  return connection_.id();
}

}  // namespace cocotalk::net
