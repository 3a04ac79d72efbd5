// The plugin: lanes, listeners, and the tables of its interfaces.
#pragma once

#include "net/exchange.hpp"
#include "net/lane.hpp"
#include "net/listener.hpp"
#include "net/shared.hpp"

#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace cocotalk::net {

class Connection;
class HttpSession;
class Stream;

// cocotalk.net/1 and cocotalk.listeners/1.
class Service {
 public:
  static constexpr char id[] = "net", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_NET, COCO_HTTP, COCO_LISTENERS, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr const auto& settings = setting_specs;

  Service(coco::Host host, const coco::Settings& given);
  ~Service();
  void start();
  // Blocks until what was begun is finished, at most the setting `drain`.
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id);

  // cocotalk.listeners/1
  void open();
  std::uint64_t addresses(char* out, std::uint64_t n);

  // cocotalk.net/1
  std::uint32_t lanes() { return static_cast<std::uint32_t>(shared_.lanes.size()); }
  coco_status post(std::uint32_t lane, void (*fn)(void* arg), void* arg);
  std::uint64_t after(std::uint32_t lane, std::uint64_t ms, void (*fn)(void* arg), void* arg);
  void cancel(std::uint32_t lane, std::uint64_t timer);
  void listen(std::string_view address, const coco_acceptor& acceptor, std::uint16_t* port);
  void send(coco_conn conn, std::string_view bytes);
  void send_binary(coco_conn conn, std::string_view bytes);
  coco_buffer* make_buffer(std::uint32_t lane, std::string_view bytes);
  void release(std::uint32_t lane, coco_buffer* buffer);
  void send_buffer(coco_conn conn, coco_buffer* buffer);
  std::uint64_t queued(coco_conn conn);
  void notify_below(coco_conn conn, std::uint64_t bytes);
  void pause(coco_conn conn);
  void resume(coco_conn conn);
  void close(coco_conn conn, std::int32_t code, std::string_view reason);
  void abort(coco_conn conn, std::string_view why);
  void set_silence_limit(coco_conn conn, std::uint64_t ms);
  std::uint64_t silent_ms(coco_conn conn);
  void set_message_limit(coco_conn conn, std::uint64_t bytes);
  void unlisten(void* ctx);
  std::uint32_t pressure(std::uint32_t lane, std::int64_t added);

  // cocotalk.http/1: a class of its own, as some names mean two things.
  class Http {
   public:
    explicit Http(Service& service);
    ~Http();
    void mount(const coco_route& route);
    void unmount(void* ctx);
    void receive(coco_exchange exchange, std::uint64_t limit, std::uint64_t deadline_ms, const coco_body_handler& handler);
    void pause(coco_exchange exchange);
    void resume(coco_exchange exchange);
    void respond(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n, std::string_view body);
    void respond_file(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n, std::int32_t fd,
                      std::uint64_t offset, std::uint64_t bytes);
    void begin(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n);
    void write(coco_exchange exchange, std::string_view bytes);
    std::uint64_t queued(coco_exchange exchange);
    void finish(coco_exchange exchange);
    void on_gone(coco_exchange exchange, void (*fn)(void* arg), void* arg);
    coco_conn upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit,
                      const coco_conn_handler& handler);
    std::int32_t allows_origin(coco_exchange exchange);
    void serve_file(coco_exchange exchange, const coco_served_file& file);
    void mount_folder(const coco_static_folder& folder);
    void decline(coco_exchange exchange);

   private:
    // A folder's routes lead here.
    struct MountedFolder;
    HttpSession* session(coco_exchange exchange) const;
    Service& service_;
    std::vector<std::unique_ptr<MountedFolder>> folders_;
  };

 private:
  Lane& lane(std::uint32_t index) { return *shared_.lanes.at(index); }
  Connection* connection(coco_conn conn) const;
  Stream* stream(coco_conn conn) const;
  Listener& bind(const ListenAddress& address, std::optional<coco_acceptor> acceptor);
  Listener* stream_listener(const ListenAddress& address) const;
  void check_secrecy(const ListenAddress& address) const;
  void on_every_lane(const std::function<void(Lane&)>& fn);
  void replace_routes(std::shared_ptr<const Routes> routes);
  void open_listener(Listener& listener);
  void end_lanes(std::uint64_t drain_ms);

  Shared shared_;
  std::vector<ListenAddress> http_addresses_;
  const bool allows_plaintext_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::shared_ptr<const Routes> routes_;
  Http http_{*this};
  bool is_running_ = false, is_open_ = false;
  const coco_net net_table_;
  const coco_http http_table_;
  const coco_listeners listeners_table_;
};

}  // namespace cocotalk::net
