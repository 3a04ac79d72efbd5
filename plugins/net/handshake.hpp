// RFC 6455, 4.2: whether a request is a proper upgrade to a WebSocket, and what proves that we understood it.
#pragma once

#include "net/http_head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::net {

// 426 for another version or no upgrade at all, 400 for a broken one. Looks at no Origin.
std::optional<Rejection> check_upgrade(const RequestHead& head);
// Whether the client asked for it, exactly so: any other must not be agreed to (4.2.2).
bool offers_subprotocol(const RequestHead& head, std::string_view subprotocol);
std::string accept_key(std::string_view key);

}  // namespace cocotalk::net
