// The half of Connection that speaks TLS: its channel stands between the socket and everything else.
#include "net/connection.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"
#include "net/tls_channel.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cassert>

namespace cocotalk::net {

namespace {

// What is sealed for one write.
constexpr std::size_t bytes_per_write = 64 * 1024;

}  // namespace

void Connection::secure(std::unique_ptr<TlsChannel> channel) { channel_ = std::move(channel); }

std::uint64_t Connection::unsent() const { return channel_->unsent().size(); }

void Connection::hear_sealed(std::string_view sealed) {
  const bool was_secured = channel_->is_secured();
  const std::span<char> room = lane_.tls_room().plain;
  const std::span<char> plain = room.first(channel_->receive(sealed, room));
  if (!channel_->unsent().empty()) touch();
  if (channel_->is_secured() && !was_secured) {
    const Metrics& metrics = lane_.shared().metrics;
    coco::add(channel_->is_resumed() ? metrics.tls_resumed : metrics.tls_handshakes);
    session_->on_secured();
  }
  if (!plain.empty() && !is_ending()) session_->on_bytes(plain);
  if (!channel_->failure().empty()) return fail_sealed();
  if (channel_->has_peer_finished() && !has_peer_finished_) peer_finished();
}

// Nothing that is queued can be sealed any more, but the alert that says why can leave.
void Connection::fail_sealed() {
  outbox_.clear();
  finish(channel_->failure());
  touch();
}

// The socket's end without TLS's own: what came may be less than what was sent (RFC 8446, 6.1).
void Connection::hear_cut_off() {
  if (is_ending()) return peer_finished();
  cut("the peer closed the connection");
}

// As send(), through the channel: usually one write; more only while the kernel takes them at once.
bool Connection::send_sealed() {
  std::string& sealed = lane_.tls_room().sealed;
  while (!is_blocked_) {
    sealed.assign(channel_->unsent());
    if (sealed.size() < bytes_per_write) seal_queued(sealed);
    if (sealed.empty()) return true;
    if (!write_sealed(sealed)) return false;
  }
  return true;
}

void Connection::seal_queued(std::string& sealed) {
  if (!channel_->is_secured()) return;
  std::array<iovec, Outbox::max_vectors> vectors;
  const std::size_t n = outbox_.gather(vectors);
  std::span<char> room = lane_.tls_room().plain.first(bytes_per_write);
  for (const iovec& from : std::span(vectors).first(n)) {
    const auto* const bytes = static_cast<const char*>(from.iov_base);
    const std::size_t size = std::min(from.iov_len, room.size());
    std::copy_n(bytes, size, room.begin());
    room = room.subspan(size);
  }
  const std::string_view plain(lane_.tls_room().plain.data(), bytes_per_write - room.size());
  channel_->seal(plain, sealed);
  outbox_.consume(plain.size());
  if (is_finishing_ && outbox_.is_empty()) channel_->end(sealed);
}

bool Connection::write_sealed(std::string_view sealed) {
  const ssize_t n = ::send(socket_.get(), sealed.data(), sealed.size(), MSG_NOSIGNAL);
  if (!note_written(n)) return false;
  const auto written = n > 0 ? static_cast<std::size_t>(n) : 0;
  channel_->keep_unsent(sealed.substr(written));
  if (written < sealed.size()) note_blocked(n);
  return true;
}

std::int64_t Connection::send_file_sealed(int fd, std::uint64_t offset, std::uint64_t bytes) {
  assert(queued() == 0);
  TlsRoom& room = lane_.tls_room();
  const std::size_t size = std::min<std::uint64_t>(bytes, bytes_per_write);
  const ssize_t n = ::pread(fd, room.plain.data(), size, static_cast<off_t>(offset));
  if (n <= 0) return -1;
  room.sealed.clear();
  channel_->seal({room.plain.data(), static_cast<std::size_t>(n)}, room.sealed);
  return write_sealed(room.sealed) ? n : -1;
}

}  // namespace cocotalk::net
