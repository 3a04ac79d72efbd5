#pragma once

#include "transport-http/routes.hpp"

#include <span>
#include <string>
#include <string_view>

namespace cocotalk::http {

// The reference for people: one HTML page of its own, without scripts and without anything from elsewhere. `reference` is the
// answer to host.reference. Pure. Throws coco::Error when that is none.
std::string reference_page(std::span<const Route> routes, std::string_view reference);

// Nothing may be loaded, run or sent; only the page's own style, known by its hash, counts.
std::string page_policy();

}  // namespace cocotalk::http
