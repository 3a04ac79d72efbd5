// The bytes of built libraries, and ways to damage them.
#pragma once

#include "core/plugins/elf_library.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace cocotalk::plugins {

inline std::string contents_of(const char* file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// sample.c, linked with: cocotalk_add_plugin() and so sealed; the old hash table; relocations in few words.
inline std::string sealed_sample() { return contents_of(SAMPLE_SEALED); }
inline std::string plain_sample() { return contents_of(SAMPLE_PLAIN); }
inline std::string packed_sample() { return contents_of(SAMPLE_PACKED); }

template <class Header>
Header header_at(const std::string& library, std::size_t at) {
  Header out;
  std::memcpy(&out, library.data() + at, sizeof out);
  return out;
}

template <class Header>
void write_at(std::string& library, std::size_t at, const Header& header) {
  std::memcpy(library.data() + at, &header, sizeof header);
}

// Where in the file the first segment of a type is described.
inline std::size_t segment_at(const std::string& library, Elf64_Word type) {
  const auto header = header_at<Elf64_Ehdr>(library, 0);
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    const std::size_t at = header.e_phoff + i * sizeof(Elf64_Phdr);
    if (header_at<Elf64_Phdr>(library, at).p_type == type) return at;
  }
  throw std::runtime_error("no such segment");
}

// Where in the file an entry of the dynamic section lies.
inline std::size_t dynamic_at(const std::string& library, std::int64_t tag) {
  const auto segment = header_at<Elf64_Phdr>(library, segment_at(library, PT_DYNAMIC));
  for (std::size_t at = segment.p_offset; at < segment.p_offset + segment.p_filesz; at += sizeof(Elf64_Dyn))
    if (header_at<Elf64_Dyn>(library, at).d_tag == tag) return at;
  throw std::runtime_error("no such entry");
}

inline std::string with_dynamic(std::string library, std::int64_t tag, std::uint64_t value) {
  const std::size_t at = dynamic_at(library, tag);
  auto entry = header_at<Elf64_Dyn>(library, at);
  entry.d_un.d_val = value;
  write_at(library, at, entry);
  return library;
}

template <class Change>
std::string with_segment(std::string library, Elf64_Word type, Change&& change) {
  const std::size_t at = segment_at(library, type);
  auto segment = header_at<Elf64_Phdr>(library, at);
  change(segment);
  write_at(library, at, segment);
  return library;
}

// Where in the file the byte at an address lies.
inline std::size_t offset_of(const std::string& library, std::uint64_t address) {
  const ElfImage image(library);
  return static_cast<std::size_t>(image.bytes_at(address, 1, "test").data() - library.data());
}

// The sentence of the damage; empty: there is none.
inline std::string damage_in(const std::string& library) {
  try {
    const ElfLibrary read(library);
    return "";
  } catch (const ElfDamage& e) {
    return e.what();
  }
}

}  // namespace cocotalk::plugins
