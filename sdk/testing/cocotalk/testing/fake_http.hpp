// cocotalk.http/1 and the lane of cocotalk.net/1 in memory: a plugin's routes are asked without a socket. There is one lane, and
// it is the test's own thread: it runs in ask(), wait() and run_lane().
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

struct FakeRequest {
  std::string method = "GET", target = "/";
  std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
  std::string body = {};
  std::size_t piece_bytes = 64 << 10;  // how the body arrives
  bool is_whole = true;                // false: the body goes on with send_body()
  bool has_length = true;              // false: chunked
  std::string address = "192.0.2.1", scheme = "http", host = "talk.test:8080";
};

struct FakeResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};

  // The values of a header, in order.
  std::vector<std::string> all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers)
      if (key == name) values.push_back(value);
    return values;
  }
  std::string header(std::string_view name) const {
    const std::vector<std::string> values = all(name);
    return values.empty() ? "" : values.front();
  }
};

class FakeHttp {
 public:
  FakeHttp() {
    http_.size = sizeof http_;
    http_.self = this;
    http_.mount = [](void* self, const coco_route* route, coco_error* error) -> coco_status {
      return of(self).mount(*route, error);
    };
    http_.unmount = [](void* self, void* ctx) {
      std::erase_if(of(self).routes_, [ctx](const Route& route) { return route.ctx == ctx; });
    };
    http_.receive = [](void* self, coco_exchange id, std::uint64_t limit, std::uint64_t, const coco_body_handler* handler) {
      if (Exchange* x = of(self).open_exchange(id)) {
        x->handler = *handler;
        x->limit = limit;
      }
    };
    http_.pause = [](void* self, coco_exchange id) {
      if (Exchange* x = of(self).open_exchange(id)) {
        x->is_paused = true;
        ++of(self).pauses_;
      }
    };
    http_.resume = [](void* self, coco_exchange id) {
      if (Exchange* x = of(self).open_exchange(id)) x->is_paused = false;
    };
    http_.respond = [](void* self, coco_exchange id, std::int32_t status, const coco_header* headers, std::uint64_t n,
                       coco_view body) { of(self).answer(id, status, headers, n, std::string(coco::text(body))); };
    http_.respond_file = [](void* self, coco_exchange id, std::int32_t status, const coco_header* headers, std::uint64_t n,
                            std::int32_t fd, std::uint64_t offset,
                            std::uint64_t bytes) { of(self).answer(id, status, headers, n, read_file(fd, offset, bytes)); };
    // Always the whole file: conditions and ranges are the provider's to judge.
    http_.serve_file = [](void* self, coco_exchange id, const coco_served_file* file) {
      of(self).answer(id, 200, file->headers, file->n_headers, read_file(file->fd, 0, file->bytes));
    };
    http_.decline = [](void* self, coco_exchange id) {
      if (Exchange* x = of(self).open_exchange(id)) x->is_declined = true;
    };
    net_.size = sizeof net_;
    net_.self = this;
    net_.lanes = [](void*) -> std::uint32_t { return 1; };
    net_.post = [](void* self, std::uint32_t, void (*fn)(void*), void* arg) -> coco_status {
      FakeHttp& http = of(self);
      const std::lock_guard lock(http.mutex_);
      http.posted_.emplace_back(fn, arg);
      http.changed_.notify_all();
      return COCO_OK;
    };
  }
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;
  ~FakeHttp() { run_lane(); }

  const coco_http* http() const { return &http_; }
  const coco_net* net() const { return &net_; }
  std::size_t mounted() const { return routes_.size(); }
  // How often a body was paused.
  int pauses() const { return pauses_; }

  // Opens an exchange and delivers its body as far as it is let in.
  coco_exchange open(const FakeRequest& request) {
    const coco_exchange id = ++last_id_;
    Exchange& x = exchanges_[id];
    for (std::size_t at = 0; at < request.body.size(); at += request.piece_bytes)
      x.pieces.push_back(request.body.substr(at, request.piece_bytes));
    x.is_whole = request.is_whole;
    x.is_head = request.method == "HEAD";
    dispatch(id, request);
    run_lane();
    return id;
  }
  void send_body(coco_exchange id, std::string bytes) {
    exchanges_.at(id).pieces.push_back(std::move(bytes));
    run_lane();
  }
  void end_body(coco_exchange id) {
    exchanges_.at(id).is_whole = true;
    run_lane();
  }
  // The client is gone.
  void cut(coco_exchange id) {
    Exchange& x = exchanges_.at(id);
    const std::optional<coco_body_handler> handler = std::exchange(x.handler, std::nullopt);
    if (handler && !x.response) handler->on_abort(handler->ctx, coco::view("gone"));
    if (!x.response) x.response = FakeResponse{};
    run_lane();
  }
  bool is_answered(coco_exchange id) { return exchanges_.at(id).response.has_value(); }

  // The answer, within 20 s.
  FakeResponse wait(coco_exchange id) {
    run_until([&] { return is_answered(id); });
    return *exchanges_.at(id).response;
  }
  FakeResponse ask(const FakeRequest& request) { return wait(open(request)); }

  // Runs the lane until there is nothing to do.
  void run_lane() {
    while (run_one()) {
    }
  }
  // Runs the lane until `done` says true, at most 20 s.
  void run_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (;;) {
      run_lane();
      if (done()) return;
      std::unique_lock lock(mutex_);
      if (!changed_.wait_until(lock, deadline, [this] { return !posted_.empty(); }))
        throw std::runtime_error("nothing happened within 20 s");
    }
  }

 private:
  struct Route {
    std::string method, pattern;
    void* ctx;
    void (*on_request)(void*, coco_exchange, const coco_http_request*);
  };
  struct Exchange {
    std::optional<coco_body_handler> handler;
    std::deque<std::string> pieces;
    std::uint64_t limit = 0, received = 0;
    bool is_whole = true, is_paused = false, is_head = false, is_declined = false;
    std::optional<FakeResponse> response;
  };
  using Words = std::vector<std::string>;

  // Takes the descriptor over, as the provider does.
  static std::string read_file(int fd, std::uint64_t offset, std::uint64_t bytes) {
    std::string body(static_cast<std::size_t>(bytes), '\0');
    const ssize_t got = ::pread(fd, body.data(), body.size(), static_cast<off_t>(offset));
    ::close(fd);
    if (got != static_cast<ssize_t>(bytes)) throw std::logic_error("the file is shorter than the answer says");
    return body;
  }
  static FakeHttp& of(void* self) { return *static_cast<FakeHttp*>(self); }

  Exchange* open_exchange(coco_exchange id) {
    const auto found = exchanges_.find(id);
    return found == exchanges_.end() || found->second.response ? nullptr : &found->second;
  }

  coco_status mount(const coco_route& route, coco_error* error) {
    for (const Route& other : routes_)
      if (other.ctx == route.ctx && other.method == coco::text(route.method) && other.pattern == coco::text(route.pattern)) {
        coco::set_error(error, COCO_CONFLICT, "the pattern is mounted already");
        return COCO_CONFLICT;
      }
    routes_.push_back(
        {std::string(coco::text(route.method)), std::string(coco::text(route.pattern)), route.ctx, route.on_request});
    return COCO_OK;
  }

  // After the answer nothing of the handler is called any more.
  void answer(coco_exchange id, int status, const coco_header* headers, std::uint64_t n, std::string body) {
    Exchange* x = open_exchange(id);
    if (x == nullptr) return;
    FakeResponse& response = x->response.emplace();
    response.status = status;
    for (std::uint64_t i = 0; i < n; ++i)
      response.headers.emplace_back(coco::text(headers[i].name), coco::text(headers[i].value));
    response.headers.emplace_back("Content-Length", std::to_string(body.size()));
    if (!x->is_head) response.body = std::move(body);
    x->handler.reset();
  }

  bool run_one() {
    for (auto& [id, x] : exchanges_)
      if (deliver(id, x)) return true;
    std::unique_lock lock(mutex_);
    if (posted_.empty()) return false;
    const auto [fn, arg] = posted_.front();
    posted_.pop_front();
    lock.unlock();
    fn(arg);
    return true;
  }
  bool deliver(coco_exchange id, Exchange& x) {
    if (!x.handler || x.is_paused || x.response) return false;
    const coco_body_handler handler = *x.handler;
    if (!x.pieces.empty()) {
      const std::string piece = std::move(x.pieces.front());
      x.pieces.pop_front();
      x.received += piece.size();
      if (x.received > x.limit) {
        answer(id, 413, nullptr, 0, {});
        handler.on_abort(handler.ctx, coco::view("too long"));
      } else {
        handler.on_data(handler.ctx, coco::view(piece));
      }
      return true;
    }
    if (!x.is_whole) return false;
    x.handler.reset();
    handler.on_end(handler.ctx);
    return true;
  }

  // ---- routing ----
  static Words split(std::string_view path) {
    Words out;
    while (path.starts_with('/')) {
      path.remove_prefix(1);
      const std::string_view word = path.substr(0, path.find('/'));
      path.remove_prefix(word.size());
      if (!word.empty() || !path.empty()) out.emplace_back(word);
    }
    return out;
  }
  static std::string decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }
  // What a pattern matches, and how well: per segment literal (2) over {…} (1) over {*} (0).
  struct Match {
    std::string rank;
    Words params;
  };
  static std::optional<Match> match(const std::string& pattern, const Words& words) {
    const Words wanted = split(pattern);
    Match out;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] == "{*}") {
        std::string rest;
        for (std::size_t k = i; k < words.size(); ++k) rest += (k > i ? "/" : "") + words[k];
        out.params.push_back(rest);
        out.rank += '0';
        return out;
      }
      if (i >= words.size()) return std::nullopt;
      const bool is_parameter = wanted[i].starts_with('{');
      if (!is_parameter && wanted[i] != words[i]) return std::nullopt;
      if (is_parameter) out.params.push_back(words[i]);
      out.rank += is_parameter ? '1' : '2';
    }
    if (wanted.size() != words.size()) return std::nullopt;
    return out;
  }
  // Of equal patterns the one mounted first is asked first, then, if it declines, the next.
  void dispatch(coco_exchange id, const FakeRequest& request, std::vector<void*> declined = {}) {
    const std::size_t mark = request.target.find('?');
    const std::string path = decode(request.target.substr(0, mark));
    const std::string query = mark == std::string::npos ? "" : request.target.substr(mark + 1);
    const Route* best = nullptr;
    Match best_match;
    for (const Route& route : routes_) {
      const bool fits =
          route.method == "*" || route.method == request.method || (route.method == "GET" && request.method == "HEAD");
      const std::optional<Match> found = fits ? match(route.pattern, split(path)) : std::nullopt;
      if (!found || (best != nullptr && found->rank <= best_match.rank)) continue;
      if (std::find(declined.begin(), declined.end(), route.ctx) != declined.end()) continue;
      best = &route;
      best_match = *found;
    }
    if (best == nullptr) return answer(id, 404, nullptr, 0, {});
    std::vector<coco_header> headers;
    for (const auto& [name, value] : request.headers) headers.push_back({coco::view(name), coco::view(value)});
    std::vector<coco_view> params;
    for (const std::string& param : best_match.params) params.push_back(coco::view(param));
    coco_http_request raw{};
    raw.size = sizeof raw;
    raw.method = coco::view(request.method);
    raw.path = coco::view(path);
    raw.query = coco::view(query);
    raw.headers = headers.data();
    raw.n_headers = headers.size();
    raw.params = params.data();
    raw.n_params = params.size();
    raw.address = coco::view(request.address);
    raw.scheme = coco::view(request.scheme);
    raw.host = coco::view(request.host);
    raw.content_length = request.has_length ? static_cast<std::int64_t>(request.body.size()) : -1;
    best->on_request(best->ctx, id, &raw);
    if (!std::exchange(exchanges_.at(id).is_declined, false)) return;
    declined.push_back(best->ctx);
    dispatch(id, request, std::move(declined));
  }

  coco_http http_{};
  coco_net net_{};
  std::vector<Route> routes_;
  std::map<coco_exchange, Exchange> exchanges_;
  coco_exchange last_id_ = 0;
  int pauses_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<void (*)(void*), void*>> posted_;
};

}  // namespace cocotalk::testing
