// cocotalk-shrink MAX_PIXELS SIDE MEMORY_BYTES SECONDS: reads a picture from the file that is its standard input, writes a small
// JPEG to its standard output. Exits 0; 2 when no picture can be made of it. Whatever else happens to it happens to it alone.
#include "pictures/helper/confinement.hpp"
#include "pictures/helper/small.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

namespace {

using namespace cocotalk::pictures;

constexpr int no_picture = 2;

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

int shrink(const Wanted& wanted) {
  struct stat file {};
  std::uint8_t beginning[16] = {};
  if (::fstat(STDIN_FILENO, &file) != 0 || ::pread(STDIN_FILENO, beginning, sizeof beginning, 0) < 0) return EXIT_FAILURE;
  const bool is_film = is_video(beginning);
  const auto size = is_film ? sizeof beginning : static_cast<std::size_t>(file.st_size);
  if (size == 0) return no_picture;
  const void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (mapped == MAP_FAILED) return no_picture;
  forbid_calls();
  const Bytes bytes(static_cast<const std::uint8_t*>(mapped), size);
  return write_all(is_film ? film_jpeg() : small_jpeg(bytes, wanted)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return EXIT_FAILURE;
  limit_resources(number(argv[3]), number(argv[4]));
  int code = EXIT_FAILURE;
  try {
    code = shrink({number(argv[1]), static_cast<std::uint32_t>(number(argv[2]))});
  } catch (const NoPicture&) {
    code = no_picture;
  } catch (const std::bad_alloc&) {
    code = no_picture;
  }
  ::_exit(code);
}
