// Pictures made for tests, and files that hold them.
#pragma once

#include <turbojpeg.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::pictures {

// A JPEG of this size: left half red, right half blue.
inline std::string two_halves(int width, int height) {
  std::vector<unsigned char> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (std::size_t i = 0; i < rgb.size() / 3; ++i) rgb[3 * i + (static_cast<int>(i) % width < width / 2 ? 0 : 2)] = 255;
  const tjhandle encoder = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  tjCompress2(encoder, rgb.data(), width, 0, height, TJPF_RGB, &bytes, &size, TJSAMP_444, 90, 0);
  std::string out(reinterpret_cast<const char*>(bytes), size);
  tjFree(bytes);
  tjDestroy(encoder);
  return out;
}

// What its frame header says instead: the size a JPEG claims.
inline std::string claiming(std::string jpeg, int width, int height) {
  const std::size_t frame = jpeg.find("\xff\xc0");
  if (frame == std::string::npos) throw std::logic_error("a JPEG without a frame");
  jpeg[frame + 5] = static_cast<char>(height >> 8);
  jpeg[frame + 6] = static_cast<char>(height);
  jpeg[frame + 7] = static_cast<char>(width >> 8);
  jpeg[frame + 8] = static_cast<char>(width);
  return jpeg;
}

// With an EXIF segment that says how it wants to be seen.
inline std::string seen_as(std::string jpeg, char orientation) {
  using namespace std::literals;
  const std::string tiff = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s + orientation + "\0\0\0\0\0\0\0"s;
  const std::string segment = "Exif\0\0"s + tiff;
  jpeg.insert(2, "\xff\xe1\0"s + static_cast<char>(segment.size() + 2) + segment);
  return jpeg;
}

// An open file that holds these bytes.
inline int file_with(std::string_view bytes) {
  const int fd = ::memfd_create("picture", MFD_CLOEXEC);
  if (fd < 0 || ::write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("no memory file");
  return fd;
}

struct Seen {
  int width = 0, height = 0;
  std::vector<unsigned char> rgb;
  // Of the pixel in the middle of one of n × n fields: 'r', 'g', 'b', or '.' for anything else.
  char colour(int x, int y, int n) const {
    const int px = (2 * x + 1) * width / (2 * n), py = (2 * y + 1) * height / (2 * n);
    const unsigned char* const p = &rgb[static_cast<std::size_t>(py * width + px) * 3];
    return p[0] > 200 && p[2] < 80 ? 'r' : p[2] > 200 && p[0] < 80 ? 'b' : '.';
  }
};

inline Seen seen(std::string_view jpeg) {
  Seen out;
  int sampling = 0, colours = 0;
  const tjhandle decoder = tjInitDecompress();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
  if (tjDecompressHeader3(decoder, bytes, jpeg.size(), &out.width, &out.height, &sampling, &colours) == 0) {
    out.rgb.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 3);
    tjDecompress2(decoder, bytes, jpeg.size(), out.rgb.data(), out.width, 0, out.height, TJPF_RGB, 0);
  }
  tjDestroy(decoder);
  return out;
}

}  // namespace cocotalk::pictures
