#include "net/http_session.hpp"

#include "net/client.hpp"
#include "net/connection.hpp"
#include "net/handshake.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"
#include "net/slots.hpp"
#include "net/text.hpp"
#include "net/websocket_session.hpp"

#include <array>
#include <cassert>
#include <charconv>

namespace cocotalk::net {

namespace {

constexpr std::uint64_t file_bytes_per_turn = 256 * 1024;

coco_header field(std::string_view name, std::string_view value) { return {coco::view(name), coco::view(value)}; }

}  // namespace

HttpSession::HttpSession(Connection& connection)
    : connection_(connection), deadline_ms_(connection.lane().now_ms() + connection.lane().limits().header_timeout_ms) {}

HttpSession::~HttpSession() = default;

// ---- what arrives ----------------------------------------------------------------------------------------------------------

void HttpSession::on_bytes(std::span<char> bytes) {
  if (input_.empty()) {
    const std::size_t used = advance({bytes.data(), bytes.size()});
    if (is_upgraded_) {
      if (used < bytes.size()) connection_.session()->on_bytes(bytes.subspan(used));
      return;
    }
    input_.assign(bytes.data() + used, bytes.size() - used);
  } else {
    input_.append(bytes.data(), bytes.size());
    connection_.touch();
  }
  if (!input_.empty() && !wants_bytes()) connection_.pause_reading();
}

// Not the next request before this one's end, nor while its client reads no answers; not a body nobody receives.
bool HttpSession::wants_bytes() const {
  return exchange_ == nullptr ? connection_.backlog() == 0 : exchange_->input == Exchange::Input::receiving;
}

// Goes on with what has arrived as far as possible.
void HttpSession::go_on_reading() {
  if (!input_.empty()) {
    const std::string bytes = std::exchange(input_, {});
    const std::size_t used = advance(bytes);
    if (is_upgraded_) {
      std::string rest = bytes.substr(used);
      if (!rest.empty()) connection_.session()->on_bytes(rest);
      return;
    }
    input_ = bytes.substr(used);
  }
  if (wants_bytes() && !connection_.is_reading()) connection_.resume_reading();
}

std::size_t HttpSession::advance(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !is_upgraded_ && !connection_.is_ending()) {
    const std::string_view rest = bytes.substr(used);
    const std::size_t n = exchange_ == nullptr ? read_head(rest) : read_body(rest);
    if (n == 0) break;
    used += n;
  }
  return used;
}

std::size_t HttpSession::read_head(std::string_view bytes) {
  waits_for_flush_ = connection_.backlog() > 0;
  if (waits_for_flush_) return 0;
  if (!scanner_.has_begun()) {
    if (bytes.starts_with("\r\n")) return 2;  // RFC 9112, 2.2
    if (bytes == "\r") return 0;
    if (!is_first_) deadline_ms_ = connection_.lane().now_ms() + connection_.lane().limits().header_timeout_ms;
  }
  const Limits& limits = connection_.lane().limits();
  const HeadScanner::Answer answer = scanner_.scan(bytes, limits.header_bytes, limits.header_fields);
  if (std::holds_alternative<HeadScanner::NeedMore>(answer)) return 0;
  if (const auto* wrong = std::get_if<Rejection>(&answer)) return reject(*wrong), bytes.size();
  const std::size_t size = std::get<std::size_t>(answer);
  begin_exchange(bytes.substr(0, size));
  return size;
}

std::size_t HttpSession::read_body(std::string_view bytes) {
  if (exchange_->input != Exchange::Input::receiving) return 0;
  return exchange_->head.body == RequestHead::Body::chunked ? read_chunked(bytes) : read_sized(bytes);
}

std::size_t HttpSession::read_sized(std::string_view bytes) {
  const std::string_view piece = bytes.substr(0, exchange_->head.content_length - exchange_->received);
  take(piece);
  if (exchange_ != nullptr && exchange_->is_receiving() && exchange_->received == exchange_->head.content_length) end_body();
  return piece.size();
}

std::size_t HttpSession::read_chunked(std::string_view bytes) {
  const HttpParser::Piece piece = exchange_->chunks->read_chunked(bytes);
  if (piece.wrong) return reject(*piece.wrong), bytes.size();
  if (piece.body.size() > exchange_->limit - exchange_->received) return reject({413, "the body is too large"}), bytes.size();
  if (!piece.body.empty()) take(piece.body);
  if (piece.is_last && exchange_ != nullptr && exchange_->is_receiving()) end_body();
  return piece.used;
}

void HttpSession::take(std::string_view piece) {
  exchange_->received += piece.size();
  exchange_->handler.on_data(exchange_->handler.ctx, coco::view(piece));
}

void HttpSession::end_body() {
  exchange_->input = Exchange::Input::done;
  const coco_body_handler handler = exchange_->handler;
  handler.on_end(handler.ctx);
}

void HttpSession::on_turn_end() {
  retired_.reset();
  if (rejection_) return reject(*std::exchange(rejection_, std::nullopt));
  if (exchange_ != nullptr && exchange_->input == Exchange::Input::receiving && !exchange_->has_body()) end_body();
  go_on_reading();
}

// ---- a request -------------------------------------------------------------------------------------------------------------

void HttpSession::begin_exchange(std::string_view head_bytes) {
  scanner_ = {};
  is_first_ = false;
  Lane& lane = connection_.lane();
  auto exchange = std::make_unique<Exchange>();
  auto parser = std::make_unique<HttpParser>();
  if (const auto wrong = parser->read_head(head_bytes, exchange->head)) return reject(*wrong);
  const std::optional<Target> target = parse_target(exchange->head.target);
  if (!target) return reject({400, "the target is malformed"});
  exchange->id = SlotId{lane.index(), lane.next_exchange(), SlotId::of(connection_.id()).slot}.packed();
  if (exchange->head.body == RequestHead::Body::chunked) exchange->chunks = std::move(parser);
  exchange_ = std::move(exchange);
  closes_ = closes_ || !exchange_->head.keeps_alive;
  coco::add(lane.shared().metrics.requests);
  dispatch(*target);
}

void HttpSession::dispatch(const Target& target) {
  Lane& lane = connection_.lane();
  const RequestHead& head = exchange_->head;
  const std::shared_ptr<const Routes> routes = lane.routes;
  const Match match = routes->find(head.method, target.segments);
  if (match.on_request == nullptr) return answer_nobody(match.allow);
  std::vector<coco_view> params;
  for (const std::string& param : match.params) params.push_back(coco::view(param));
  const Client client = client_of(head, connection_.peer(), lane.shared().proxies);
  coco_http_request request{};
  request.size = sizeof request;
  request.lane = lane.index();
  request.method = coco::view(head.method);
  request.path = coco::view(target.path);
  request.query = coco::view(target.query);
  request.headers = head.fields.data();
  request.n_headers = head.fields.size();
  request.params = params.data();
  request.n_params = params.size();
  request.address = coco::view(client.address);
  request.scheme = coco::view(client.scheme);
  request.host = coco::view(client.host);
  request.content_length = head.body == RequestHead::Body::chunked ? -1 : static_cast<std::int64_t>(head.content_length);
  match.on_request(match.ctx, exchange_->id, &request);
}

void HttpSession::answer_nobody(const std::string& allow) {
  const coco_header type = field("content-type", "text/plain; charset=utf-8");
  if (allow.empty()) return respond(404, std::array{type}, "nothing is here\n");
  respond(405, std::array{type, field("allow", allow)}, "this method is not allowed here\n");
}

// The peer's fault: it is told, and the connection ends, as nothing after it can be trusted.
void HttpSession::reject(Rejection rejection) {
  coco::add(connection_.lane().shared().metrics.rejected);
  const bool is_answerable = exchange_ == nullptr || exchange_->output == Exchange::Output::none;
  closes_ = true;
  if (is_answerable) {
    const std::string body = std::string(rejection.why) + "\n";
    const coco_header type = field("content-type", "text/plain; charset=utf-8");
    put_head(rejection.status, std::array{type}, Framing::sized, body.size());
    connection_.queue(body);
  }
  abort_body(rejection.why);
  if (exchange_ != nullptr) exchange_->on_gone = nullptr;
  connection_.finish(rejection.why);
}

void HttpSession::abort_body(std::string_view why) {
  if (exchange_ == nullptr || !exchange_->is_receiving()) return;
  exchange_->input = Exchange::Input::done;
  exchange_->output = Exchange::Output::complete;
  const coco_body_handler handler = exchange_->handler;
  handler.on_abort(handler.ctx, coco::view(why));
}

void HttpSession::receive(std::uint64_t limit, std::uint64_t deadline_ms, const coco_body_handler& handler) {
  if (exchange_->input != Exchange::Input::waiting) return;
  exchange_->input = Exchange::Input::receiving;
  exchange_->handler = handler;
  exchange_->limit = limit;
  exchange_->deadline_ms = connection_.lane().now_ms() + deadline_ms;
  if (exchange_->head.body == RequestHead::Body::sized && exchange_->head.content_length > limit)
    rejection_ = {413, "the body is too large"};
  else if (exchange_->head.expects_continue && input_.empty() && exchange_->output == Exchange::Output::none)
    connection_.queue("HTTP/1.1 100 Continue\r\n\r\n");
  connection_.touch();
}

void HttpSession::pause() {
  if (exchange_->input == Exchange::Input::receiving) exchange_->input = Exchange::Input::paused;
}

void HttpSession::resume() {
  if (exchange_->input != Exchange::Input::paused) return;
  exchange_->input = Exchange::Input::receiving;
  connection_.touch();
}

// ---- the answer ------------------------------------------------------------------------------------------------------------

bool HttpSession::can_answer() const { return exchange_->output == Exchange::Output::none && !rejection_; }

// False when a header of the plugin's is malformed; then the answer is 500.
bool HttpSession::put_head(int status, std::span<const coco_header> headers, Framing framing, std::uint64_t content_length) {
  if (exchange_ != nullptr && exchange_->input != Exchange::Input::done && exchange_->has_body()) closes_ = true;
  Lane& lane = connection_.lane();
  const int minor_version = exchange_ != nullptr ? exchange_->head.minor_version : 1;
  ResponseHead head{status, headers.data(), headers.size(), framing, content_length, minor_version, !closes_, lane.http_date()};
  std::string text = write_head(head);
  const bool is_proper = !text.empty();
  if (!is_proper) {
    lane.host().error("a plugin answered " + std::string(exchange_ != nullptr ? exchange_->head.target : "") +
                      " with a malformed header field; the client gets 500");
    head = {500, nullptr, 0, Framing::sized, 0, minor_version, !closes_, lane.http_date()};
    text = write_head(head);
  }
  connection_.queue(text);
  return is_proper;
}

void HttpSession::respond(int status, std::span<const coco_header> headers, std::string_view body) {
  if (!can_answer()) return;
  const bool has_body = may_have_body(status);
  const bool is_proper = put_head(status, headers, has_body ? Framing::sized : Framing::none, body.size());
  if (is_proper && has_body && exchange_->head.method != "HEAD") connection_.queue(body);
  complete();
}

void HttpSession::respond_file(int status, std::span<const coco_header> headers, FileRange file) {
  if (!can_answer()) return;
  const bool is_proper = put_head(status, headers, Framing::sized, file.left());
  if (!is_proper || exchange_->head.method == "HEAD" || file.left() == 0) return complete();
  exchange_->output = Exchange::Output::file;
  file_.emplace(std::move(file));
}

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

void HttpSession::send_file() {
  std::uint64_t budget = file_bytes_per_turn;
  while (budget > 0 && file_->left() > 0 && !connection_.is_blocked()) {
    const std::int64_t n = connection_.send_file(file_->fd(), file_->offset(), std::min(budget, file_->left()));
    if (n < 0) return connection_.cut("a file ended early or its client is gone");
    file_->advance(static_cast<std::uint64_t>(n));
    budget -= static_cast<std::uint64_t>(n);
  }
  if (file_->left() == 0) return complete();
  if (!connection_.is_blocked()) connection_.touch();  // the other connections have their turn first
}

coco_conn HttpSession::upgrade(std::string_view subprotocol, std::uint64_t message_limit, const coco_conn_handler& handler) {
  if (!can_answer()) return 0;
  const RequestHead& head = exchange_->head;
  Lane& lane = connection_.lane();
  const coco_header type = field("content-type", "text/plain; charset=utf-8");
  const auto refuse = [&](int status, std::string_view why) -> coco_conn {
    coco::add(lane.shared().metrics.rejected);
    const std::array headers{type, field("upgrade", "websocket"), field("sec-websocket-version", "13")};
    respond(status, std::span(headers).first(status == 426 ? 3 : 1), std::string(why) + "\n");
    return 0;
  };
  if (const auto wrong = check_upgrade(head)) return refuse(wrong->status, wrong->why);
  const Client client = client_of(head, connection_.peer(), lane.shared().proxies);
  const std::optional<std::string_view> origin = head.field("origin");
  const bool is_local = connection_.peer().is_loopback_listener && !client.is_proxied;
  if (origin && !lane.shared().origins.allows(*origin, client.host, is_local)) return refuse(403, "this Origin may not open a WebSocket here");
  Place place;
  if (client.is_proxied && lane.shared().admission.admit_client(client.ip, lane.now_ms(), place) != Admission::Answer::admitted)
    return refuse(429, "too many connections of this address");
  const std::string accept = accept_key(*head.field("sec-websocket-key"));
  std::string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n";
  if (!subprotocol.empty() && is_token(subprotocol)) text.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  connection_.queue(text, "\r\n");
  retired_ = std::move(exchange_);
  is_upgraded_ = true;
  auto websocket = std::make_unique<WebSocketSession>(connection_, message_limit, std::exchange(input_, {}), std::move(place));
  websocket->set_handler(handler);
  if (!connection_.is_reading()) connection_.resume_reading();
  connection_.become(std::move(websocket));
  return connection_.id();
}

// ---- time, and the end -----------------------------------------------------------------------------------------------------

std::uint64_t HttpSession::deadline_ms() const {
  if (exchange_ == nullptr) return deadline_ms_;
  return exchange_->is_receiving() ? exchange_->deadline_ms : 0;
}

void HttpSession::on_time(std::uint64_t) {
  const bool only_waits = exchange_ == nullptr && !is_first_ && !scanner_.has_begun();
  if (only_waits) return connection_.finish("");
  reject({408, exchange_ == nullptr ? "the header took too long" : "the body took too long"});
}

// Half a connection: an answer to a complete request can still be read, a body can not be completed, and whoever asked to
// hear that the client is gone takes this for it.
void HttpSession::on_peer_finished() {
  const bool is_awaited = exchange_ != nullptr && !exchange_->is_receiving() && exchange_->on_gone == nullptr &&
                          exchange_->output != Exchange::Output::streaming;
  if (!is_awaited) connection_.cut("the client is gone");
}

void HttpSession::on_hang_up() {
  if (exchange_ != nullptr && (exchange_->on_gone != nullptr || exchange_->output == Exchange::Output::streaming))
    connection_.cut("the client is gone");
}

bool HttpSession::has_outbox_limit() const { return exchange_ != nullptr && exchange_->output == Exchange::Output::streaming; }

void HttpSession::on_slow() { connection_.cut("slow"); }

void HttpSession::on_drain() {
  closes_ = true;
  if (exchange_ == nullptr) connection_.finish("");
}

void HttpSession::on_cut(std::string_view why) {
  if (exchange_ == nullptr) return;
  const auto gone = exchange_->on_gone;
  void* const arg = exchange_->on_gone_arg;
  abort_body(why);
  if (gone != nullptr) gone(arg);
  exchange_.reset();
}

}  // namespace cocotalk::net
