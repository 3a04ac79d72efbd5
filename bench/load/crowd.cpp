#include "load/crowd.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace cocotalk::load {
namespace {

using Phase = Connection::Phase;

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::size_t opened_together = 64;
constexpr Nanoseconds patience = 60 * second;
constexpr int events_a_turn = 256;

}  // namespace

Crowd::Crowd(const Protocol& protocol, Listener& listener, std::uint16_t port)
    : protocol_(protocol), listener_(listener), port_(port), epoll_(::epoll_create1(EPOLL_CLOEXEC)), buffer_(buffer_bytes, '\0') {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Crowd::~Crowd() { ::close(epoll_); }

// ---- opening ------------------------------------------------------------------------------------------------------------------

void Crowd::open(const std::vector<Place>& places, Part part) {
  part_ = part;
  const std::size_t before = ready_;
  Nanoseconds last_progress = now_ns();
  for (std::size_t begun = 0, seen = 0; ready_ - before < places.size();) {
    while (begun < places.size() && begun - (ready_ - before) < opened_together) begin(places[begun++]);
    turn(100 * millisecond);
    if (failures_ > 0) throw std::runtime_error("connection " + std::to_string(ready_) + " was not let in: " + first_failure_);
    if (ready_ != seen) {
      seen = ready_;
      last_progress = now_ns();
    }
    if (now_ns() - last_progress > patience)
      throw std::runtime_error("the server stopped letting connections in after " + std::to_string(ready_));
  }
}

void Crowd::begin(const Place& place) {
  Connection& connection = connections_.emplace_back(port_, place);
  interest(connection, EPOLL_CTL_ADD, true);
}

void Crowd::next_phase(Connection& connection) {
  const auto say_and_wait = [&](Phase phase, const std::string& payload) {
    connection.phase = phase;
    if (!payload.empty()) say(connection, protocol_.opcode(), payload);
    return !payload.empty();
  };
  switch (connection.phase) {
    case Phase::upgrading:
      if (say_and_wait(Phase::signing_in, protocol_.sign_in(connection.place()))) return;
      [[fallthrough]];
    case Phase::signing_in:
      if (part_ == Part::joins && say_and_wait(Phase::joining, protocol_.join(connection.place()))) return;
      [[fallthrough]];
    default: connection.phase = Phase::ready; ++ready_;
  }
}

// ---- arriving -----------------------------------------------------------------------------------------------------------------

void Crowd::turn(Nanoseconds wait) {
  flush();
  epoll_event events[events_a_turn];
  const timespec timeout{static_cast<time_t>(wait / second), static_cast<long>(wait % second)};
  const int n = ::epoll_pwait2(epoll_, events, events_a_turn, &timeout, nullptr);
  for (int i = 0; i < n; ++i) on_event(*static_cast<Connection*>(events[i].data.ptr), events[i].events);
  flush();
}

void Crowd::on_event(Connection& connection, std::uint32_t events) {
  if (connection.phase == Phase::ended) return;
  if (connection.phase == Phase::connecting && (events & EPOLLOUT) != 0) {
    connection.phase = Phase::upgrading;
    connection.out() += upgrade_request(port_, protocol_.path(connection.place()), protocol_.subprotocol());
    mark(connection);
  } else if ((events & EPOLLOUT) != 0) {
    mark(connection);
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(connection);
}

void Crowd::read(Connection& connection) {
  const std::optional<std::string_view> came = connection.read(buffer_);
  if (!came) return end(connection, "closed by the server");
  std::string_view bytes = *came;
  if (bytes.empty()) return;
  const Nanoseconds at_ns = now_ns();
  received_bytes_ += bytes.size();
  ++reads_;
  while (connection.phase != Phase::ended) {
    const std::size_t used =
        connection.phase == Phase::upgrading ? parse_upgrade(connection, bytes) : parse_frame(connection, bytes, at_ns);
    if (used == 0) break;
    bytes.remove_prefix(used);
  }
  connection.keep(bytes);
}

std::size_t Crowd::parse_upgrade(Connection& connection, std::string_view bytes) {
  const std::size_t end_of_head = bytes.find("\r\n\r\n");
  if (end_of_head == bytes.npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101 ")) {
    end(connection, std::string(bytes.substr(0, bytes.find('\r'))));
    return 0;
  }
  next_phase(connection);
  return end_of_head + 4;
}

std::size_t Crowd::parse_frame(Connection& connection, std::string_view bytes, Nanoseconds at_ns) {
  const std::optional<WebSocketFrame> frame = read_frame(bytes);
  if (!frame) return 0;
  switch (frame->opcode) {
    case Opcode::ping: say(connection, Opcode::pong, frame->payload); break;
    case Opcode::pong: break;
    case Opcode::close:
      end(connection, "a close frame: " + std::string(frame->payload.substr(std::min<std::size_t>(2, frame->payload.size()))));
      break;
    default:
      if (frame->is_last && connection.message.empty()) {
        message(connection, frame->payload, at_ns);
      } else {
        connection.message += frame->payload;
        if (!frame->is_last) break;
        const std::string whole = std::move(connection.message);
        connection.message.clear();
        message(connection, whole, at_ns);
      }
  }
  return frame->used;
}

// What is left of a message that ended inside a unit waits for the next message.
void Crowd::message(Connection& connection, std::string_view payload, Nanoseconds at_ns) {
  const std::size_t used = units(connection, payload, at_ns);
  connection.message.assign(payload.substr(used));
}

std::size_t Crowd::units(Connection& connection, std::string_view payload, Nanoseconds at_ns) {
  std::size_t used = 0;
  while (used < payload.size() && connection.phase != Phase::ended) {
    const Unit unit = protocol_.hear(payload.substr(used));
    if (unit.kind == Kind::incomplete) break;
    used += unit.used;
    on_unit(connection, unit, at_ns);
  }
  return used;
}

void Crowd::on_unit(Connection& connection, const Unit& unit, Nanoseconds at_ns) {
  switch (unit.kind) {
    case Kind::message: return listener_.heard(connection, unit.text, at_ns);
    case Kind::receipt:
      if (connection.phase == Phase::ready) return listener_.receipted(connection, unit.text, at_ns);
      return next_phase(connection);
    case Kind::answered:
      if (connection.phase != Phase::ready) next_phase(connection);
      return;
    case Kind::ping: return say(connection, protocol_.opcode(), protocol_.pong());
    case Kind::refused: return failed("the server says: " + std::string(unit.text.substr(0, 300)));
    case Kind::incomplete:
    case Kind::other: return;
  }
}

// ---- leaving ------------------------------------------------------------------------------------------------------------------

void Crowd::send(Connection& connection, const Letter& letter, const Stamp& stamp) {
  letter.append_to(connection.out(), stamp);
  mark(connection);
}

void Crowd::say(Connection& connection, Opcode opcode, std::string_view payload) {
  append_client_frame(connection.out(), opcode, payload);
  mark(connection);
}

void Crowd::mark(Connection& connection) {
  if (connection.is_dirty) return;
  connection.is_dirty = true;
  dirty_.push_back(&connection);
}

void Crowd::flush() {
  for (Connection* connection : dirty_) flush(*connection);
  dirty_.clear();
}

void Crowd::flush(Connection& connection) {
  connection.is_dirty = false;
  if (connection.phase == Phase::ended) return;
  if (!connection.out().empty() && !connection.flush()) return end(connection, "closed by the server");
  const bool has_more = !connection.out().empty();
  if (has_more != connection.waits_to_write) interest(connection, EPOLL_CTL_MOD, has_more);
}

void Crowd::interest(Connection& connection, int operation, bool in_writing) {
  connection.waits_to_write = in_writing;
  epoll_event event{};
  event.events = EPOLLIN | (in_writing ? static_cast<std::uint32_t>(EPOLLOUT) : 0u);
  event.data.ptr = &connection;
  ::epoll_ctl(epoll_, operation, connection.fd(), &event);
}

void Crowd::end(Connection& connection, const std::string& why) {
  if (connection.phase == Phase::ready) --ready_;
  connection.phase = Phase::ended;
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.fd(), nullptr);
  failed(why);
}

void Crowd::failed(const std::string& why) {
  if (failures_++ == 0) first_failure_ = why;
}

}  // namespace cocotalk::load
