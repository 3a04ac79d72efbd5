// What a message carries to be recognised: when it was due, and whose it is.
#pragma once

#include "load/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::load {

// As text "~", 16 hex digits of time, ".", 8 hex digits of connection: it passes any server unharmed, and is found again whatever
// a server writes around it. No header this program sends holds another '~'.
struct Stamp {
  Nanoseconds at_ns = 0;
  std::uint32_t connection = 0;
};

inline constexpr std::size_t stamp_size = 1 + 16 + 1 + 8;

// The place of a stamp in a message that is built once.
std::string blank_stamp();

// Writes `stamp_size` bytes, each with `mask` laid over it.
void write_stamp(char* where, const Stamp& stamp, char mask);

std::optional<Stamp> find_stamp(std::string_view bytes);

}  // namespace cocotalk::load
