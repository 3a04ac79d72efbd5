// Ids for messages said here.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace cocotalk::console {

// A UUIDv7 (RFC 9562, 5.7): ids made later sort later, which spares the host's index.
std::string uuid7(std::int64_t now_ms, std::array<unsigned char, 10> random);

}  // namespace cocotalk::console
