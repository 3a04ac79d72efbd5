// The whole host at a glance, for whoever operates it: `cocotalk top`, and the commands admin.status and admin.history.
#pragma once

#include "core/host/host.hpp"

#include <string>

namespace cocotalk::host {

// Both [main]; the shapes are AdminStatus and AdminHistory of docs/commands.md.
std::string status_json(const Host& host);
std::string history_json(const LoadHistory& history);

}  // namespace cocotalk::host
