// What a client writes: the query of an address, and positions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::sse {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=%2F": names and values, percent-decoded, "+" a space. Nothing when an escape is broken.
std::optional<Parameters> parse_query(std::string_view query);

// The first value of that name; nothing: there is none.
std::optional<std::string_view> value_of(const Parameters& parameters, std::string_view name);

// Where a stream's topics are: subscription → the last sequence the client has.
using Positions = std::map<std::uint64_t, std::uint64_t>;

// "1:12,3:40", which is what stands in `id`. At most 100 topics. Nothing for anything else; an empty text is no position at all.
std::optional<Positions> parse_positions(std::string_view text);
std::string positions_text(const Positions& positions);

// A whole decimal number without sign.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace cocotalk::sse
