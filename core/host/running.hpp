// How the plugins of a running host are, for `cocotalk plugins --running`.
#pragma once

#include "core/host/host.hpp"
#include "core/host/json.hpp"

#include <chrono>
#include <string>

namespace cocotalk::host {

// A JSON array of what runs and what was replaced and is not gone yet.
std::string running_json(const Host& host, std::chrono::steady_clock::time_point now);

// The same as a table for people. `plugins`: what running_json() gave.
std::string running_table(const Json& plugins);

}  // namespace cocotalk::host
