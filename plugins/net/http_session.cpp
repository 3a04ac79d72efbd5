#include "net/http_session.hpp"

#include "net/client.hpp"
#include "net/connection.hpp"
#include "net/http_error.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"
#include "net/slots.hpp"

#include <array>
#include <utility>

namespace cocotalk::net {

HttpSession::HttpSession(Connection& connection)
    : connection_(connection), deadline_ms_(connection.lane().now_ms() + connection.lane().limits().header_timeout_ms) {}

HttpSession::~HttpSession() = default;

// ---- what arrives

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
  if (exchange_->input != Exchange::Input::receiving || rejection_) return 0;
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
  invite_body();
}

// Not whose body is here already, and not before somebody wants it (RFC 9110, 10.1.1).
void HttpSession::invite_body() {
  const bool is_wanted = exchange_ != nullptr && exchange_->input == Exchange::Input::receiving && exchange_->received == 0 &&
                         exchange_->output == Exchange::Output::none && input_.empty() && !rejection_;
  if (!is_wanted || !std::exchange(exchange_->head.expects_continue, false)) return;
  connection_.queue("HTTP/1.1 100 Continue\r\n\r\n");
}

// ---- a request

void HttpSession::begin_exchange(std::string_view head_bytes) {
  scanner_ = {};
  is_first_ = false;
  Lane& lane = connection_.lane();
  auto parser = std::make_unique<HttpParser>();
  exchange_ = std::make_unique<Exchange>();
  exchange_->id = SlotId{lane.index(), lane.next_exchange(), SlotId::of(connection_.id()).slot}.packed();
  RequestHead& head = exchange_->head;
  if (const auto wrong = parser->read_head(head_bytes, head)) return reject(*wrong);
  const bool is_of_server = head.target == "*";
  const std::optional<Target> target = is_of_server ? Target() : parse_target(head.target);
  if (!target) return reject({400, "the target is malformed"});
  if (head.body == RequestHead::Body::chunked) exchange_->chunks = std::move(parser);
  closes_ = closes_ || !head.keeps_alive;
  coco::add(lane.shared().metrics.requests);
  if (is_of_server) return answer_nobody(all_methods());
  dispatch(*target);
}

// Those who mounted an equal pattern are asked one after the other, as long as they decline.
void HttpSession::dispatch(const Target& target) {
  Lane& lane = connection_.lane();
  const RequestHead& head = exchange_->head;
  const std::uint64_t id = exchange_->id;
  const std::shared_ptr<const Routes> routes = lane.routes;
  const Client client = client_of(head, connection_.peer(), lane.shared().proxies);
  for (std::size_t declined = 0;; ++declined) {
    const Match match = routes->find(head.method, target.segments, declined);
    if (match.on_request == nullptr) return answer_nobody(match.allow);
    std::vector<coco_view> params;
    for (const std::string& param : match.params) params.push_back(coco::view(param));
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
    match.on_request(match.ctx, id, &request);
    if (!is_current(id) || !std::exchange(exchange_->is_declined, false)) return;
  }
}

void HttpSession::answer_nobody(const std::string& allow) {
  if (allow.empty()) return answer(ErrorAnswer(404, "nothing is here"));
  if (exchange_->head.method != "OPTIONS")
    return answer(ErrorAnswer(405, "this method is not allowed here").with("allow", allow));
  respond(204, std::array{field("allow", allow), field("access-control-allow-origin", "*")}, {});
}

// The peer's fault: it is told, and the connection ends, as nothing after it can be trusted.
void HttpSession::reject(Rejection rejection) {
  coco::add(connection_.lane().shared().metrics.rejected);
  const bool is_answerable = exchange_ == nullptr || exchange_->output == Exchange::Output::none;
  closes_ = true;
  if (is_answerable) {
    const ErrorAnswer error(rejection.status, rejection.why);
    put_head(error.status(), error.headers(), Framing::sized, error.body().size());
    if (exchange_ == nullptr || exchange_->head.method != "HEAD") connection_.queue(error.body());
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

// ---- time, and the end

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
  if (exchange_ == nullptr) {  // an answer may still be on its way, or a request wait for it
    if (!waits_for_flush_) connection_.finish("");
    return;
  }
  const bool is_awaited =
      !exchange_->is_receiving() && exchange_->on_gone == nullptr && exchange_->output != Exchange::Output::streaming;
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
