#include "core/plugins/elf.hpp"

#include <elf.h>

#include <bit>
#include <cstdint>
#include <cstring>

namespace cocotalk::plugins {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half this_machine = EM_AARCH64;
#elif defined(__riscv)
constexpr Elf64_Half this_machine = EM_RISCV;
#elif defined(__powerpc64__)
constexpr Elf64_Half this_machine = EM_PPC64;
#elif defined(__s390x__)
constexpr Elf64_Half this_machine = EM_S390;
#else
#error "name this machine's ELF number here"
#endif
constexpr unsigned char this_order = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;

std::string machine_name(Elf64_Half machine) {
  switch (machine) {
    case EM_X86_64: return "x86-64";
    case EM_AARCH64: return "AArch64";
    case EM_RISCV: return "RISC-V";
    case EM_PPC64: return "PowerPC";
    case EM_S390: return "S/390";
    case EM_386: return "32-bit x86";
    case EM_ARM: return "32-bit ARM";
    default: return "machine " + std::to_string(machine);
  }
}

// Reads a header at `offset`; false when the file ends before it does.
template <class Header>
bool read_at(std::string_view file, std::uint64_t offset, Header& out) {
  if (offset > file.size() || file.size() - offset < sizeof out) return false;
  std::memcpy(&out, file.data() + offset, sizeof out);
  return true;
}

bool holds(std::string_view file, std::uint64_t offset, std::uint64_t size) {
  return offset <= file.size() && size <= file.size() - offset;
}

std::string cut(std::string_view file) {
  return "is cut off after " + std::to_string(file.size()) + " bytes; copy or build it again";
}

bool segments_are_whole(std::string_view file, const Elf64_Ehdr& header) {
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!read_at(file, header.e_phoff + i * header.e_phentsize, segment)) return false;
    if (!holds(file, segment.p_offset, segment.p_filesz)) return false;
  }
  return true;
}

bool sections_are_whole(std::string_view file, const Elf64_Ehdr& header) {
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr section;
    if (!read_at(file, header.e_shoff + i * header.e_shentsize, section)) return false;
    if (section.sh_type != SHT_NOBITS && !holds(file, section.sh_offset, section.sh_size)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> elf_complaint(std::string_view file) {
  if (file.empty()) return "is empty; copy or build it again";
  const std::string_view magic(ELFMAG, SELFMAG);
  if (file.substr(0, SELFMAG) != magic.substr(0, file.size())) return "is no ELF library; name the .so file of a plugin";
  Elf64_Ehdr header;
  if (file.size() <= EI_DATA) return cut(file);
  const bool is_64_bit = static_cast<unsigned char>(file[EI_CLASS]) == ELFCLASS64;
  const bool has_our_order = static_cast<unsigned char>(file[EI_DATA]) == this_order;
  if (!is_64_bit || !has_our_order)
    return "is built for another kind of machine (" + std::string(is_64_bit ? "other byte order" : "not 64-bit") +
           "), this host runs on " + machine_name(this_machine) + "; rebuild it for this machine";
  if (!read_at(file, 0, header)) return cut(file);
  if (header.e_machine != this_machine)
    return "is built for " + machine_name(header.e_machine) + ", this host runs on " + machine_name(this_machine) +
           "; rebuild it for this machine";
  if (header.e_type != ET_DYN) return "is an ELF file but no shared library; name the .so file of a plugin";
  if (header.e_phnum == 0 || header.e_phentsize < sizeof(Elf64_Phdr) ||
      (header.e_shnum != 0 && header.e_shentsize < sizeof(Elf64_Shdr)))
    return "has a damaged ELF header; copy or build it again";
  if (!segments_are_whole(file, header) || !sections_are_whole(file, header)) return cut(file);
  return std::nullopt;
}

}  // namespace cocotalk::plugins
