// All connections of a run, from one thread.
#pragma once

#include "load/clock.hpp"
#include "load/connection.hpp"
#include "load/letter.hpp"
#include "load/protocol.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::load {

// What a scenario wants to hear of.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;
  // `text` holds the stamp, and lives for the call. `at_ns`: when its bytes were read.
  virtual void heard(Connection& connection, std::string_view text, Nanoseconds at_ns) = 0;
  virtual void receipted(Connection& connection, std::string_view text, Nanoseconds at_ns) = 0;
};

// What a connection does once it has signed in.
enum class Part { joins, only_speaks };

// Opens connections, brings them through upgrade, sign-in and joining, and turns what arrives into calls of the listener.
class Crowd {
 public:
  Crowd(const Protocol& protocol, Listener& listener, std::uint16_t port);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd();

  // Adds one connection for each place, at most 64 of them on the way at a time; returns when all are ready. Throws
  // when one is refused, or after a minute without progress.
  void open(const std::vector<Place>& places, Part part);

  // Queued until the end of the turn, or until flush().
  void send(Connection& connection, const Letter& letter, const Stamp& stamp);
  void flush();
  // Waits at most `wait` for something to arrive, handles all that did, and flushes.
  void turn(Nanoseconds wait);

  std::deque<Connection>& connections() { return connections_; }
  std::size_t ready() const { return ready_; }
  std::uint64_t received_bytes() const { return received_bytes_; }
  std::uint64_t reads() const { return reads_; }
  // Connections lost and errors said by the server, since the beginning; the first reason in words.
  std::uint64_t failures() const { return failures_; }
  const std::string& first_failure() const { return first_failure_; }

 private:
  void begin(const Place& place);
  void on_event(Connection& connection, std::uint32_t events);
  void read(Connection& connection);
  std::size_t parse_upgrade(Connection& connection, std::string_view bytes);
  std::size_t parse_frame(Connection& connection, std::string_view bytes, Nanoseconds at_ns);
  void message(Connection& connection, std::string_view payload, Nanoseconds at_ns);
  std::size_t units(Connection& connection, std::string_view payload, Nanoseconds at_ns);
  void on_unit(Connection& connection, const Unit& unit, Nanoseconds at_ns);
  void next_phase(Connection& connection);
  void say(Connection& connection, Opcode opcode, std::string_view payload);
  void mark(Connection& connection);
  void flush(Connection& connection);
  void interest(Connection& connection, int operation, bool in_writing);
  void end(Connection& connection, const std::string& why);
  void failed(const std::string& why);

  const Protocol& protocol_;
  Listener& listener_;
  const std::uint16_t port_;
  const int epoll_;
  Part part_ = Part::joins;
  std::deque<Connection> connections_;  // never moved: epoll knows their addresses
  std::vector<Connection*> dirty_;
  std::string buffer_;
  std::size_t ready_ = 0;
  std::uint64_t received_bytes_ = 0, reads_ = 0, failures_ = 0;
  std::string first_failure_;
};

}  // namespace cocotalk::load
