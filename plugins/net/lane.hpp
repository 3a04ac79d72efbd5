// A thread with an event loop, and the connections that live on it.
#pragma once

#include "net/chunk.hpp"
#include "net/connection.hpp"
#include "net/limits.hpp"
#include "net/poller.hpp"
#include "net/routes.hpp"
#include "net/slots.hpp"
#include "net/timers.hpp"

#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <forward_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::net {

struct Shared;
struct TlsRoom;

// Made with the plugin; its thread runs from start() to join(). Everything not marked [any] is called on that thread, or
// while it does not run.
class Lane {
 public:
  Lane(std::uint32_t index, Shared& shared);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  ~Lane();

  void start();
  // Ends the thread when no connection is left, at the latest after `deadline_ms`; what is left then is cut.
  void drain(std::uint64_t deadline_ms);
  void join();
  bool is_here() const { return std::this_thread::get_id() == thread_.get_id(); }

  // [any] Runs fn(arg) at the next turn. False: the lane has ended.
  bool post(void (*fn)(void* arg), void* arg);
  // [any] Connections on this lane, with those on their way to it.
  std::uint64_t load() const { return load_.load(std::memory_order_relaxed); }
  void expect_connection() { load_.fetch_add(1, std::memory_order_relaxed); }

  // Takes over a socket that expect_connection() announced.
  Connection& adopt(Descriptor socket, const Peer& peer, Place place);
  Connection* find(std::uint64_t connection_id) const;
  Connection* in_slot(std::uint32_t slot) const;
  template <class Fn>
  void for_each_connection(Fn&& fn) {
    connections_.for_each([&](const std::unique_ptr<Connection>& c) { fn(*c); });
  }
  void remove(Connection& connection);
  void bury(std::unique_ptr<Session> session) { buried_sessions_.push_back(std::move(session)); }
  void touch(std::uint64_t connection_id) { touched_.push_back(connection_id); }
  // Of those that are not ending, who has the most to read; nullptr: nobody has any.
  Connection* largest();

  std::uint32_t index() const { return index_; }
  Shared& shared() const { return shared_; }
  const Limits& limits() const;
  const coco::Host& host() const;
  Poller& poller() { return poller_; }
  Timers& timers() { return timers_; }
  Arena& arena() { return arena_; }
  std::span<char> read_buffer() { return read_buffer_; }
  // Of the TLS connections of this lane, within one call; made for the first of them.
  TlsRoom& tls_room();
  // The functions of `handler`, once for all connections that have the same.
  const coco_conn_handler& shared_handler(const coco_conn_handler& handler);
  std::uint64_t now_ms() const { return now_ms_; }  // monotonic, of this turn
  std::uint32_t next_exchange() { return ++exchange_ == 0 ? ++exchange_ : exchange_; }
  bool is_draining() const { return drain_until_ms_ != 0; }
  // "Wed, 25 Nov 2026 19:20:00 GMT"
  const std::string& http_date();

  std::shared_ptr<const Routes> routes;  // replaced as a whole

 private:
  struct Posted {
    void (*fn)(void* arg);
    void* arg;
  };
  template <class Fn>
  void guarded(Fn&& fn) noexcept;
  void run();
  void turn(bool may_wait);
  int wait_ms(bool may_wait);
  void dispatch(std::size_t n_events);
  bool run_posted();
  void settle();
  void begin_drain();
  void finish();

  const std::uint32_t index_;
  Shared& shared_;
  Poller poller_;
  WakeUp wake_up_;
  Timers timers_;
  Arena arena_;
  std::vector<char> read_buffer_;
  std::unique_ptr<TlsRoom> tls_room_;
  std::forward_list<coco_conn_handler> handlers_;  // a few: one for each kind of owner
  Slots<std::unique_ptr<Connection>> connections_;
  std::vector<std::uint64_t> touched_, settling_;
  std::vector<std::unique_ptr<Session>> buried_sessions_;
  std::vector<std::unique_ptr<Connection>> buried_connections_;
  std::uint64_t now_ms_ = 0, drain_until_ms_ = 0;
  std::uint32_t exchange_ = 0;
  std::int64_t date_second_ = -1;
  std::string date_;
  std::atomic<std::uint64_t> load_ = 0;
  std::atomic<std::uint64_t> drain_for_ms_ = UINT64_MAX;

  std::mutex mutex_;  // of what follows
  std::vector<Posted> posted_;
  bool has_ended_ = false;
  std::vector<Posted> running_;  // the lane's half of the swap

  std::thread thread_;
};

}  // namespace cocotalk::net
