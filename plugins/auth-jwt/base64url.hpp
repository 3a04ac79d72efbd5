// base64url as JSON Web Signatures use it (RFC 7515, 2): no padding, and one spelling for every sequence of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::auth_jwt {

// Nothing for padding, other characters, a length that no bytes have, and set bits behind the last byte.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace cocotalk::auth_jwt
