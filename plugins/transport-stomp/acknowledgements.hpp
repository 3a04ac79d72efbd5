// ACK and NACK: what was sent to a subscription and not acknowledged yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "transport-stomp/version.hpp"

namespace cocotalk::stomp {

// The `ack` header of SUBSCRIBE.
enum class AckMode : std::uint8_t { automatic, cumulative, individual };
// Without the header: automatic. Nothing: the version knows no such mode.
std::optional<AckMode> parse_ack_mode(std::optional<std::string_view> text, Version version);

// The window of one subscription that is not automatic. A topic is no queue: nothing is sent twice and nothing goes to somebody
// else. An unacknowledged message only takes a place, and who has no place left waits; so a client bounds what it has to work on.
class Window {
 public:
  Window(AckMode mode, std::size_t capacity) : mode_(mode), capacity_(capacity) {}

  bool is_full() const { return waiting_.size() >= capacity_; }
  // Enough places that reading on from storage pays.
  bool has_room() const { return waiting_.size() + capacity_ / 4 <= capacity_ && !is_full(); }
  bool holds(std::string_view message_id) const;

  void sent(std::string_view message_id);
  // It was dropped before it was sent.
  void forget(std::string_view message_id);
  // ACK and NACK alike. Answers how many messages it was about; 0: none waits under this id.
  std::size_t settle(std::string_view message_id);

 private:
  const AckMode mode_;
  const std::size_t capacity_;
  std::deque<std::uint64_t> waiting_;  // message ids as numbers of 64 bits, oldest first
};

}  // namespace cocotalk::stomp
