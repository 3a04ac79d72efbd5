// cocotalk.net/1 and cocotalk.http/1 without sockets: connections are strings, time is a number, and lanes run when told to.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/fake_exchanges.hpp>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// The test is the client of every connection, and (with run() and advance()) every lane. Instead it may give lane 0 a thread of
// its own, with serve(); then only post() and quit() are called from elsewhere. Of http it offers all but files.
class FakeNet {
 public:
  explicit FakeNet(std::uint32_t lanes = 1) : lanes_(lanes) {}

  const coco_net* net() const { return &net_; }
  const coco_http* http() const { return &http_; }

  // ---- the test as client ----
  // Upgrades at `path`; 0 when it was refused, or nobody serves it.
  coco_conn websocket(std::string_view path, std::vector<std::pair<std::string, std::string>> headers = {},
                      std::uint32_t lane = 0);
  // Sends a request; its answer is found in `requests`.
  coco_exchange request(const FakeExchanges::Request& request) {
    const coco_exchange exchange = requests.open(request);
    run();
    return exchange;
  }
  FakeExchanges requests;
  // Connects to the one listener.
  coco_conn tcp(std::uint32_t lane = 0);
  // Sends bytes of a stream, or a WebSocket message.
  void type(coco_conn conn, std::string_view bytes, bool is_text = true) {
    const coco_conn_handler handler = at(conn).handler;
    if (!at(conn).is_closed) handler.on_data(handler.ctx, coco::view(bytes), is_text ? 1 : 0);
    run();
  }
  // What came since the last call: WebSocket messages, or pieces of a stream.
  std::vector<std::string> heard(coco_conn conn) { return std::exchange(at(conn).heard, {}); }
  // From now on nothing arrives; what the server sends is queued.
  void stop_reading(coco_conn conn) { at(conn).reads = false; }
  // Reads all that is queued, and goes on reading.
  void read_on(coco_conn conn) {
    at(conn).reads = true;
    deliver(conn);
    run();
  }
  void hang_up(coco_conn conn) {
    closed(conn, 1006);
    run();
  }

  // ---- what the server did ----
  std::optional<std::int32_t> close_code(coco_conn conn) { return at(conn).close_code; }
  bool is_closed(coco_conn conn) { return at(conn).is_closed; }
  bool is_paused(coco_conn conn) { return at(conn).is_paused; }
  const std::string& subprotocol(coco_conn conn) { return at(conn).subprotocol; }
  std::uint64_t silence_limit_ms(coco_conn conn) { return at(conn).silence_limit_ms; }
  std::uint64_t message_limit(coco_conn conn) { return at(conn).message_limit; }
  // Buffers made since the beginning, and those not released yet.
  std::size_t buffers_made() const { return buffers_made_; }
  std::size_t buffers_alive() const { return buffers_.size(); }
  std::size_t posts() const { return posts_; }
  std::size_t timers() const { return timers_.size(); }
  // Connections that were told to close do so at the next run(); false: the peer never answers the close.
  bool closes_at_once = true;
  // What pressure() answers, and what it was told to wait in all.
  std::uint32_t pressure_percent = 0;
  std::int64_t waiting_bytes() const { return waiting_bytes_; }

  // ---- the test as lanes ----
  // Runs what was posted, until nothing is left.
  void run() {
    do {
      while (const auto task = take()) task->first(task->second);
    } while (requests.deliver());
  }
  void advance(std::uint64_t ms) {
    const std::uint64_t until = now_ms_ + ms;
    while (!timers_.empty() && timers_.begin()->first.first <= until) {
      const auto [key, task] = *timers_.begin();
      now_ms_ = key.first;
      timers_.erase(timers_.begin());
      task.first(task.second);
      run();
    }
    now_ms_ = until;
  }
  // Runs on the calling thread until quit().
  void serve() {
    for (;;) {
      run();
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !tasks_.empty() || has_quit_; });
      if (tasks_.empty()) return;
    }
  }
  void quit() {
    const std::lock_guard lock(mutex_);
    has_quit_ = true;
    changed_.notify_all();
  }

  // ---- cocotalk.net/1 ----
  std::uint32_t lanes() { return lanes_; }
  coco_status post(std::uint32_t, void (*fn)(void*), void* arg) {
    const std::lock_guard lock(mutex_);
    ++posts_;
    tasks_.emplace_back(fn, arg);
    changed_.notify_all();
    return COCO_OK;
  }
  std::uint64_t after(std::uint32_t, std::uint64_t ms, void (*fn)(void*), void* arg) {
    timers_[{now_ms_ + ms, ++last_timer_}] = {fn, arg};
    return last_timer_;
  }
  void cancel(std::uint32_t, std::uint64_t timer) {
    std::erase_if(timers_, [timer](const auto& entry) { return entry.first.second == timer; });
  }
  coco_status listen(coco_view, const coco_acceptor& acceptor, std::uint16_t& port) {
    acceptor_ = acceptor;
    port = 61613;
    return COCO_OK;
  }
  void unlisten(void* ctx) {
    if (acceptor_.ctx == ctx) acceptor_ = {};
  }
  void send(coco_conn conn, std::string_view bytes) { queue(conn, std::string(bytes)); }
  void send_binary(coco_conn conn, std::string_view bytes) { queue(conn, std::string(bytes)); }
  coco_buffer* make_buffer(std::uint32_t, std::string_view bytes) {
    auto* const name = reinterpret_cast<coco_buffer*>(++buffers_made_);
    buffers_[name] = bytes;
    return name;
  }
  void release(std::uint32_t, coco_buffer* buffer) { buffers_.erase(buffer); }
  void send_buffer(coco_conn conn, coco_buffer* buffer) {
    const std::string& bytes = buffers_.at(buffer);
    if (at(conn).is_websocket)
      queue_frames(conn, bytes);
    else
      queue(conn, bytes);
  }
  std::uint64_t queued(coco_conn conn) { return at(conn).queued_bytes; }
  void notify_below(coco_conn conn, std::uint64_t bytes) { at(conn).notify_below = bytes; }
  void pause(coco_conn conn) { at(conn).is_paused = true; }
  void resume(coco_conn conn) { at(conn).is_paused = false; }
  void close(coco_conn conn, std::int32_t code, std::string_view) {
    if (at(conn).close_code) return;
    at(conn).close_code = code;
    if (closes_at_once) closed(conn, code);
  }
  void abort(coco_conn conn, std::string_view) { closed(conn, 1006); }
  void set_silence_limit(coco_conn conn, std::uint64_t ms) { at(conn).silence_limit_ms = ms; }
  std::uint64_t silent_ms(coco_conn) { return 0; }
  std::uint32_t pressure(std::uint32_t, std::int64_t added) {
    waiting_bytes_ += added;
    return pressure_percent;
  }
  void set_message_limit(coco_conn conn, std::uint64_t bytes) { at(conn).message_limit = bytes; }

  // ---- cocotalk.http/1 ----
  coco_conn upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit,
                    const coco_conn_handler& handler) {
    Conn conn;
    conn.handler = handler;
    conn.is_websocket = true;
    conn.subprotocol = subprotocol;
    conn.message_limit = message_limit;
    conns_[++last_conn_] = std::move(conn);
    requests.upgraded(exchange);
    upgraded_ = last_conn_;
    return last_conn_;
  }

 private:
  struct Conn {
    coco_conn_handler handler{};
    bool is_websocket = false, reads = true, is_paused = false, is_closed = false;
    std::string subprotocol;
    std::uint64_t message_limit = 0, silence_limit_ms = 0, queued_bytes = 0;
    std::optional<std::uint64_t> notify_below;
    std::optional<std::int32_t> close_code;
    std::deque<std::string> queue;
    std::vector<std::string> heard;
  };
  using Task = std::pair<void (*)(void*), void*>;

  Conn& at(coco_conn conn) { return conns_[conn]; }  // unknown connections are ignored
  std::optional<Task> take() {
    const std::lock_guard lock(mutex_);
    if (tasks_.empty()) return std::nullopt;
    const Task task = tasks_.front();
    tasks_.pop_front();
    return task;
  }
  void queue(coco_conn conn, std::string message) {
    if (at(conn).is_closed) return;
    at(conn).queued_bytes += message.size();
    at(conn).queue.push_back(std::move(message));
    deliver(conn);
  }
  void queue_frames(coco_conn conn, std::string_view bytes);
  void deliver(coco_conn conn) {
    Conn& c = at(conn);
    if (!c.reads) return;
    for (std::string& message : c.queue) c.heard.push_back(std::move(message));
    c.queue.clear();
    c.queued_bytes = 0;
    if (std::exchange(c.notify_below, std::nullopt) && !c.is_closed) c.handler.on_drained(c.handler.ctx);
  }
  void closed(coco_conn conn, std::int32_t code) {
    if (std::exchange(at(conn).is_closed, true)) return;
    const coco_conn_handler handler = at(conn).handler;
    handler.on_closed(handler.ctx, code, coco::view("closed"));
  }
  const std::uint32_t lanes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::size_t posts_ = 0;
  bool has_quit_ = false;
  std::map<coco_conn, Conn> conns_;
  coco_conn last_conn_ = 0, upgraded_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Task> timers_;  // by due time and id
  std::uint64_t now_ms_ = 0, last_timer_ = 0;
  std::map<coco_buffer*, std::string> buffers_;
  std::size_t buffers_made_ = 0;
  std::int64_t waiting_bytes_ = 0;
  coco_acceptor acceptor_{};
  coco_net net_{sizeof(coco_net),
                0,
                this,
                COCO_BIND(coco_net, lanes, FakeNet),
                COCO_BIND(coco_net, post, FakeNet),
                COCO_BIND(coco_net, after, FakeNet),
                COCO_BIND(coco_net, cancel, FakeNet),
                COCO_BIND(coco_net, listen, FakeNet),
                COCO_BIND(coco_net, send, FakeNet),
                COCO_BIND(coco_net, send_binary, FakeNet),
                COCO_BIND(coco_net, make_buffer, FakeNet),
                COCO_BIND(coco_net, release, FakeNet),
                COCO_BIND(coco_net, send_buffer, FakeNet),
                COCO_BIND(coco_net, queued, FakeNet),
                COCO_BIND(coco_net, notify_below, FakeNet),
                COCO_BIND(coco_net, pause, FakeNet),
                COCO_BIND(coco_net, resume, FakeNet),
                COCO_BIND(coco_net, close, FakeNet),
                COCO_BIND(coco_net, abort, FakeNet),
                COCO_BIND(coco_net, set_silence_limit, FakeNet),
                COCO_BIND(coco_net, silent_ms, FakeNet),
                COCO_BIND(coco_net, set_message_limit, FakeNet),
                COCO_BIND(coco_net, unlisten, FakeNet),
                COCO_BIND(coco_net, pressure, FakeNet)};
  static FakeExchanges& of(void* self) { return static_cast<FakeNet*>(self)->requests; }
  coco_http http_ = [this] {
    coco_http table{};
    table.size = sizeof table;
    table.self = this;
    table.upgrade = COCO_BIND(coco_http, upgrade, FakeNet);
    table.mount = [](void* self, const coco_route* route, coco_error*) { return of(self).mount(*route); };
    table.unmount = [](void* self, void* ctx) { of(self).unmount(ctx); };
    table.receive = [](void* self, coco_exchange exchange, std::uint64_t limit, std::uint64_t deadline_ms,
                       const coco_body_handler* handler) { of(self).receive(exchange, limit, deadline_ms, *handler); };
    table.respond = [](void* self, coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n,
                       coco_view body) { of(self).respond(exchange, status, headers, n, coco::text(body)); };
    table.begin = [](void* self, coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n) {
      of(self).begin(exchange, status, headers, n);
    };
    table.write = [](void* self, coco_exchange exchange, coco_view bytes) { of(self).write(exchange, coco::text(bytes)); };
    table.queued = [](void* self, coco_exchange exchange) { return of(self).queued(exchange); };
    table.finish = [](void* self, coco_exchange exchange) { of(self).finish(exchange); };
    table.on_gone = [](void* self, coco_exchange exchange, void (*fn)(void*), void* arg) { of(self).on_gone(exchange, fn, arg); };
    table.allows_origin = [](void* self, coco_exchange exchange) { return of(self).allows_origin(exchange); };
    table.decline = [](void* self, coco_exchange exchange) { of(self).decline(exchange); };
    return table;
  }();
};

inline coco_conn FakeNet::websocket(std::string_view path, std::vector<std::pair<std::string, std::string>> headers,
                                    std::uint32_t lane) {
  headers.emplace_back("upgrade", "websocket");
  upgraded_ = 0;
  requests.open({.path = std::string(path), .headers = std::move(headers), .lane = lane});
  return upgraded_;
}

inline coco_conn FakeNet::tcp(std::uint32_t lane) {
  if (acceptor_.on_accept == nullptr) return 0;
  const coco_conn conn = ++last_conn_;
  const coco_peer_name peer{sizeof(coco_peer_name), lane, coco::view("192.0.2.1"), 40000};
  acceptor_.on_accept(acceptor_.ctx, conn, &peer, &conns_[conn].handler);
  return conn;
}

// A shared buffer holds whole, unmasked text frames.
inline void FakeNet::queue_frames(coco_conn conn, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto byte = [&bytes](std::size_t i) { return static_cast<unsigned char>(bytes.at(i)); };
    if (byte(0) != 0x81 || byte(1) > 127) throw std::runtime_error("not an unmasked text frame");
    std::size_t size = byte(1), header = 2;
    const std::size_t length_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (length_bytes > 0) size = 0;
    for (; header < 2 + length_bytes; ++header) size = size << 8 | byte(header);
    if (bytes.size() < header + size) throw std::runtime_error("a cut frame");
    queue(conn, std::string(bytes.substr(header, size)));
    bytes.remove_prefix(header + size);
  }
}

}  // namespace cocotalk::testing
