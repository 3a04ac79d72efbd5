// The plugin, running, and clients that speak to it byte by byte.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/testing/tested_plugin.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::net::testing {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::seconds(20);

// A blocking client; every wait has a deadline.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { leave(); }

  // Sends all; what a peer that closed refuses is left out.
  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  void leave() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  // Closes with a reset.
  void vanish() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    leave();
  }
  // What came up to and with `end`; throws when the peer closes before.
  std::string read_to(std::string_view end) {
    while (true) {
      const std::size_t at = unread_.find(end);
      if (at != std::string::npos) return take(at + end.size());
      if (!receive()) throw std::runtime_error("closed after: " + unread_);
    }
  }
  std::string read(std::size_t n) {
    while (unread_.size() < n)
      if (!receive()) throw std::runtime_error("closed after: " + unread_);
    return take(n);
  }
  // Everything until the peer closes, or resets.
  std::string read_all() {
    while (receive()) {
    }
    return take(unread_.size());
  }
  // One response: its header, and its body by Content-Length.
  std::string read_response() {
    std::string text = read_to("\r\n\r\n");
    const std::size_t at = text.find("Content-Length: ");
    if (at != std::string::npos) text += read(std::stoul(text.substr(at + 16)));
    return text;
  }
  bool is_closed() { return unread_.empty() && !receive(); }
  bool was_reset() const { return was_reset_; }
  int fd() const { return fd_; }

 private:
  bool receive() {
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, 20'000) <= 0) throw std::runtime_error("nothing came within 20 s, after: " + unread_);
    std::string buffer(65536, '\0');
    const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), 0);
    was_reset_ = n < 0;
    if (n <= 0) return false;
    unread_.append(buffer, 0, static_cast<std::size_t>(n));
    return true;
  }
  std::string take(std::size_t n) {
    std::string taken = unread_.substr(0, n);
    unread_.erase(0, n);
    return taken;
  }
  int fd_;
  std::string unread_;
  bool was_reset_ = false;
};

// Things that happened on lanes, for the test's thread to wait for.
class Events {
 public:
  void add(std::string event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }
  // The oldest one not yet taken.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [this] { return !events_.empty(); })) throw std::runtime_error("no event within 20 s");
    std::string event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  bool is_empty() {
    const std::lock_guard lock(mutex_);
    return events_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> events_;
};

// A request as a route saw it, copied.
struct Seen {
  coco_exchange exchange;
  std::uint32_t lane;
  std::string method, path, query, address, scheme, host;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> params;
  std::int64_t content_length;
};

using Settings = cocotalk::testing::SettingTexts;

class Net {
 public:
  explicit Net(Settings settings = {}) : plugin_(coco_plugin_abi1, with_port_0(std::move(settings))) {}

  const coco_net& net() { return *plugin_.table<coco_net>(COCO_NET); }
  const coco_http& http() { return *plugin_.table<coco_http>(COCO_HTTP); }
  const coco_listeners& listeners() { return *plugin_.table<coco_listeners>(COCO_LISTENERS); }
  cocotalk::testing::TestedPlugin& plugin() { return plugin_; }
  cocotalk::testing::FakeHost& host() { return plugin_.host(); }

  void open() { listeners().open(listeners().self); }
  std::vector<std::string> addresses() {
    std::string text(listeners().addresses(listeners().self, nullptr, 0), '\0');
    listeners().addresses(listeners().self, text.data(), text.size());
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return lines;
  }
  std::uint16_t port() {
    const std::string first = addresses().front();
    return static_cast<std::uint16_t>(std::stoul(first.substr(first.rfind(':') + 1)));
  }

  // fn(request) on the lane. `pattern` as in "GET /user/{id}".
  void route(const std::string& pattern, std::function<void(const Seen&)> fn) {
    coco_error error{};
    if (try_route(pattern, std::move(fn), error) != COCO_OK) throw std::runtime_error(error.text);
  }
  coco_status try_route(const std::string& pattern, std::function<void(const Seen&)> fn, coco_error& error) {
    auto& kept = routes_.emplace_back(std::move(fn));
    const std::size_t space = pattern.find(' ');
    const std::string method = pattern.substr(0, space), path = pattern.substr(space + 1);
    const coco_route route{sizeof(coco_route),
                           0,
                           coco::view(method),
                           coco::view(path),
                           &kept,
                           [](void* ctx, coco_exchange exchange, const coco_http_request* request) {
                             (*static_cast<std::function<void(const Seen&)>*>(ctx))(copy(exchange, *request));
                           }};
    return http().mount(http().self, &route, &error);
  }
  void answer(coco_exchange exchange, int status, std::string_view body, std::vector<coco_header> headers = {}) {
    http().respond(http().self, exchange, status, headers.data(), headers.size(), coco::view(body));
  }

  // Runs fn on a lane and waits for it.
  void on_lane(std::uint32_t lane, std::function<void()> fn) {
    std::promise<void> done;
    std::function<void()> call = [&] {
      fn();
      done.set_value();
    };
    if (net().post(
            net().self, lane, [](void* arg) { (*static_cast<std::function<void()>*>(arg))(); }, &call) != COCO_OK)
      throw std::runtime_error("the lane has ended");
    done.get_future().wait();
  }

 private:
  static Settings with_port_0(Settings settings) {
    settings.try_emplace("listen", "127.0.0.1:0");
    settings.try_emplace("lanes", "1");
    return settings;
  }
  static Seen copy(coco_exchange exchange, const coco_http_request& r) {
    const auto text = [](coco_view v) { return std::string(coco::text(v)); };
    Seen seen{exchange, r.lane, text(r.method),  text(r.path), text(r.query), text(r.address), text(r.scheme), text(r.host),
              {},       {},     r.content_length};
    for (std::uint64_t i = 0; i < r.n_headers; ++i) seen.headers.emplace_back(text(r.headers[i].name), text(r.headers[i].value));
    for (std::uint64_t i = 0; i < r.n_params; ++i) seen.params.push_back(text(r.params[i]));
    return seen;
  }

  std::deque<std::function<void(const Seen&)>> routes_;  // before the plugin: they outlive it
  cocotalk::testing::TestedPlugin plugin_;
};

// What one connection's owner hears, as events: "data:…", "text:…", "drained", "closed:⟨code⟩:⟨why⟩".
class Owner {
 public:
  coco_conn_handler handler() {
    return {sizeof(coco_conn_handler),
            0,
            this,
            [](void* ctx, coco_view bytes, std::int32_t is_text) {
              Owner& owner = *static_cast<Owner*>(ctx);
              if (owner.on_data) owner.on_data(coco::text(bytes));
              owner.events.add((is_text != 0 ? "text:" : "data:") + std::string(coco::text(bytes)));
            },
            [](void* ctx) { static_cast<Owner*>(ctx)->events.add("drained"); },
            [](void* ctx, std::int32_t code, coco_view why) {
              static_cast<Owner*>(ctx)->events.add("closed:" + std::to_string(code) + ":" + std::string(coco::text(why)));
            }};
  }
  Events events;
  std::function<void(std::string_view)> on_data;
};

}  // namespace cocotalk::net::testing
