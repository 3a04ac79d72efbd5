#include "pictures/helper/formats.hpp"
#include "pictures/helper/orientation.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <type_traits>

namespace cocotalk::pictures {
namespace {

constexpr int quality = 80;

struct Destroy {
  void operator()(tjhandle handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<std::remove_pointer_t<tjhandle>, Destroy>;

// The smallest scale the decoder knows that is still as large as what is wanted.
Size scaled_size(int width, int height, std::uint32_t side) {
  int n = 0;
  const tjscalingfactor* const known = tjGetScalingFactors(&n);
  Size best{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
  for (int i = 0; i < n; ++i) {
    const Size size{static_cast<std::uint32_t>(TJSCALED(width, known[i])),
                    static_cast<std::uint32_t>(TJSCALED(height, known[i]))};
    if (std::max(size.width, size.height) >= side && size.width < best.width) best = size;
  }
  return best;
}

}  // namespace

Image decode_jpeg(Bytes file, const Wanted& wanted) {
  const Handle decoder(tjInitDecompress());
  const auto length = static_cast<unsigned long>(file.size());
  int width = 0, height = 0, sampling = 0, colours = 0;
  if (!decoder || tjDecompressHeader3(decoder.get(), file.data(), length, &width, &height, &sampling, &colours) != 0)
    throw NoPicture();
  check_size(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height), wanted);
  const Size size = scaled_size(width, height, wanted.side);
  Image image(size.width, size.height);
  const int failed = tjDecompress2(decoder.get(), file.data(), length, image.rgb.data(), static_cast<int>(size.width), 0,
                                   static_cast<int>(size.height), TJPF_RGB, TJFLAG_LIMITSCANS);
  if (failed != 0 && tjGetErrorCode(decoder.get()) != TJERR_WARNING) throw NoPicture();  // half a picture is one, too
  return upright(image, orientation(file));
}

std::string encode_jpeg(const Image& image) {
  const Handle encoder(tjInitCompress());
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const bool is_done =
      encoder && tjCompress2(encoder.get(), image.rgb.data(), static_cast<int>(image.width), 0, static_cast<int>(image.height),
                             TJPF_RGB, &bytes, &size, TJSAMP_420, quality, 0) == 0;
  std::string out(reinterpret_cast<const char*>(bytes), is_done ? size : 0);
  tjFree(bytes);
  if (!is_done) throw NoPicture();
  return out;
}

}  // namespace cocotalk::pictures
