// The settings of a plugin that is looked at alone, without a configuration.
#pragma once

#include "core/host/configuration.hpp"

#include <string>
#include <vector>

namespace cocotalk::host {

// --set NAME=VALUE, or --set ID.NAME=VALUE as for a whole host; for resolve().
Section given_settings(const std::string& plugin_id, const std::vector<Override>& overrides);

}  // namespace cocotalk::host
