// docs/configuration.md, made from what the plugins declare about themselves.
#pragma once

#include "core/plugins/descriptor.hpp"

#include <span>
#include <string>

namespace cocotalk::host {

// Markdown, in the order given. Pure.
std::string configuration_reference(std::span<const plugins::Description> found);

}  // namespace cocotalk::host
