// A message as it goes to the socket, built once.
#pragma once

#include "load/stamp.hpp"
#include "load/websocket.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::load {

// One WebSocket frame around `payload`; wherever the payload holds a blank stamp, each sending writes its own.
class Letter {
 public:
  Letter(Opcode opcode, std::string_view payload);
  void append_to(std::string& out, const Stamp& stamp) const;

 private:
  std::string bytes_;
  std::vector<std::size_t> stamps_at_;
};

}  // namespace cocotalk::load
