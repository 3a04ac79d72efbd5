#pragma once

#include <cstdint>

namespace cocotalk::pictures {

// What this process may have, from now on for ever: so much memory and processor time; no files, no core dump, no new privileges;
// and it ends with the host. Both functions exit when they fail: there is no working without them.
void limit_resources(std::uint64_t memory_bytes, std::uint64_t seconds);

// After this it can take memory, write to what is open, and end; any other call of the system ends it.
void forbid_calls();

}  // namespace cocotalk::pictures
