#include "core/plugins/seal.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <system_error>

namespace cocotalk::plugins {
namespace {

// As in cocotalk_add_plugin()'s --build-id: letters, and the digest before there is one. No linker makes build ids of this size
// by itself, so the size alone tells that the library was to be sealed.
constexpr std::string_view mark = "COCOSEAL";
constexpr std::size_t digest_size = 32;
constexpr char unsealed = static_cast<char>(0xff);
using Digest = std::array<char, digest_size>;

std::uint64_t padded(std::uint64_t size) { return (size + 3) / 4 * 4; }

// Where in the file the digest lies.
std::optional<std::uint64_t> digest_offset_in(const ElfImage& image, const Elf64_Phdr& notes) {
  std::uint64_t at = notes.p_offset;
  const std::uint64_t end = notes.p_offset + notes.p_filesz;  // within the file, as elf_complaint() saw
  while (end - at >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr note;
    std::memcpy(&note, image.file().data() + at, sizeof note);
    const std::uint64_t text_at = at + sizeof note + padded(note.n_namesz);
    const std::uint64_t next = text_at + padded(note.n_descsz);
    if (next > end) return std::nullopt;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_descsz == mark.size() + digest_size) return text_at + mark.size();
    at = next;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> digest_offset(const ElfImage& image) {
  for (const Elf64_Phdr& segment : image.segments())
    if (segment.p_type == PT_NOTE)
      if (const auto offset = digest_offset_in(image, segment)) return offset;
  return std::nullopt;
}

class Hash {
 public:
  Hash() { crypto_generichash_init(&state_, nullptr, 0, digest_size); }
  void add(std::string_view bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  Digest end() {
    Digest out;
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(out.data()), out.size());
    return out;
  }

 private:
  crypto_generichash_state state_;
};

Digest digest_of(const ElfImage& image, std::uint64_t digest_at) {
  std::string bytes(image.file());
  const auto blank = [&](std::uint64_t at, std::size_t size) {
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, '\0');
  };
  blank(digest_at, digest_size);
  blank(offsetof(Elf64_Ehdr, e_shoff), sizeof(Elf64_Ehdr::e_shoff));
  blank(offsetof(Elf64_Ehdr, e_shnum), sizeof(Elf64_Ehdr::e_shnum));
  blank(offsetof(Elf64_Ehdr, e_shstrndx), sizeof(Elf64_Ehdr::e_shstrndx));
  const std::string_view all = bytes;
  Hash hash;
  hash.add(all.substr(0, sizeof(Elf64_Ehdr)));
  hash.add(all.substr(image.header().e_phoff, image.segments().size() * sizeof(Elf64_Phdr)));
  for (const Elf64_Phdr& segment : image.segments())
    if (segment.p_type == PT_LOAD) hash.add(all.substr(segment.p_offset, segment.p_filesz));
  return hash.end();
}

}  // namespace

Seal seal_of(const ElfImage& image) {
  const auto at = digest_offset(image);
  // What looks like the note and cannot be found as one: the tables that lead to it are damaged.
  constexpr std::string_view name_and_mark("GNU\0COCOSEAL", 12);
  if (!at) return image.file().find(name_and_mark) == std::string_view::npos ? Seal::none : Seal::broken;
  const std::string_view written = image.file().substr(*at, digest_size);
  if (std::ranges::count(written, unsealed) == static_cast<std::ptrdiff_t>(digest_size)) return Seal::none;
  const Digest digest = digest_of(image, *at);
  return written == std::string_view(digest.data(), digest.size()) ? Seal::intact : Seal::broken;
}

std::optional<std::string> sealed(std::string library) {
  const ElfImage image(library);
  const auto at = digest_offset(image);
  if (!at) return std::nullopt;
  const Digest digest = digest_of(image, *at);
  std::string out = library;
  std::ranges::copy(digest, out.begin() + static_cast<std::ptrdiff_t>(*at));
  return out;
}

bool seal_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const auto library = sealed({std::istreambuf_iterator<char>(in), {}});
  if (!library) return false;
  std::filesystem::path beside = file;
  beside += ".sealed";
  std::filesystem::copy_file(file, beside, std::filesystem::copy_options::overwrite_existing);  // with its permissions
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(library->data(), static_cast<std::streamsize>(library->size()));
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), beside.string() + ": cannot be written");
  std::filesystem::rename(beside, file);
  return true;
}

}  // namespace cocotalk::plugins
