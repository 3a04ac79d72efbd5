// The load generator's command line.
#pragma once

#include "load/place.hpp"
#include "load/protocol.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::load {

struct Options {
  std::string scenario;  // fanout, rooms, durable or idle
  std::string protocol = "stomp";
  Words words;
  std::uint16_t port = 0;

  std::uint32_t connections = 100;
  std::uint32_t publishers = 1;  // fanout: those among the connections who speak
  std::uint32_t window = 1;      // fanout, durable: messages of one publisher under way
  std::uint32_t room_size = 10;  // rooms
  double rate = 2000;            // rooms: messages a second in all
  std::size_t body_bytes = 128;
  std::vector<std::vector<std::string>> lines;  // one for each connection, or none at all

  double warmup_s = 1, measured_s = 4;
  pid_t server_pid = 0;  // 0: nobody's CPU and memory are looked at
  int server_core = -1;  // the processor the server is pinned to; -1: none
};

// Throws with a sentence when an option is unknown, lacks its value or makes no sense.
Options parse_options(const std::vector<std::string>& arguments);

extern const char* const usage;

}  // namespace cocotalk::load
