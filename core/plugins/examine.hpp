// A library's file held against the rules of plugins. Pure: nothing but the file is looked at, and none of its code runs.
#pragma once

#include "core/plugins/elf_library.hpp"
#include "core/plugins/finding.hpp"

namespace cocotalk::plugins {

// Symbols that stay for ever, names beside the one, flags, code that runs when it is loaded, the seal.
Findings examine(const ElfLibrary& library);

}  // namespace cocotalk::plugins
