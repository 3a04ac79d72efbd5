// Is this file a whole shared library for this machine? Asked before dlopen sees it: dlopen dies with SIGBUS of a cut file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::plugins {

// What is wrong with the bytes of a library file, as "cause; remedy"; nothing when it is complete and for this machine. Pure.
// Looks at the ELF header and the extents of all segments and sections (System V ABI, chapters 4 and 5).
std::optional<std::string> elf_complaint(std::string_view file);

}  // namespace cocotalk::plugins
