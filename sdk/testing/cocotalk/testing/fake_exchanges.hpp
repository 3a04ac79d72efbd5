// The requests of a FakeNet: routes, answers whole and in pieces, bodies, and clients that go away.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/plugin.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

class FakeExchanges {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct Request {
    std::string method = "GET", path = "/", body = {};
    Fields headers = {};  // names in lower case
    std::string address = "192.0.2.1";
    std::uint32_t lane = 0;
    bool is_whole = true;  // false: the rest of the body never comes
    std::string query = {};
  };

  // Pages of this origin are allowed, and no others.
  std::string allowed_origin = "http://ours";

  // ---- the test as client ----
  coco_exchange open(const Request& request) {
    const coco_exchange exchange = ++last_exchange_;
    exchanges_[exchange].request = request;
    dispatch(exchange);
    return exchange;
  }
  // The one opened last.
  coco_exchange last() const { return last_exchange_; }
  int status(coco_exchange exchange) const { return exchanges_.at(exchange).status; }  // 0: not answered yet
  bool is_finished(coco_exchange exchange) const { return exchanges_.at(exchange).is_finished; }
  // Names as they were written; empty: missing.
  std::string header(coco_exchange exchange, std::string_view name) const {
    for (const auto& [key, value] : exchanges_.at(exchange).fields)
      if (key == name) return value;
    return {};
  }
  // What came of the body since the last call.
  std::string heard(coco_exchange exchange) { return std::exchange(exchanges_.at(exchange).body, {}); }
  // From now on nothing of a body in pieces arrives; read_on() takes all of it.
  void stop_reading(coco_exchange exchange) { exchanges_.at(exchange).reads = false; }
  void read_on(coco_exchange exchange) {
    Exchange& x = exchanges_.at(exchange);
    x.reads = true;
    x.body += std::exchange(x.queue, {});
  }
  void hang_up(coco_exchange exchange) {
    Exchange& x = exchanges_.at(exchange);
    if (std::exchange(x.is_finished, true)) return;
    if (const auto handler = std::exchange(x.handler, std::nullopt)) handler->on_abort(handler->ctx, coco::view("gone"));
    if (x.on_gone != nullptr) x.on_gone(x.on_gone_arg);
  }

  // ---- the lane ----
  // Delivers one body that is waited for; false: there is none.
  bool deliver() {
    for (auto& [exchange, x] : exchanges_) {
      if (!x.handler || !x.request.is_whole || x.is_finished) continue;
      const coco_body_handler handler = *std::exchange(x.handler, std::nullopt);
      if (x.request.body.size() > x.limit) {
        answer(exchange, 413, nullptr, 0);
        x.is_finished = true;
        handler.on_abort(handler.ctx, coco::view("too large"));
      } else {
        if (!x.request.body.empty()) handler.on_data(handler.ctx, coco::view(x.request.body));
        handler.on_end(handler.ctx);
      }
      return true;
    }
    return false;
  }
  // Exchanges whose client is still told something, or waits.
  std::size_t open_exchanges() const {
    std::size_t n = 0;
    for (const auto& [exchange, x] : exchanges_) n += x.is_finished ? 0 : 1;
    return n;
  }
  void upgraded(coco_exchange exchange) {
    exchanges_.at(exchange).status = 101;
    exchanges_.at(exchange).is_finished = true;
  }

  // ---- cocotalk.http/1 ----
  coco_status mount(const coco_route& route) {
    routes_.push_back({std::string(coco::text(route.method)), std::string(coco::text(route.pattern)), route});
    return COCO_OK;
  }
  void unmount(void* ctx) {
    std::erase_if(routes_, [ctx](const Route& route) { return route.raw.ctx == ctx; });
  }
  void receive(coco_exchange exchange, std::uint64_t limit, std::uint64_t, const coco_body_handler& handler) {
    exchanges_.at(exchange).limit = limit;
    exchanges_.at(exchange).handler = handler;
  }
  void respond(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n, std::string_view body) {
    if (!answer(exchange, status, headers, n)) return;
    exchanges_.at(exchange).body += body;
    finish(exchange);
  }
  void begin(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n) {
    answer(exchange, status, headers, n);
  }
  void write(coco_exchange exchange, std::string_view bytes) {
    Exchange& x = exchanges_.at(exchange);
    if (!x.is_finished) (x.reads ? x.body : x.queue) += bytes;
  }
  std::uint64_t queued(coco_exchange exchange) { return exchanges_.at(exchange).queue.size(); }
  // Passes it on to the next route that fits.
  void decline(coco_exchange exchange) { exchanges_.at(exchange).is_declined = true; }
  void finish(coco_exchange exchange) { exchanges_.at(exchange).is_finished = true; }
  void on_gone(coco_exchange exchange, void (*fn)(void*), void* arg) {
    exchanges_.at(exchange).on_gone = fn;
    exchanges_.at(exchange).on_gone_arg = arg;
  }
  std::int32_t allows_origin(coco_exchange exchange) {
    for (const auto& [name, value] : exchanges_.at(exchange).request.headers)
      if (name == "origin") return value == allowed_origin ? 1 : 0;
    return 1;
  }

 private:
  struct Route {
    std::string method, pattern;
    coco_route raw;
  };
  struct Exchange {
    Request request;
    int status = 0;
    Fields fields;
    std::string body, queue;
    bool is_finished = false, is_declined = false, reads = true;
    std::optional<coco_body_handler> handler;
    std::uint64_t limit = 0;
    void (*on_gone)(void*) = nullptr;
    void* on_gone_arg = nullptr;
  };

  bool answer(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n) {
    Exchange& x = exchanges_.at(exchange);
    if (x.status != 0 || x.is_finished) return false;
    x.status = status;
    for (std::uint64_t i = 0; i < n; ++i) x.fields.emplace_back(coco::text(headers[i].name), coco::text(headers[i].value));
    return true;
  }
  // The first route of those mounted that fits, so mount the special ones first.
  void dispatch(coco_exchange exchange) {
    const Request request = exchanges_.at(exchange).request;
    for (const Route& route : routes_) {
      std::vector<std::string> params;
      if (route.method != "*" && route.method != request.method) continue;
      if (!matches(route.pattern, request.path, params)) continue;
      std::vector<coco_view> param_views;
      for (const std::string& param : params) param_views.push_back(coco::view(param));
      std::vector<coco_header> headers;
      for (const auto& [name, value] : request.headers) headers.push_back({coco::view(name), coco::view(value)});
      coco_http_request raw{};
      raw.size = sizeof raw;
      raw.lane = request.lane;
      raw.method = coco::view(request.method);
      raw.path = coco::view(request.path);
      raw.query = coco::view(request.query);
      raw.headers = headers.data();
      raw.n_headers = headers.size();
      raw.params = param_views.data();
      raw.n_params = param_views.size();
      raw.address = coco::view(request.address);
      route.raw.on_request(route.raw.ctx, exchange, &raw);
      if (!std::exchange(exchanges_.at(exchange).is_declined, false)) return;
    }
    respond(exchange, 404, nullptr, 0, "nobody serves this");
  }
  static bool matches(std::string_view pattern, std::string_view path, std::vector<std::string>& params) {
    while (!pattern.empty()) {
      if (pattern == "/{*}") {
        params.emplace_back(path.empty() ? path : path.substr(1));
        return true;
      }
      if (path.empty()) return false;
      const auto segment = [](std::string_view& rest) {
        const std::string_view whole = rest.substr(0, rest.find('/', 1));
        rest.remove_prefix(whole.size());
        return whole;
      };
      const std::string_view wanted = segment(pattern), given = segment(path);
      if (wanted.starts_with("/{") && given.size() > 1)
        params.emplace_back(given.substr(1));
      else if (wanted != given)
        return false;
    }
    return path.empty();
  }

  std::vector<Route> routes_;
  std::map<coco_exchange, Exchange> exchanges_;
  coco_exchange last_exchange_ = 0;
};

}  // namespace cocotalk::testing
