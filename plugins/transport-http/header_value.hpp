#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::http {

bool same_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// A header's value taken apart: `form-data; name="a"; filename="b.jpeg"`. Parameters may be tokens or quoted strings; raw UTF-8
// is fine. Both functions are pure and answer nothing (or empty) for what is malformed.
std::string_view main_value(std::string_view header);
std::optional<std::string> parameter(std::string_view header, std::string_view name);

}  // namespace cocotalk::http
