#include "net/connection.hpp"

#include "net/lane.hpp"
#include "net/shared.hpp"
#include "net/tls_channel.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cocotalk::net {

namespace {

constexpr std::uint64_t linger_ms = 2'000;

// Every idle connection holds one of these (docs/performance.md): what only some need belongs into a block of its own.
static_assert(sizeof(Connection) <= 216);

}  // namespace

PackedPeer::PackedPeer(const Peer& peer)
    : scope_(peer.address.scope()),
      port_(peer.port),
      is_v6_(peer.address.family() == Poco::Net::IPAddress::IPv6),
      is_loopback_listener_(peer.is_loopback_listener),
      is_tls_(peer.is_tls) {
  std::memcpy(address_.data(), peer.address.addr(), peer.address.length());
}

Peer PackedPeer::unpacked() const {
  return {Poco::Net::IPAddress(address_.data(), is_v6_ ? 16u : 4u, scope_), port_, is_loopback_listener_, is_tls_};
}

Connection::Connection(Lane& lane, std::uint64_t id, Descriptor socket, const Peer& peer, Place place)
    : lane_(lane),
      id_(id),
      socket_(std::move(socket)),
      peer_(peer),
      place_(std::move(place)),
      last_heard_ms_(lane.now_ms()),
      last_progress_ms_(lane.now_ms()) {
  watched_ = EPOLLIN | EPOLLRDHUP;
  lane_.poller().add(socket_.get(), watched_, *this);
}

Connection::~Connection() {
  if (timer_ != 0) lane_.timers().cancel(timer_);
}

void Connection::become(std::unique_ptr<Session> session) {
  if (session_ != nullptr) lane_.bury(std::move(session_));
  session_ = std::move(session);
  touch();
}

void Connection::touch() {
  if (is_touched_ || is_closed_) return;
  is_touched_ = true;
  lane_.touch(id_);
}

void Connection::queue(std::string_view head, std::string_view body) {
  if (is_ending()) return;
  outbox_.append(lane_.arena(), head, body);
  touch();
}

void Connection::queue(const Slice& slice) {
  if (is_ending()) return;
  outbox_.append(slice);
  touch();
}

void Connection::pause_reading() {
  is_reading_ = false;
  touch();
}

void Connection::resume_reading() {
  is_reading_ = true;
  last_heard_ms_ = lane_.now_ms();  // the silence was ours
  touch();
}

void Connection::finish(std::string_view why) {
  if (is_ending()) return;
  is_finishing_ = true;
  why_ = std::make_unique<std::string>(why);
  touch();
}

void Connection::cut(std::string_view why) {
  if (is_cut_) return;
  is_cut_ = true;
  why_ = std::make_unique<std::string>(why);
  touch();
}

void Connection::tell_slow() {
  if (is_slow_told_ || session_ == nullptr || is_ending()) return;
  is_slow_told_ = true;
  coco::add(lane_.shared().metrics.slow);
  session_->on_slow();
}

// The lane's barrier: a session that throws costs its own connection, and the lane lives on.
template <class Fn>
void Connection::guarded(Fn&& fn) noexcept {
  if (is_closed_) return;
  try {
    fn();
  } catch (const std::exception& e) {
    lane_.host().error("a connection is cut after an exception: " + std::string(e.what()));
    cut("internal error");
  }
}

void Connection::on_ready(std::uint32_t events) {
  guarded([&] { handle(events); });
}

void Connection::settle() {
  is_touched_ = false;
  guarded([this] { handle_turn_end(); });
}

void Connection::handle(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) {
    is_blocked_ = false;
    touch();
  }
  if (is_reading_ || is_lingering()) {
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) read();
  } else if ((events & (EPOLLHUP | EPOLLERR)) != 0) {
    cut("the connection was reset");
  } else if ((events & EPOLLRDHUP) != 0) {
    has_hung_up_ = true;
    touch();
    session_->on_hang_up();
  }
  if (!is_touched_) rearm();
}

// Once per event: the lane's next connection waits. Level-triggered polling brings us back.
void Connection::read() {
  const std::span<char> buffer = lane_.read_buffer();
  const ssize_t n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (n < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) cut("the connection was reset");
    return;
  }
  const bool is_sealed = channel_ != nullptr && !is_lingering();
  if (n == 0) {
    if (has_peer_finished_) return cut("the connection was reset");
    return is_sealed ? hear_cut_off() : peer_finished();
  }
  last_heard_ms_ = lane_.now_ms();
  const std::span<char> bytes = buffer.first(static_cast<std::size_t>(n));
  if (is_sealed) return hear_sealed({bytes.data(), bytes.size()});
  if (session_ != nullptr && !is_ending()) session_->on_bytes(bytes);
}

void Connection::peer_finished() {
  has_peer_finished_ = true;
  touch();
  if (session_ != nullptr && !is_ending()) session_->on_peer_finished();
}

void Connection::handle_turn_end() {
  if (session_ != nullptr && !is_ending()) session_->on_turn_end();
  if (!is_cut_) flush();
  if (is_cut_) return close();
  if (is_finishing_ && queued() == 0) {
    end_session();
    if (has_peer_finished_) return close();
    linger();
  }
  watch();
  rearm();
}

void Connection::flush() {
  if (!is_blocked_ && !(channel_ != nullptr ? send_sealed() : send())) return cut("the connection was reset");
  count_backlog(backlog());
  if (session_ == nullptr || is_ending()) return;
  if (counted_backlog_ > lane_.limits().outbox_bytes && session_->has_outbox_limit()) {
    tell_slow();
  } else if (queued() == 0) {
    session_->on_flushed();
  }
}

void Connection::count_backlog(std::uint64_t bytes) {
  if (bytes == counted_backlog_) return;
  lane_.shared().budget.count(static_cast<std::int64_t>(bytes - counted_backlog_));
  counted_backlog_ = bytes;
}

namespace {

// One piece, as almost always in a fan-out, costs the kernel less without a message header around it.
ssize_t write_all(int fd, std::span<iovec> pieces) {
  if (pieces.size() == 1) return ::send(fd, pieces[0].iov_base, pieces[0].iov_len, MSG_NOSIGNAL);
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  return ::sendmsg(fd, &message, MSG_NOSIGNAL);
}

}  // namespace

// One write of all that is queued. False: the socket is broken.
bool Connection::send() {
  if (outbox_.is_empty()) return true;
  std::array<iovec, Outbox::max_vectors> vectors;
  const ssize_t n = write_all(socket_.get(), std::span(vectors).first(outbox_.gather(vectors)));
  if (!note_written(n)) return false;
  outbox_.consume(n > 0 ? static_cast<std::size_t>(n) : 0);
  if (!outbox_.is_empty()) note_blocked(n);
  return true;
}

// What a write answered. False: the socket is broken.
bool Connection::note_written(std::int64_t n) {
  if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return false;
  if (n > 0) last_progress_ms_ = lane_.now_ms();
  return true;
}

// The kernel did not take everything.
void Connection::note_blocked(std::int64_t n) {
  is_blocked_ = true;
  if (n <= 0 && counted_backlog_ == 0) last_progress_ms_ = lane_.now_ms();  // the wait begins
}

std::int64_t Connection::send_file(int fd, std::uint64_t offset, std::uint64_t bytes) {
  if (channel_ != nullptr) return send_file_sealed(fd, offset, bytes);
  assert(outbox_.is_empty());
  auto at = static_cast<off_t>(offset);
  const ssize_t n = ::sendfile(socket_.get(), fd, &at, static_cast<std::size_t>(bytes));
  if (n > 0) last_progress_ms_ = lane_.now_ms();
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    is_blocked_ = true;
    return 0;
  }
  return n > 0 ? n : -1;
}

void Connection::end_session() {
  if (session_ == nullptr) return;
  session_->on_cut(*why_);
  lane_.bury(std::move(session_));
}

// A socket closed with unread bytes in it is reset, and the reset overtakes what the peer has yet to read.
void Connection::linger() {
  if (std::exchange(is_shut_, true)) return;
  ::shutdown(socket_.get(), SHUT_WR);
  last_progress_ms_ = lane_.now_ms();
}

void Connection::close() {
  is_closed_ = true;
  count_backlog(0);
  end_session();
  lane_.poller().remove(socket_.get());
  socket_.close();
  lane_.remove(*this);
}

// Tells the poller, when it changed, what there is to wait for.
void Connection::watch() {
  std::uint32_t wanted = 0;
  const bool reads = (is_reading_ || is_lingering()) && !has_peer_finished_;
  if (reads) wanted |= EPOLLIN;
  if (!has_peer_finished_ && (reads || !has_hung_up_)) wanted |= EPOLLRDHUP;
  if (is_blocked_) wanted |= EPOLLOUT;
  if (wanted == watched_) return;
  watched_ = wanted;
  lane_.poller().change(socket_.get(), wanted, *this);
}

std::uint64_t Connection::next_deadline_ms() const {
  std::uint64_t next = session_ != nullptr ? session_->deadline_ms() : 0;
  const auto also = [&next](std::uint64_t at) { next = next == 0 ? at : std::min(next, at); };
  if (is_blocked_ && !is_slow_told_) also(last_progress_ms_ + lane_.limits().outbox_stall_ms);
  if (is_finishing_ && session_ != nullptr) also(last_progress_ms_ + lane_.limits().outbox_stall_ms);
  if (is_shut_) also(last_progress_ms_ + linger_ms);
  return next;
}

// The timer may be early, never late: deadlines that move back cost nothing until it fires.
void Connection::rearm() {
  const std::uint64_t next = next_deadline_ms();
  if (next == 0 || (timer_ != 0 && timer_at_ms_ <= next)) return;
  if (timer_ != 0) lane_.timers().cancel(timer_);
  timer_at_ms_ = next;
  timer_ = lane_.timers().add(
      next,
      [](void* self) {
        auto* const connection = static_cast<Connection*>(self);
        connection->timer_ = 0;
        connection->guarded([connection] { connection->handle_timer(); });
      },
      this);
}

void Connection::handle_timer() {
  const std::uint64_t now = lane_.now_ms();
  if (is_shut_ && now >= last_progress_ms_ + linger_ms) return cut("");
  if (is_blocked_ && now >= last_progress_ms_ + lane_.limits().outbox_stall_ms) {
    if (is_ending() || is_slow_told_) return cut("slow");
    tell_slow();
  }
  if (session_ != nullptr && !is_ending() && session_->deadline_ms() != 0 && now >= session_->deadline_ms())
    session_->on_time(now);
  touch();
}

}  // namespace cocotalk::net
