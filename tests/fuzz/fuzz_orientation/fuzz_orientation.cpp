// Looks for the orientation in any bytes that may be a JPEG. Whatever comes, it is 1 to 8, and nothing beyond the end is read.
#include "pictures/helper/orientation.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const int found = cocotalk::pictures::orientation({bytes, size});
  if (found < 1 || found > 8) std::abort();
  return 0;
}
