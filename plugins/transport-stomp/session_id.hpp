// A session's name as links keep it: every one of them holds one.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cocotalk::stomp {

using SessionId = std::array<std::uint64_t, 2>;

// From 32 hex digits (gateway.h); nothing: it is none.
inline std::optional<SessionId> parse_session(std::string_view text) {
  constexpr std::size_t digits = 16;
  if (text.size() != 2 * digits) return std::nullopt;
  SessionId id{};
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char* const begin = text.data() + i * digits;
    if (const auto [end, error] = std::from_chars(begin, begin + digits, id[i], 16);
        error != std::errc() || end != begin + digits)
      return std::nullopt;
  }
  return id;
}

}  // namespace cocotalk::stomp
