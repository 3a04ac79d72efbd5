// A plugin is tried in a process of its own before it comes into a host that serves.
#pragma once

#include "core/host/resolve.hpp"

#include <filesystem>

namespace cocotalk::host {

// Loads, creates and destroys the library `file` in a child, with the settings of this section. Throws Refused with what is
// wrong with these, or with what it did there that would have ended the host. What else can be seen without running it is left to
// Library::load().
void rehearse(const std::filesystem::path& file, const Section& section, const Environment& environment);

}  // namespace cocotalk::host
