// Whose frame it is: what fills the gaps of a template.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::load {

// One connection's number, its room, and its line of the `--lines` file (none without one).
struct Place {
  std::uint32_t connection = 0, room = 0;
  std::vector<std::string> words = {};
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// {c} the connection, {r} the room, {t} a blank stamp, {1} … {9} a word of the line; everything else stands for itself.
std::string fill(std::string_view text, const Place& place);

}  // namespace cocotalk::load
