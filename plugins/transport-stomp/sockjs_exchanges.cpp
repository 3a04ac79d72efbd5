#include "transport-stomp/sockjs_exchanges.hpp"

#include "transport-stomp/services.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=UTF-8";
constexpr std::string_view stopping = "the host is going down\n";

std::string framed(const SockjsReceiving& how, const std::string& frame) {
  std::string out(how.before_frame);
  return (out += frame) += how.after_frame;
}

}  // namespace

void SockjsExchanges::poll(coco_exchange exchange, SockjsPlace place, const SockjsReceiving& how, SockjsAnswer answer) {
  const coco_http& http = *services_.http;
  Waiting& waiting = waiting_.emplace(exchange, Waiting{this, exchange, place, &how, std::move(answer)}).first->second;
  if (how.streams) {
    waiting.answer.begin(http, exchange, how.content_type);
    http.write(http.self, exchange, coco::view(how.prelude));
  }
  const auto gone = [](void* arg) {
    const Waiting& left = *static_cast<Waiting*>(arg);
    SockjsExchanges& exchanges = *left.exchanges;
    const coco_exchange name = left.exchange;
    exchanges.services_.board->put(left.place.lane, SockjsPollGone{left.place.session, name});
    exchanges.waiting_.erase(name);
  };
  http.on_gone(http.self, exchange, gone, &waiting);
  const std::uint64_t answer_bytes = how.streams ? services_.limits.sockjs_answer : 0;
  services_.board->put(place.lane, SockjsPolled{place.session, {lane_, exchange}, answer_bytes});
}

void SockjsExchanges::read(const SockjsServed& letter) {
  const auto found = waiting_.find(letter.exchange);
  if (found == waiting_.end()) return;  // its client is gone, which the session hears in a moment
  Waiting& waiting = found->second;
  if (letter.is_last) {
    finish(waiting, letter.frame);
    waiting_.erase(found);
    return;
  }
  const std::string piece = framed(*waiting.how, *letter.frame);
  services_.http->write(services_.http->self, letter.exchange, coco::view(piece));
}

void SockjsExchanges::finish(Waiting& waiting, const SharedFrame& frame) {
  const coco_http& http = *services_.http;
  const std::string piece = frame ? framed(*waiting.how, *frame) : std::string();
  if (!waiting.how->streams) return waiting.answer.respond(http, waiting.exchange, 200, waiting.how->content_type, piece);
  http.write(http.self, waiting.exchange, coco::view(piece));
  http.finish(http.self, waiting.exchange);
}

void SockjsExchanges::say(coco_exchange exchange, SockjsPlace place, SockjsAnswer answer) {
  const coco_http& http = *services_.http;
  Saying& saying = saying_.emplace(exchange, Saying{this, exchange, place, std::move(answer), {}}).first->second;
  const coco_body_handler handler{
      sizeof handler,
      0,
      &saying,
      [](void* ctx, coco_view bytes) { static_cast<Saying*>(ctx)->payload += coco::text(bytes); },
      [](void* ctx) {
        Saying& whole = *static_cast<Saying*>(ctx);
        const SockjsExchanges& exchanges = *whole.exchanges;
        exchanges.services_.board->put(
            whole.place.lane, SockjsSaid{whole.place.session, {exchanges.lane_, whole.exchange}, std::move(whole.payload)});
      },
      [](void* ctx, coco_view) {
        const Saying& cut = *static_cast<Saying*>(ctx);
        const coco_exchange name = cut.exchange;
        cut.exchanges->saying_.erase(name);
      }};
  http.receive(http.self, exchange, services_.limits.sockjs_message, services_.limits.connect_deadline_ms, &handler);
}

void SockjsExchanges::read(const SockjsTaken& letter) {
  const auto found = saying_.find(letter.exchange);
  if (found == saying_.end()) return;
  SockjsAnswer& answer = found->second.answer;
  const auto respond = [&](int status, std::string_view body) {
    answer.respond(*services_.http, letter.exchange, status, plain_text, body);
  };
  switch (letter.as) {
    case SockjsTaken::As::said: respond(204, ""); break;
    case SockjsTaken::As::empty: respond(500, "Payload expected.\n"); break;
    case SockjsTaken::As::broken: respond(500, "Broken JSON encoding.\n"); break;
    case SockjsTaken::As::gone: respond(404, "there is no such session\n"); break;
    case SockjsTaken::As::busy: respond(503, "the session has not heard yet what was said before\n"); break;
  }
  saying_.erase(found);
}

void SockjsExchanges::clear() {
  const coco_http& http = *services_.http;
  for (auto& [exchange, waiting] : waiting_) {
    if (waiting.how->streams)
      http.finish(http.self, exchange);
    else
      waiting.answer.respond(http, exchange, 503, plain_text, stopping);
  }
  for (auto& [exchange, saying] : saying_) saying.answer.respond(http, exchange, 503, plain_text, stopping);
  waiting_.clear();
  saying_.clear();
}

}  // namespace cocotalk::stomp
