// One socket: reading, the outbox, the end. What is spoken on it is its session's business.
#pragma once

#include "net/admission.hpp"
#include "net/descriptor.hpp"
#include "net/outbox.hpp"
#include "net/poller.hpp"
#include "net/session.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::net {

class Lane;
class TlsChannel;

struct Peer {
  Poco::Net::IPAddress address;
  std::uint16_t port = 0;
  bool is_loopback_listener = false;  // the address it connected to
  bool is_tls = false;
};

// A peer as every connection keeps it: in place.
class PackedPeer {
 public:
  explicit PackedPeer(const Peer& peer);
  Peer unpacked() const;

 private:
  std::array<std::uint8_t, 16> address_{};
  std::uint32_t scope_;
  std::uint16_t port_;
  bool is_v6_, is_loopback_listener_, is_tls_;
};

// Made by its lane, which it never leaves, for an accepted socket; gone at the end of the turn in which it ended. Whatever
// a caller asks for happens at the end of the turn: no function here calls the session back. Most connections are idle, so what
// only the others need is made when they need it.
class Connection final : public Watcher {
 public:
  Connection(Lane& lane, std::uint64_t id, Descriptor socket, const Peer& peer, Place place);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  Lane& lane() const { return lane_; }
  std::uint64_t id() const { return id_; }
  Peer peer() const { return peer_.unpacked(); }
  Session* session() const { return session_.get(); }
  // From here on the socket's bytes are TLS, and everything here is about what is inside. Before the first byte.
  void secure(std::unique_ptr<TlsChannel> channel);
  // Changes what is spoken, also from within the old session, which lives until the end of the turn.
  void become(std::unique_ptr<Session> session);

  void queue(std::string_view head, std::string_view body = {});  // copied
  void queue(const Slice& slice);
  std::uint64_t queued() const { return outbox_.size() + (channel_ == nullptr ? 0 : unsent()); }
  std::uint64_t backlog() const { return outbox_.backlog() + (channel_ == nullptr || !is_blocked_ ? 0 : unsent()); }
  Outbox& outbox() { return outbox_; }
  // Sends a range of a file past the outbox; nothing may be queued. Returns how many bytes went, -1 when the file ended early or
  // failed.
  std::int64_t send_file(int fd, std::uint64_t offset, std::uint64_t bytes);
  bool is_blocked() const { return is_blocked_; }

  void pause_reading();
  void resume_reading();
  bool is_reading() const { return is_reading_; }
  bool has_peer_finished() const { return has_peer_finished_; }
  std::uint64_t last_heard_ms() const { return last_heard_ms_; }

  // Sends what is queued, ends the session, and closes when the peer has, so that it can read to the end.
  void finish(std::string_view why);
  // Ends at once.
  void cut(std::string_view why);
  bool is_ending() const { return is_finishing_ || is_cut_; }
  bool is_slow_told() const { return is_slow_told_; }

  // Ends it as too slow, in its protocol's way; once.
  void tell_slow();

  // Has settle() called at the end of this turn.
  void touch();
  // Lane only.
  void on_ready(std::uint32_t events) override;
  void settle();

 private:
  template <class Fn>
  void guarded(Fn&& fn) noexcept;
  void handle(std::uint32_t events);
  void handle_turn_end();
  void handle_timer();
  void read();
  void peer_finished();
  void flush();
  void count_backlog(std::uint64_t bytes);
  bool send();
  bool note_written(std::int64_t n);
  void note_blocked(std::int64_t n);
  void hear_sealed(std::string_view sealed);
  void hear_cut_off();
  void fail_sealed();
  std::uint64_t unsent() const;
  bool send_sealed();
  void seal_queued(std::string& sealed);
  bool write_sealed(std::string_view sealed);
  std::int64_t send_file_sealed(int fd, std::uint64_t offset, std::uint64_t bytes);
  bool is_lingering() const { return session_ == nullptr; }
  void end_session();
  void linger();
  void close();
  void watch();
  void rearm();
  std::uint64_t next_deadline_ms() const;

  Lane& lane_;
  const std::uint64_t id_;
  Descriptor socket_;
  const PackedPeer peer_;
  const Place place_;
  std::unique_ptr<TlsChannel> channel_;  // nullptr: plain
  std::unique_ptr<Session> session_;     // nullptr: has ended; only waits for the peer to close
  Outbox outbox_;
  std::unique_ptr<std::string> why_;  // of the end; nullptr: it goes on
  std::uint64_t counted_backlog_ = 0;
  std::uint64_t last_heard_ms_, last_progress_ms_;
  std::uint64_t timer_ = 0, timer_at_ms_ = 0;
  std::uint32_t watched_ = 0;
  bool is_reading_ = true, is_blocked_ = false, is_touched_ = false;
  bool is_finishing_ = false, is_cut_ = false, is_shut_ = false, is_closed_ = false, is_slow_told_ = false;
  bool has_peer_finished_ = false, has_hung_up_ = false;
};

}  // namespace cocotalk::net
