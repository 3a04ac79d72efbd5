// How long GET /chat/rooms/list takes.
#pragma once

#include <cstdint>
#include <string>

namespace cocotalk::bench {

// One request over its own keep-alive connection; ms until the whole answer is there. Throws when it is no room list of `rooms`.
class RoomLister {
 public:
  RoomLister(std::uint16_t port, std::string access_token) : port_(port), token_(std::move(access_token)) {}
  double once(std::size_t rooms) const;

 private:
  const std::uint16_t port_;
  const std::string token_;
};

}  // namespace cocotalk::bench
