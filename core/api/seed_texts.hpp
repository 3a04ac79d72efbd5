// What seeded people say: Korean and English, common words often and rare ones rarely, so that searching in it says something.
#pragma once

#include <cstdint>
#include <string>

namespace cocotalk::api {

// The text of message `n`, the same in every run: 1 to 9 words.
std::string seed_text(std::uint64_t n);
// A person's and a room's name, likewise.
std::string seed_name(std::uint64_t n);
std::string seed_room_name(std::uint64_t n);

}  // namespace cocotalk::api
