// Asking the host itself.
#pragma once

#include <string>

#include "core/api/application.hpp"
#include "core/host/introspection.h"

namespace cocotalk::api {

// The answer of one of its functions. Throws Refusal UNAVAILABLE where nobody provides the interface, BAD_REQUEST with the host's
// reasons, and coco::Error.
runtime::Task<std::string> ask_host(Application& app, void (*coco_introspection::*function)(void* self, coco_completion done));
// The library `file` of the plugin folder for a plugin.
runtime::Task<std::string> replace_plugin(Application& app, std::string plugin, std::string file);

}  // namespace cocotalk::api
