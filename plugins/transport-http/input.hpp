#pragma once

#include "transport-http/routes.hpp"

#include <cocotalk/http.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::http {

// A command's input, built from the request's path and query. Nothing when a value is missing, malformed or not UTF-8.
std::optional<std::string> input_from(std::span<const Field> fields, const coco_http_request& request);

std::optional<std::int64_t> integer(std::string_view text);

// The first header of that (lower-case) name; nothing when there is none.
std::optional<std::string_view> header(const coco_http_request& request, std::string_view name);

}  // namespace cocotalk::http
