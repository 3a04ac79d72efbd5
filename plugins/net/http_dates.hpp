// Dates of HTTP (RFC 9110, 5.6.7). Whatever the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::net {

// "Wed, 25 Nov 2026 19:20:00 GMT"; `utc_ms` since 1970.
std::string http_date(std::int64_t utc_ms);

// Any of its three forms, the two obsolete ones too; nothing for anything else.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace cocotalk::net
