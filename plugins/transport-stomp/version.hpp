// The versions of STOMP.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cocotalk::stomp {

enum class Version : std::uint8_t { v1_0, v1_1, v1_2 };

// "1.0" …
std::string_view number_of(Version version);
// The highest of ours that `accept_version`, a list such as "1.1,1.2", names as well. Who sends none speaks 1.0 (STOMP 1.2,
// "Protocol Negotiation"). Nothing: no common one.
std::optional<Version> negotiate(std::optional<std::string_view> accept_version);
// The subprotocol to answer a WebSocket upgrade with: the highest of v10.stomp … v12.stomp that was offered; empty when none was.
std::string_view best_subprotocol(std::string_view offered);

}  // namespace cocotalk::stomp
