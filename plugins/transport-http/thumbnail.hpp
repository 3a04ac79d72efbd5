#pragma once

#include "transport-http/exchange.hpp"
#include "transport-http/server.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace cocotalk::http {

// [lane] Asks cocotalk.pictures/1 for a small picture of a stored file. `done` is called once, on the lane and not from within
// the call, with a JPEG, or with nothing: there is no such plugin, it is busy, or no picture can be made of the file.
void make_small(Server& server, Lane lane, std::string_view name, std::function<void(std::string jpeg)> done);

}  // namespace cocotalk::http
