#include "core/domain/publication.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::domain {
namespace {

constexpr std::size_t size_bytes = 2;
constexpr std::size_t max_text_bytes = 0xffff;

void append_size(std::string& out, std::size_t size) {
  out += static_cast<char>(size & 0xff);
  out += static_cast<char>(size >> 8);
}

std::size_t size_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) | static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

}  // namespace

PackedHeaders PackedHeaders::pack(std::span<const coco_header> headers) {
  PackedHeaders out;
  if (headers.empty()) return out;
  std::size_t size = 0;
  for (const coco_header& header : headers) size += header.name.size + header.value.size + 2 * size_bytes;
  out.bytes_.reserve(size);
  for (const coco_header& header : headers) {
    if (header.name.size > max_text_bytes || header.value.size > max_text_bytes) continue;
    append_size(out.bytes_, header.name.size);
    append_size(out.bytes_, header.value.size);
    out.bytes_.append(coco::text(header.name)).append(coco::text(header.value));
  }
  return out;
}

std::vector<coco_header> PackedHeaders::unpack() const {
  std::vector<coco_header> out;
  std::string_view rest = bytes_;
  while (rest.size() >= 2 * size_bytes) {
    const std::size_t name = size_at(rest, 0), value = size_at(rest, size_bytes);
    rest.remove_prefix(2 * size_bytes);
    out.push_back({coco::view(rest.substr(0, name)), coco::view(rest.substr(name, value))});
    rest.remove_prefix(name + value);
  }
  return out;
}

}  // namespace cocotalk::domain
