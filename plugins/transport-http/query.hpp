#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::http {

// Percent-decodes one query component, '+' being a space; nothing when an escape is broken.
std::optional<std::string> decoded(std::string_view component);

// All values of a query parameter, in order, decoded. Nothing when one of them is broken; empty when there is none.
std::optional<std::vector<std::string>> query_values(std::string_view query, std::string_view name);

}  // namespace cocotalk::http
