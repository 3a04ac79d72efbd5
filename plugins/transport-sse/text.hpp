// The lines of an event stream (WHATWG HTML, 9.2) and the JSON in them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::sse {

// One event. `id` may be empty: then the client's last one stays. None of the three holds a line end; one is left out if it does.
std::string event_text(std::string_view id, std::string_view event, std::string_view data);

// Nothing to the client but a sign of life.
inline constexpr std::string_view heart_beat = ":\n\n";

// A JSON string with its quotes. What is no UTF-8 becomes U+FFFD, byte by byte.
std::string json_string(std::string_view text);

}  // namespace cocotalk::sse
