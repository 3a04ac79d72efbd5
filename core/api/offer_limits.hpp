// What the plugins that offer commands may use; every one a setting of the service.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cocotalk::api {

struct OfferLimits {
  std::int64_t command_burst = 60;  // commands of plugins that an account, or an address, asks at once; 0: no limit
  std::int64_t commands_per_second = 20;
  std::size_t under_way = 64;              // calls of one plugin that it has not answered
  std::size_t answer_bytes = 1024 * 1024;  // of JSON
  std::int64_t deadline_ms = 10'000;       // for an answer
};

}  // namespace cocotalk::api
