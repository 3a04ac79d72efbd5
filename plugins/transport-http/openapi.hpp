#pragma once

#include "transport-http/routes.hpp"

#include <span>
#include <string>
#include <string_view>

namespace cocotalk::http {

// An OpenAPI 3.1 document of the routes: `reference` is the answer to host.reference, `base_url` how the client reached us (may
// be empty). Pure. Throws coco::Error when a route asks for a command that the reference does not know.
std::string openapi(std::span<const Route> routes, std::string_view reference, std::string_view base_url);

}  // namespace cocotalk::http
