// Reads any bytes as a plugin's file. Whatever comes is read or refused with a sentence, and nothing beyond the end is looked at.
#include "core/plugins/examine.hpp"
#include "core/plugins/seal.hpp"
#include "core/plugins/written_descriptor.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace cocotalk::plugins;
  try {
    const ElfLibrary library({reinterpret_cast<const char*>(bytes), size});
    examine(library);
    if (const auto whole = sealed(std::string(library.image.file())); whole && seal_of(ElfImage(*whole)) != Seal::intact)
      std::abort();
    const WrittenDescriptor descriptor(library);
    if (descriptor.description().id.empty()) std::abort();
  } catch (const ElfDamage& e) {
    if (std::string_view(e.what()).find("; ") == std::string_view::npos) std::abort();  // every cause has a remedy
  }
  return 0;
}
