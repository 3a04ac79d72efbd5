// Tickets for pages, whose EventSource cannot send a header: they stand for an access token in the address of a stream.
#pragma once

#include <cocotalk/host.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::sse {

// A ticket is good for a minute, and for another one whenever a stream is opened with it: so EventSource comes back by itself.
// [any]
class Tickets {
 public:
  static constexpr std::int64_t good_for_ms = 60'000;
  static constexpr std::size_t max_tickets = 10'000;

  explicit Tickets(coco::Host host) : host_(host) {}

  // 64 hex digits; empty: there are too many.
  std::string issue(std::string token);
  // The token it stands for.
  std::optional<std::string> token_of(std::string_view ticket);
  // Its stream has ended: the minute begins again.
  void renew(std::string_view ticket);

 private:
  struct Ticket {
    std::string token;
    std::int64_t until_ms;
  };
  void forget_old(std::int64_t now_ms);

  const coco::Host host_;
  std::mutex mutex_;
  std::map<std::string, Ticket, std::less<>> tickets_;
};

}  // namespace cocotalk::sse
