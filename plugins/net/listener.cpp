#include "net/listener.hpp"

#include "net/lane.hpp"
#include "net/tls_channel.hpp"
#include "net/tls_handshake.hpp"

#include <Poco/Exception.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <memory>

namespace cocotalk::net {

using Poco::Net::SocketAddress;

namespace {

constexpr int backlog = 1024;
constexpr int accepts_per_turn = 64;
constexpr std::uint64_t rest_ms = 100;

int open_reserve() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

void bind(Poco::Net::ServerSocket& socket, const SocketAddress& address) {
  const std::string text = to_text(address);
  try {
    if (address.family() == SocketAddress::IPv6)
      socket.bind6(address, true, false, true);
    else
      socket.bind(address, true, false);
    socket.listen(backlog);
  } catch (const Poco::Exception& e) {
    if (e.code() == EADDRINUSE || errno == EADDRINUSE)
      throw coco::Error(COCO_UNAVAILABLE, "cannot listen on " + text +
                                              ": another program uses this port; stop it or choose another, 0 for any free one");
    if (e.code() == EACCES || errno == EACCES)
      throw coco::Error(COCO_DENIED,
                        "cannot listen on " + text + ": this user may not use ports below 1024; choose a higher one");
    throw coco::Error(COCO_UNAVAILABLE, "cannot listen on " + text + ": " + e.displayText() + "; use an address of this machine");
  }
}

}  // namespace

struct Listener::Arrival {
  const Listener* listener;
  Lane* lane;
  Descriptor socket;
  Peer peer;
  Place place;
};

Listener::Listener(Shared& shared, Lane& lane, const ListenAddress& address, std::optional<coco_acceptor> acceptor)
    : shared_(shared),
      lane_(lane),
      asked_(address),
      address_(address),
      reception_(std::make_shared<Reception>(acceptor)),
      reserve_(open_reserve()) {
  bind(socket_, address.socket);
  socket_.setBlocking(false);
  address_.socket = socket_.address();
}

Listener::~Listener() {
  if (reserve_ >= 0) ::close(reserve_);
}

void Listener::open() {
  if (is_open_) return;
  is_open_ = true;
  lane_.poller().add(socket_.impl()->sockfd(), EPOLLIN, *this);
}

void Listener::close() {
  if (is_open_) lane_.poller().remove(socket_.impl()->sockfd());
  is_open_ = false;
  reception_->close();
  lane_.timers().cancel(rest_);
  socket_.close();
}

void Listener::on_ready(std::uint32_t) {
  for (int i = 0; i < accepts_per_turn && is_open_; ++i) {
    switch (accept_one()) {
      case Accepted::one: break;
      case Accepted::none: return;
      case Accepted::out_of_descriptors: return refuse_one();
    }
  }
}

Listener::Accepted Listener::accept_one() {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* const raw = reinterpret_cast<sockaddr*>(&storage);
  const int fd = ::accept4(socket_.impl()->sockfd(), raw, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return Accepted::out_of_descriptors;
    return errno == ECONNABORTED || errno == EINTR ? Accepted::one : Accepted::none;
  }
  const SocketAddress peer(raw, size);
  Place place;
  if (shared_.admission.admit_peer(peer.host(), lane_.now_ms(), place) != Admission::Answer::admitted) {
    coco::add(shared_.metrics.refused);
    ::close(fd);
    return Accepted::one;
  }
  coco::add(shared_.metrics.accepted);
  hand_over(fd, peer, std::move(place));
  return Accepted::one;
}

// No descriptor is left: lets one in with the reserve and closes it, so that it does not wait in vain and we do not spin.
void Listener::refuse_one() {
  coco::add(shared_.metrics.refused);
  if (reserve_ >= 0) {
    ::close(reserve_);
    const int fd = ::accept4(socket_.impl()->sockfd(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) ::close(fd);
  }
  reserve_ = open_reserve();
  if (reserve_ < 0) rest();
}

// Not even a reserve: waits a little before it looks again.
void Listener::rest() {
  lane_.poller().change(socket_.impl()->sockfd(), 0, *this);
  rest_ = lane_.timers().add(
      lane_.now_ms() + rest_ms,
      [](void* self) {
        const Listener& listener = *static_cast<Listener*>(self);
        listener.lane_.poller().change(listener.socket_.impl()->sockfd(), EPOLLIN, *static_cast<Listener*>(self));
      },
      this);
}

void Listener::hand_over(int fd, const SocketAddress& peer, Place place) {
  Descriptor socket(fd);
  Lane& lane = **std::min_element(shared_.lanes.begin(), shared_.lanes.end(),
                                  [](const auto& a, const auto& b) { return a->load() < b->load(); });
  lane.expect_connection();
  auto arrival = std::make_unique<Arrival>(
      Arrival{this, &lane, std::move(socket),
              Peer{peer.host(), peer.port(), is_loopback(address_.socket.host()), address_.is_tls}, std::move(place)});
  if (&lane == &lane_) return begin(*arrival, lane);
  const bool posted = lane.post(
      [](void* arg) {
        const std::unique_ptr<Arrival> there(static_cast<Arrival*>(arg));
        there->listener->begin(*there, *there->lane);
      },
      arrival.get());
  if (posted) static_cast<void>(arrival.release());  // else the host is stopping, and the socket closes with it
}

void Listener::begin(Arrival& arrival, Lane& lane) const {
  Connection& connection = lane.adopt(std::move(arrival.socket), arrival.peer, std::move(arrival.place));
  if (!address_.is_tls) return reception_->begin(connection);
  if (lane.is_draining()) return connection.cut("draining");
  connection.secure(std::make_unique<TlsChannel>(shared_.certificate.current(), is_http()));
  connection.become(std::make_unique<TlsHandshake>(connection, reception_));
}

}  // namespace cocotalk::net
