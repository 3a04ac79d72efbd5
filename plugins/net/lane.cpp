#include "net/lane.hpp"

#include "net/http_dates.hpp"
#include "net/shared.hpp"
#include "net/tls_channel.hpp"

#include <netinet/tcp.h>
#include <pthread.h>
#include <algorithm>
#include <cassert>
#include <chrono>
#include <climits>
#include <ctime>

namespace cocotalk::net {

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr int user_timeout_ms = 20'000;  // unacknowledged for so long: the peer is gone

std::uint64_t monotonic_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace

Lane::Lane(std::uint32_t index, Shared& shared)
    : routes(std::make_shared<Routes>()),
      index_(index),
      shared_(shared),
      read_buffer_(read_bytes),
      connections_(index),
      now_ms_(monotonic_ms()) {
  poller_.add(wake_up_.fd(), EPOLLIN, wake_up_);
}

Lane::~Lane() { assert(!thread_.joinable()); }

const Limits& Lane::limits() const { return shared_.limits; }
const coco::Host& Lane::host() const { return shared_.host; }

void Lane::start() {
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), ("net-lane-" + std::to_string(index_)).c_str());
}

void Lane::join() {
  if (thread_.joinable()) thread_.join();
}

bool Lane::post(void (*fn)(void*), void* arg) {
  bool was_empty;
  {
    const std::lock_guard lock(mutex_);
    if (has_ended_) return false;
    was_empty = posted_.empty();
    posted_.push_back({fn, arg});
  }
  if (was_empty) wake_up_.signal();
  return true;
}

// The barrier of the thread, for what belongs to no connection.
template <class Fn>
void Lane::guarded(Fn&& fn) noexcept {
  try {
    fn();
  } catch (const std::exception& e) {
    host().error("an exception on a lane: " + std::string(e.what()));
  }
}

void Lane::run() {
  while (drain_until_ms_ == 0 || (connections_.size() > 0 && now_ms_ < drain_until_ms_)) {
    turn(true);
    if (drain_until_ms_ == 0 && drain_for_ms_.load(std::memory_order_relaxed) != UINT64_MAX) begin_drain();
  }
  finish();
}

void Lane::turn(bool may_wait) {
  const std::size_t n = poller_.wait(wait_ms(may_wait));
  now_ms_ = monotonic_ms();
  arena_.recycle();
  dispatch(n);
  run_posted();
  guarded([this] { timers_.run(now_ms_); });
  settle();
}

int Lane::wait_ms(bool may_wait) {
  if (!may_wait || !touched_.empty()) return 0;
  std::uint64_t until = timers_.next_ms().value_or(UINT64_MAX);
  if (drain_until_ms_ != 0) until = std::min(until, drain_until_ms_);
  if (until == UINT64_MAX) return -1;
  const std::uint64_t now = monotonic_ms();
  return until <= now ? 0 : static_cast<int>(std::min<std::uint64_t>(until - now, INT_MAX));
}

void Lane::dispatch(std::size_t n_events) {
  for (std::size_t i = 0; i < n_events; ++i) poller_.watcher(i).on_ready(poller_.events(i));
}

bool Lane::run_posted() {
  {
    const std::lock_guard lock(mutex_);
    if (posted_.empty()) return false;
    running_.swap(posted_);
  }
  for (const Posted& posted : running_) guarded([&] { posted.fn(posted.arg); });
  running_.clear();
  return true;
}

// One write per touched connection; what is touched meanwhile has its turn at once after this one.
void Lane::settle() {
  settling_.swap(touched_);
  for (const std::uint64_t id : settling_)
    if (Connection* const connection = find(id)) connection->settle();
  settling_.clear();
  buried_sessions_.clear();
  buried_connections_.clear();
}

Connection& Lane::adopt(Descriptor socket, const Peer& peer, Place place) {
  const int yes = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof user_timeout_ms);
  const std::uint64_t id = connections_.next_id();
  auto connection = std::make_unique<Connection>(*this, id, std::move(socket), peer, std::move(place));
  coco::add(shared_.metrics.connections);
  return *connections_.put(std::move(connection));
}

Connection* Lane::find(std::uint64_t connection_id) const {
  const std::unique_ptr<Connection>* const found = connections_.find(connection_id);
  return found != nullptr ? found->get() : nullptr;
}

Connection* Lane::in_slot(std::uint32_t slot) const {
  const std::unique_ptr<Connection>* const found = connections_.at(slot);
  return found != nullptr ? found->get() : nullptr;
}

void Lane::remove(Connection& connection) {
  buried_connections_.push_back(connections_.take(connection.id()));
  load_.fetch_sub(1, std::memory_order_relaxed);
  coco::add(shared_.metrics.connections, -1);
}

Connection* Lane::largest() {
  Connection* largest = nullptr;
  for_each_connection([&](Connection& c) {
    if (!c.is_ending() && !c.is_slow_told() && c.backlog() > (largest != nullptr ? largest->backlog() : 0)) largest = &c;
  });
  return largest;
}

const coco_conn_handler& Lane::shared_handler(const coco_conn_handler& handler) {
  for (const coco_conn_handler& known : handlers_)
    if (known.on_data == handler.on_data && known.on_drained == handler.on_drained && known.on_closed == handler.on_closed)
      return known;
  coco_conn_handler& added = handlers_.emplace_front(handler);
  added.ctx = nullptr;
  return added;
}

TlsRoom& Lane::tls_room() {
  if (tls_room_ == nullptr) tls_room_ = std::make_unique<TlsRoom>(read_buffer_.size());
  return *tls_room_;
}

const std::string& Lane::http_date() {
  const std::int64_t second = host().now_ms() / 1000;
  if (second != date_second_) {
    date_second_ = second;
    date_ = net::http_date(second * 1000);
  }
  return date_;
}

void Lane::drain(std::uint64_t deadline_ms) {
  drain_for_ms_.store(deadline_ms, std::memory_order_relaxed);
  post([](void*) {}, nullptr);
}

void Lane::begin_drain() {
  drain_until_ms_ = now_ms_ + drain_for_ms_.load(std::memory_order_relaxed) + 1;
  for_each_connection([](Connection& c) {
    if (c.session() != nullptr && !c.is_ending()) c.session()->on_drain();
    c.touch();
  });
}

// The end of the thread: everything accepted is run, everything left is cut.
void Lane::finish() {
  for_each_connection([](Connection& c) { c.cut("the host stopped"); });
  bool is_over = false;
  while (!is_over) {
    settle();
    const bool ran = run_posted();
    const std::lock_guard lock(mutex_);
    is_over = has_ended_ = !ran && touched_.empty() && posted_.empty();
  }
}

}  // namespace cocotalk::net
