#include "transport-stomp/sockjs_endpoint.hpp"

#include <algorithm>
#include <array>

#include "transport-stomp/http_words.hpp"
#include "transport-stomp/native_link.hpp"
#include "transport-stomp/original_link.hpp"
#include "transport-stomp/sockjs_session.hpp"
#include "transport-stomp/sockjs_socket.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=UTF-8";
constexpr std::size_t max_id_bytes = 128, max_ticket_bytes = 512;

// Older browsers show nothing of an answer before its second kilobyte.
constexpr auto prelude = [] {
  std::array<char, 2049> bytes{};
  bytes.fill('h');
  bytes.back() = '\n';
  return bytes;
}();

constexpr std::array<SockjsReceiving, 3> receivings{{
    {"xhr", "POST", "application/javascript; charset=UTF-8", "", "", "\n", false},
    {"xhr_streaming", "POST", "application/javascript; charset=UTF-8", {prelude.data(), prelude.size()}, "", "\n", true},
    {"eventsource", "GET", "text/event-stream; charset=UTF-8", "\r\n", "data: ", "\r\n\r\n", true},
}};

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= max_id_bytes && text.find('.') == std::string_view::npos;
}

}  // namespace

SockjsEndpoint::SockjsEndpoint(const Services& services, std::span<const std::unique_ptr<Lane>> lanes)
    : services_(services), lanes_(lanes) {}

// ---- routes

template <SockjsEndpoint::Handler handler, Dialect dialect>
void SockjsEndpoint::mount_at(std::string_view method, const std::string& pattern) {
  coco_route route{};
  route.size = sizeof route;
  route.method = coco::view(method);
  route.pattern = coco::view(pattern);
  route.ctx = this;
  route.on_request = [](void* self, coco_exchange exchange, const coco_http_request* request) {
    const std::string_view ticket = dialect == Dialect::original ? coco::text(request->params[0]) : std::string_view();
    SockjsEndpoint& endpoint = *static_cast<SockjsEndpoint*>(self);
    const Call call{dialect, exchange, *request, ticket};
    constexpr bool may_be_of_a_session = handler == &SockjsEndpoint::serve_session;
    if (endpoint.is_retired_ && !(may_be_of_a_session && endpoint.holds_session(call)))
      return endpoint.services_.http->decline(endpoint.services_.http->self, exchange);
    (endpoint.*handler)(call);
  };
  coco_error error{};
  coco::throw_if(services_.http->mount(services_.http->self, &route, &error), error);
}

template <Dialect dialect>
void SockjsEndpoint::mount_below(const std::string& base) {
  mount_at<&SockjsEndpoint::greet, dialect>("GET", base);
  mount_at<&SockjsEndpoint::inform, dialect>("*", base + "/info");
  mount_at<&SockjsEndpoint::serve_session, dialect>("*", base + "/{server}/{session}/{transport}");
  mount_at<&SockjsEndpoint::find_nothing, dialect>("*", base + "/{*}");
}

void SockjsEndpoint::mount() {
  mount_below<Dialect::native>("/stomp");
  mount_below<Dialect::original>("/t/{ticket}/stomp");
}

void SockjsEndpoint::retire() {
  if (!COCO_HAS(services_.http, decline)) return unmount();
  is_retired_ = true;
}

bool SockjsEndpoint::holds_session(const Call& call) const {
  return call.param(2) != "websocket" && services_.sockjs->directory.find(key_of(call));
}

void SockjsEndpoint::unmount() { services_.http->unmount(services_.http->self, this); }

// ---- what belongs to no session

void SockjsEndpoint::greet(const Call& call) {
  SockjsAnswer(call.request).respond(*services_.http, call.exchange, 200, plain_text, "Welcome to SockJS!\n");
}

void SockjsEndpoint::inform(const Call& call) {
  SockjsAnswer answer(call.request);
  if (call.is("OPTIONS")) return answer.allows("OPTIONS, GET").respond(*services_.http, call.exchange, 204, "", "");
  if (!call.is("GET") && !call.is("HEAD")) return not_allowed_here(call, "OPTIONS, GET");
  std::uint32_t entropy = 0;
  services_.host.random(&entropy, sizeof entropy);
  const std::string json = std::string(R"({"websocket":true,"cookie_needed":)") +
                           (services_.limits.sockjs_cookie ? "true" : "false") + R"(,"origins":["*:*"],"entropy":)" +
                           std::to_string(entropy) + "}";
  answer.never_cached().respond(*services_.http, call.exchange, 200, "application/json; charset=UTF-8", json);
}

void SockjsEndpoint::find_nothing(const Call& call) {
  SockjsAnswer(call.request).respond(*services_.http, call.exchange, 404, plain_text, "nothing is here\n");
}

void SockjsEndpoint::not_allowed_here(const Call& call, std::string_view methods) {
  SockjsAnswer(call.request).field("Allow", std::string(methods)).respond(*services_.http, call.exchange, 405, "", "");
}

// ---- sessions

void SockjsEndpoint::serve_session(const Call& call) {
  if (!is_id(call.param(0)) || !is_id(call.param(1)) || call.ticket.size() > max_ticket_bytes) return find_nothing(call);
  const std::string_view transport = call.param(2);
  if (transport == "websocket") return call.is("GET") ? upgrade(call) : not_allowed_here(call, "GET");
  const auto how = std::ranges::find(receivings, transport, &SockjsReceiving::name);
  const bool is_receiving = how != receivings.end();
  if (!is_receiving && transport != "xhr_send") return find_nothing(call);  // jsonp, htmlfile and what never existed
  const std::string methods = "OPTIONS, " + std::string(is_receiving ? how->method : "POST");
  if (call.is("OPTIONS")) return SockjsAnswer(call.request).allows(methods).respond(*services_.http, call.exchange, 204, "", "");
  if (!call.is(is_receiving ? how->method : "POST")) return not_allowed_here(call, methods);
  if (!is_allowed(call)) return;
  is_receiving ? poll(call, *how) : say(call);
}

// Any page can send a request; which may have an answer is the rule of WebSockets.
bool SockjsEndpoint::is_allowed(const Call& call) {
  const coco_http* const http = services_.http;
  if (header_of(call.request, "origin").empty()) return true;
  if (COCO_HAS(http, allows_origin) && http->allows_origin(http->self, call.exchange) != 0) return true;
  const coco_header type{coco::view("Content-Type"), coco::view(plain_text)};
  http->respond(http->self, call.exchange, 403, &type, 1, coco::view("this Origin may not use SockJS here\n"));
  return false;
}

SockjsAnswer SockjsEndpoint::answer_to(const Call& call) const {
  SockjsAnswer answer(call.request);
  answer.never_cached();
  if (services_.limits.sockjs_cookie) answer.balancer_cookie();
  return answer;
}

// The server id is for load balancers alone.
std::string SockjsEndpoint::key_of(const Call& call) const {
  std::string key = call.dialect == Dialect::original ? "ticket\n" + std::string(call.ticket)
                                                      : "native\n" + network_of(coco::text(call.request.address));
  return (key += '\n') += call.param(1);
}

std::unique_ptr<Link> SockjsEndpoint::make_link(const Call& call, Group::Framing framing) {
  Origin origin = origin_of(call.request, framing);
  if (call.dialect == Dialect::native) return std::make_unique<NativeLink>(lane_of(call), std::move(origin));
  return std::make_unique<OriginalLink>(lane_of(call), std::move(origin), std::string(call.ticket));
}

void SockjsEndpoint::poll(const Call& call, const SockjsReceiving& how) {
  const std::string network = network_of(coco::text(call.request.address));
  const auto claim = services_.sockjs->directory.claim(key_of(call), network, call.request.lane);
  if (!claim) return answer_to(call).respond(*services_.http, call.exchange, 503, plain_text, "too many SockJS sessions\n");
  Lane& lane = lane_of(call);
  if (claim->is_new) {
    std::unique_ptr<Link> link = make_link(call, Group::Framing::sockjs_http);
    link->listen_on(std::make_unique<SockjsSession>(*link, lane.sockjs_sessions(), claim->place.session));
    lane.adopt(std::move(link));
  }
  lane.sockjs_exchanges().poll(call.exchange, claim->place, how, answer_to(call));
}

void SockjsEndpoint::say(const Call& call) {
  const auto place = services_.sockjs->directory.find(key_of(call));
  if (!place) return answer_to(call).respond(*services_.http, call.exchange, 404, plain_text, "there is no such session\n");
  lane_of(call).sockjs_exchanges().say(call.exchange, *place, answer_to(call));
}

// A message of a client that has not signed in holds a small frame at most, each of its bytes escaped.
void SockjsEndpoint::upgrade(const Call& call) {
  if (header_of(call.request, "upgrade").empty())
    return SockjsAnswer(call.request)
        .respond(*services_.http, call.exchange, 400, plain_text, "Can \"Upgrade\" only to \"WebSocket\".\n");
  const Limits& limits = services_.limits;
  const std::uint64_t small = std::min<std::uint64_t>(limits.sockjs_message, 6 * limits.max_frame_before_connected + 16);
  std::unique_ptr<Link> link = make_link(call, Group::Framing::sockjs_websocket);
  auto channel = std::make_unique<SockjsSocket>(*link);
  lane_of(call).upgrade(call.exchange, "", call.dialect == Dialect::native ? small : limits.sockjs_message, std::move(link),
                        std::move(channel));
}

}  // namespace cocotalk::stomp
