// A plugin's seal: a digest in its file that tells whether it is still what was built.
//
// It lies in the library's build id (the note NT_GNU_BUILD_ID): eight letters, then 32 bytes of BLAKE2b over the ELF header, the
// program headers and all that is loaded, the digest itself as zeros. What `strip` and packages change (sections, symbols for
// debuggers) is not covered. It guards against damage, not against people: who can write the file can seal it again.
#pragma once

#include "core/plugins/elf_image.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::plugins {

enum class Seal {
  none,  // built without cocotalk_add_plugin(), or not sealed after linking
  intact,
  broken,  // something loaded is not what was built
};
Seal seal_of(const ElfImage& image);

// The library with its digest written in. Nothing when it has no room for one: it was linked without the option of
// cocotalk_add_plugin(). Throws ElfDamage.
std::optional<std::string> sealed(std::string library);

// The same with a file, which is replaced as a whole. False when it has no room. Throws ElfDamage, std::system_error.
bool seal_file(const std::filesystem::path& file);

}  // namespace cocotalk::plugins
