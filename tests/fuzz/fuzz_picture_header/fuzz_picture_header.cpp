// Looks for a picture's size in any bytes, at once and in pieces: both must find the same. Input: a byte that seeds the cuts, the
// file.
#include "transport-http/picture_header.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cocotalk::http;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  std::uint32_t cuts = bytes[0];
  const std::string_view file(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  PictureHeader at_once, in_pieces;
  at_once.feed(file);
  for (std::size_t at = 0; at < file.size();) {
    cuts = cuts * 1'664'525 + 1'013'904'223;
    const std::size_t piece = 1 + (cuts >> 24) % 40;
    in_pieces.feed(file.substr(at, piece));
    at += piece;
  }
  require(at_once.size().has_value() == in_pieces.size().has_value());
  if (!at_once.size()) return 0;
  require(at_once.size()->width == in_pieces.size()->width && at_once.size()->height == in_pieces.size()->height);
  require(at_once.size()->pixels() <= std::uint64_t{0xffffffff} * 0xffffffff);
  return 0;
}
