// The plugin, running, and clients that speak to it byte by byte.
#pragma once

#include "conversation/client.hpp"

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/testing/tested_plugin.hpp>

#include <deque>
#include <functional>
#include <future>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::net::testing {

using conversation::Client;
using conversation::Events;
using conversation::patience;

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
