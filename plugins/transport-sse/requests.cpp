// What clients ask for: streams, tickets, topics, commands.
#include "transport-sse/transport.hpp"

#include <cocotalk/auth.h>

#include <iterator>
#include <memory>
#include <span>
#include <utility>

namespace cocotalk::sse {

namespace {

std::string_view header_of(const coco_http_request& request, std::string_view name) {
  for (const coco_header& header : std::span(request.headers, request.n_headers))
    if (coco::text(header.name) == name) return coco::text(header.value);
  return {};
}

// "Bearer …" (RFC 6750, 2.1).
std::string bearer_of(const coco_http_request& request) {
  const std::string_view value = header_of(request, "authorization");
  constexpr std::string_view scheme = "Bearer ";
  return value.starts_with(scheme) ? std::string(value.substr(scheme.size())) : std::string();
}

// What a request says of its client, kept while the core is asked.
struct Client {
  explicit Client(const coco_http_request& request)
      : address(coco::text(request.address)), agent(header_of(request, "user-agent")), token(bearer_of(request)) {}
  coco_peer peer() const { return {sizeof(coco_peer), COCO_WEB, coco::view(address), coco::view(agent)}; }
  coco_credential credential() const { return {sizeof(coco_credential), COCO_ACCESS_TOKEN, {}, coco::view(token)}; }

  std::string address, agent, token;
};

constexpr int unauthorized = 401, too_many = 503;

std::string random_name(coco::Host host) {
  unsigned char bytes[16];
  host.random(bytes, sizeof bytes);
  std::string out;
  for (const unsigned char byte : bytes) out.append(1, "0123456789abcdef"[byte >> 4]).append(1, "0123456789abcdef"[byte & 15]);
  return out;
}

// A request's body, to its end. Owns itself.
struct Body {
  coco::UnderWay::Part part;
  std::function<void(std::string)> done;
  std::string bytes;

  static void receive(Services& services, coco_exchange exchange, std::function<void(std::string)> done) {
    constexpr std::uint64_t deadline_ms = 10'000;
    auto* body = new Body{services.under_way.begin(), std::move(done), {}};
    const coco_body_handler handler{sizeof handler,
                                    0,
                                    body,
                                    [](void* self, coco_view more) { static_cast<Body*>(self)->bytes += coco::text(more); },
                                    [](void* self) {
                                      const std::unique_ptr<Body> owned(static_cast<Body*>(self));
                                      owned->done(std::move(owned->bytes));
                                    },
                                    [](void* self, coco_view) { delete static_cast<Body*>(self); }};
    services.http->receive(services.http->self, exchange, services.limits.max_request_bytes, deadline_ms, &handler);
  }
};

}  // namespace

bool Transport::is_foreign(coco_exchange exchange) {
  if (http_->allows_origin(http_->self, exchange) != 0) return false;
  services_->respond(exchange, 403, refusal_json("FORBIDDEN", "pages of this origin may not; see allowed_origins"));
  return true;
}

void Transport::preflight(coco_exchange exchange, const coco_http_request&) {
  if (is_foreign(exchange)) return;
  const coco_header headers[] = {
      {coco::view("Access-Control-Allow-Origin"), coco::view("*")},
      {coco::view("Access-Control-Allow-Methods"), coco::view("GET, POST")},
      {coco::view("Access-Control-Allow-Headers"), coco::view("Authorization, Content-Type, Last-Event-ID")},
      {coco::view("Access-Control-Max-Age"), coco::view("3600")}};
  http_->respond(http_->self, exchange, 204, headers, std::size(headers), {});
}

// ---- a stream

void Transport::open_stream(coco_exchange exchange, const coco_http_request& request) {
  if (is_foreign(exchange)) return;
  const std::optional<Parameters> query = parse_query(coco::text(request.query));
  if (!query) return services_->respond(exchange, 400, refusal_json("BAD_REQUEST", "the query has a broken escape"));
  std::vector<std::string> topics;
  for (const auto& [name, value] : *query)
    if (name == "topic") topics.push_back(value);
  if (topics.size() > limits_.max_topics)
    return services_->respond(
        exchange, 400, refusal_json("BAD_REQUEST", "a stream has at most " + std::to_string(limits_.max_topics) + " topics"));
  std::string positions(header_of(request, "last-event-id"));
  if (positions.empty()) positions = value_of(*query, "last-event-id").value_or("");
  if (!parse_positions(positions))
    return services_->respond(exchange, 400, refusal_json("BAD_REQUEST", "the last event id is none of ours: \"1:12,2:40\""));

  Client client(request);
  const std::string ticket(value_of(*query, "ticket").value_or(""));
  if (client.token.empty() && !ticket.empty()) client.token = tickets_.token_of(ticket).value_or("");
  if (client.token.empty())
    return services_->respond(exchange, unauthorized,
                              refusal_json("UNAUTHORIZED", "there is neither an access token nor a ticket that is good"));

  const std::string name = random_name(host_);
  if (!take_place(name, request.lane))
    return services_->respond(exchange, too_many, refusal_json("BUSY", "there are too many streams"), 10'000);
  if (!ticket.empty()) {
    const std::lock_guard lock(mutex_);
    ticket_of_[name] = ticket;
  }
  Lane& lane = *lanes_[request.lane];
  if (!lane.add(std::make_unique<Stream>(*services_, lane, name, exchange))) return;
  const coco_credential credential = client.credential();
  const coco_peer peer = client.peer();
  services_->gateway->open(
      services_->gateway->self, &credential, &peer, &table_,
      coco::on_completion<coco_opened>([this, part = services_->under_way.begin(), number = request.lane, name,
                                        topics = std::move(topics), positions = std::move(positions),
                                        origin = std::string(header_of(request, "origin"))](
                                           coco_status status, const coco_opened* opened, const coco_error* error) {
        const std::string why(error == nullptr ? "" : error->text);
        if (status != COCO_OK)
          return services_->post(number, [lane = lanes_[number].get(), name, status, why] { lane->refuse(name, status, why); });
        struct Kept {
          coco_opened opened;
          std::string session, epoch, cid;
        };
        auto kept =
            std::make_shared<Kept>(Kept{*opened, std::string(coco::text(opened->session)),
                                        std::string(coco::text(opened->store_epoch)), std::string(coco::text(opened->cid))});
        kept->opened.session = coco::view(kept->session);
        kept->opened.store_epoch = coco::view(kept->epoch);
        kept->opened.cid = coco::view(kept->cid);
        services_->post(number, [this, number, name, kept, topics, positions, origin] {
          let_in(number, name, kept->opened, origin, topics, positions);
        });
      }));
}

void Transport::let_in(std::uint32_t number, const std::string& name, const coco_opened& opened, const std::string& origin,
                       const std::vector<std::string>& topics, const std::string& positions) {
  Lane& lane = *lanes_[number];
  Stream* stream = lane.find(name);
  if (stream == nullptr) return services_->gateway->close(services_->gateway->self, opened.link);  // it went meanwhile
  stream->begin(opened, origin);
  lane.opened(*stream);
  const Positions known = parse_positions(positions).value_or(Positions());
  for (std::uint64_t subscription = 1; subscription <= topics.size(); ++subscription) {
    const auto position = known.find(subscription);
    stream->join(subscription, topics[subscription - 1], position == known.end() ? COCO_LIVE : position->second);
  }
}

// ---- its topics

void Transport::with_stream(coco_exchange exchange, const coco_http_request& request, std::function<void(Stream&)> f) {
  const std::string name(coco::text(request.params[0]));
  std::optional<std::uint32_t> place;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(name); found != places_.end()) place = found->second;
  }
  const auto nobody = [this, exchange] {
    services_->respond(exchange, 404, refusal_json("NOT_FOUND", "there is no such stream"));
  };
  if (!place) return nobody();
  services_->post(*place, [this, name, number = *place, asked_on = request.lane, nobody, f = std::move(f)] {
    Stream* stream = lanes_[number]->find(name);
    if (stream != nullptr && stream->is_open()) return f(*stream);
    services_->post(asked_on, nobody);
  });
}

// POST /events/{link}/join?topic=…&subscription=7&from-seq=12
void Transport::join(coco_exchange exchange, const coco_http_request& request) {
  if (is_foreign(exchange)) return;
  const Parameters query = parse_query(coco::text(request.query)).value_or(Parameters());
  const auto topic = value_of(query, "topic");
  const auto subscription = parse_number(value_of(query, "subscription").value_or(""));
  const auto from = value_of(query, "from-seq");
  const auto from_seq = from ? parse_number(*from) : std::optional(COCO_LIVE);
  if (!topic || topic->empty() || !subscription || *subscription == 0 || !from_seq)
    return services_->respond(
        exchange, 400,
        refusal_json("BAD_REQUEST", "a join has a topic, a subscription (a number from 1) and, if wanted, from-seq"));
  with_stream(exchange, request,
              [this, exchange, lane = request.lane, destination = std::string(*topic), subscription = *subscription,
               from_seq = *from_seq](Stream& stream) {
                const auto answer = [this, exchange, lane](int status, std::string json) {
                  services_->post(
                      lane, [this, exchange, status, json = std::move(json)] { services_->respond(exchange, status, json); });
                };
                if (stream.has(subscription))
                  return answer(409, refusal_json("CONFLICT", "the stream has a subscription of this number"));
                if (stream.topics() >= limits_.max_topics)
                  return answer(
                      400, refusal_json("BAD_REQUEST", "a stream has at most " + std::to_string(limits_.max_topics) + " topics"));
                stream.join(subscription, destination, from_seq,
                            [answer](coco_status status, std::uint64_t head, const std::string& why) {
                              if (status == COCO_OK) return answer(200, "{\"head\":" + std::to_string(head) + "}");
                              answer(http_status(status), refusal_json("REFUSED", why));
                            });
              });
}

// POST /events/{link}/leave?subscription=7
void Transport::leave(coco_exchange exchange, const coco_http_request& request) {
  if (is_foreign(exchange)) return;
  const Parameters query = parse_query(coco::text(request.query)).value_or(Parameters());
  const auto subscription = parse_number(value_of(query, "subscription").value_or(""));
  if (!subscription) return services_->respond(exchange, 400, refusal_json("BAD_REQUEST", "which subscription is to be left"));
  with_stream(exchange, request, [this, exchange, lane = request.lane, subscription = *subscription](Stream& stream) {
    const bool was_there = stream.leave(subscription);
    services_->post(lane, [this, exchange, was_there] {
      if (was_there) return services_->respond(exchange, 200, "{}");
      services_->respond(exchange, 404, refusal_json("NOT_FOUND", "the stream has no subscription of this number"));
    });
  });
}

// ---- tickets and commands

// The token is looked at when the ticket is used.
void Transport::issue_ticket(coco_exchange exchange, const coco_http_request& request) {
  if (is_foreign(exchange)) return;
  std::string token = bearer_of(request);
  if (token.empty()) return services_->respond(exchange, unauthorized, refusal_json("UNAUTHORIZED", "there is no access token"));
  if (token.size() > COCO_TOKEN_MAX_BYTES)
    return services_->respond(exchange, unauthorized, refusal_json("UNAUTHORIZED", "this is no access token"));
  const std::string ticket = tickets_.issue(std::move(token));
  if (ticket.empty()) return services_->respond(exchange, too_many, refusal_json("BUSY", "there are too many tickets"), 10'000);
  services_->respond(exchange, 200,
                     "{\"ticket\":\"" + ticket + "\",\"good_for_ms\":" + std::to_string(Tickets::good_for_ms) + "}");
}

void Transport::ask(coco_exchange exchange, const coco_http_request& request) {
  if (is_foreign(exchange)) return;
  Body::receive(
      *services_, exchange,
      [this, exchange, lane = request.lane, client = Client(request),
       command = std::string(coco::text(request.params[0]))](const std::string& json) {
        coco_caller caller{};
        caller.size = sizeof caller;
        caller.credential = client.credential();
        if (client.token.empty()) caller.credential.kind = COCO_ANONYMOUS;
        caller.peer = client.peer();
        services_->gateway->ask(
            services_->gateway->self, &caller, coco::view(command), coco::view(json.empty() ? "{}" : json),
            coco::on_completion<coco_answer>([this, part = services_->under_way.begin(), exchange, lane](
                                                 coco_status status, const coco_answer* answer, const coco_error* error) {
              std::string text(answer == nullptr ? "" : coco::text(answer->json));
              if (text.empty()) text = status == COCO_OK ? "{}" : refusal_json("REFUSED", error == nullptr ? "" : error->text);
              const std::uint32_t retry_after_ms = answer == nullptr ? 0 : answer->retry_after_ms;
              services_->post(lane, [this, exchange, status, text, retry_after_ms] {
                services_->respond(exchange, http_status(status), text, retry_after_ms);
              });
            }));
      });
}

}  // namespace cocotalk::sse
