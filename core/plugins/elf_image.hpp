// The bytes of an ELF library, read through checks: no offset, size or address that stands in them is believed.
#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::plugins {

// What a reader of an ELF file meets when the file is not what a linker writes: "cause; remedy".
class ElfDamage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void throw_damage(std::string_view what);

// Views of a library as it lies in the file and as it would lie in memory, at addresses counted from its beginning. `file` lives
// longer.
class ElfImage {
 public:
  // Throws ElfDamage: what elf_complaint() says, or segments that do not lie one behind the other.
  explicit ElfImage(std::string_view file);

  std::string_view file() const noexcept { return file_; }
  const Elf64_Ehdr& header() const noexcept { return header_; }
  const std::vector<Elf64_Phdr>& segments() const noexcept { return segments_; }
  // The first segment of a type, such as PT_DYNAMIC; NULL when there is none.
  const Elf64_Phdr* segment(Elf64_Word type) const noexcept;

  // Bytes that the file holds for an address range. Throws ElfDamage, naming `what`, when it does not.
  std::string_view bytes_at(std::uint64_t address, std::uint64_t size, std::string_view what) const;
  template <class T>
  T value_at(std::uint64_t address, std::string_view what) const {
    T out;
    std::memcpy(&out, bytes_at(address, sizeof out, what).data(), sizeof out);
    return out;
  }
  // Text up to its NUL. Throws ElfDamage when there is none within its segment.
  std::string_view text_at(std::uint64_t address, std::string_view what) const;

  // Whether a range lies in memory once loaded, in one segment with at least these flags (PF_W, PF_X).
  bool is_loaded(std::uint64_t address, std::uint64_t size, Elf64_Word flags) const noexcept;

 private:
  void check_read_only(const Elf64_Phdr& relro) const;
  const Elf64_Phdr* load_segment_of(std::uint64_t address) const noexcept;

  std::string_view file_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
};

// A string table, such as DT_STRTAB.
class ElfTexts {
 public:
  ElfTexts() = default;
  explicit ElfTexts(std::string_view table) : table_(table) {}
  // Throws ElfDamage.
  std::string_view at(std::uint64_t offset) const;

 private:
  std::string_view table_;
};

}  // namespace cocotalk::plugins
