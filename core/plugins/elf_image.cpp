#include "core/plugins/elf_image.hpp"

#include "core/plugins/elf.hpp"

#include <algorithm>
#include <bit>

namespace cocotalk::plugins {
namespace {

// More than any library needs; the loader would take the address space before it sees that it is nonsense.
constexpr std::uint64_t largest_image = 4ull << 30;
constexpr std::uint64_t largest_thread_block = 16u << 20;
constexpr std::uint64_t largest_alignment = 1u << 21;

bool is_alignment(std::uint64_t align) { return align <= 1 || (std::has_single_bit(align) && align <= largest_alignment); }

void check_load(const Elf64_Phdr& segment, std::uint64_t behind) {
  const bool lies_behind = segment.p_vaddr >= behind && segment.p_vaddr <= largest_image;
  if (!lies_behind || segment.p_memsz > largest_image || segment.p_filesz > segment.p_memsz || !is_alignment(segment.p_align) ||
      (segment.p_align > 1 && (segment.p_vaddr - segment.p_offset) % segment.p_align != 0))
    throw_damage("segments to load");
}

}  // namespace

void throw_damage(std::string_view what) {
  throw ElfDamage("is damaged in its " + std::string(what) + "; copy or build it again");
}

ElfImage::ElfImage(std::string_view file) : file_(file) {
  if (const auto why = elf_complaint(file)) throw ElfDamage(*why);
  std::memcpy(&header_, file.data(), sizeof header_);
  segments_.resize(header_.e_phnum);
  if (header_.e_phentsize != sizeof(Elf64_Phdr)) throw_damage("ELF header");
  std::memcpy(segments_.data(), file.data() + header_.e_phoff, segments_.size() * sizeof(Elf64_Phdr));

  std::uint64_t behind = 0;
  for (const Elf64_Phdr& segment : segments_) {
    if (segment.p_type == PT_LOAD) {
      check_load(segment, behind);
      behind = segment.p_vaddr + segment.p_memsz;
    }
    if (segment.p_type == PT_TLS &&
        (segment.p_memsz > largest_thread_block || segment.p_filesz > segment.p_memsz || !is_alignment(segment.p_align)))
      throw_damage("thread-local segment");
  }
  if (behind == 0) throw_damage("segments to load");
  for (const Elf64_Phdr& segment : segments_) {
    const bool is_read_in_place = segment.p_type == PT_TLS || segment.p_type == PT_NOTE || segment.p_type == PT_GNU_PROPERTY ||
                                  segment.p_type == PT_GNU_EH_FRAME;
    if (is_read_in_place && segment.p_filesz != 0) bytes_at(segment.p_vaddr, segment.p_filesz, "segments");
    if (segment.p_type == PT_GNU_RELRO) check_read_only(segment);
  }
}

// What is protected after relocation must not reach beyond the pages of its segment: those of another library follow.
void ElfImage::check_read_only(const Elf64_Phdr& relro) const {
  const Elf64_Phdr* segment = load_segment_of(relro.p_vaddr);
  if (segment == nullptr) throw_damage("segments");
  const std::uint64_t page = std::max<std::uint64_t>(segment->p_align, 1);
  const std::uint64_t end = (segment->p_vaddr + segment->p_memsz + page - 1) / page * page;
  if (relro.p_memsz > end - relro.p_vaddr) throw_damage("segments");
}

const Elf64_Phdr* ElfImage::segment(Elf64_Word type) const noexcept {
  const auto found = std::ranges::find(segments_, type, &Elf64_Phdr::p_type);
  return found == segments_.end() ? nullptr : &*found;
}

const Elf64_Phdr* ElfImage::load_segment_of(std::uint64_t address) const noexcept {
  for (const Elf64_Phdr& segment : segments_)
    if (segment.p_type == PT_LOAD && address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_memsz) return &segment;
  return nullptr;
}

std::string_view ElfImage::bytes_at(std::uint64_t address, std::uint64_t size, std::string_view what) const {
  if (size == 0) return {};
  const Elf64_Phdr* segment = load_segment_of(address);
  if (segment == nullptr) throw_damage(what);
  const std::uint64_t into = address - segment->p_vaddr;
  if (into > segment->p_filesz || size > segment->p_filesz - into) throw_damage(what);
  return file_.substr(segment->p_offset + into, size);
}

std::string_view ElfImage::text_at(std::uint64_t address, std::string_view what) const {
  const Elf64_Phdr* segment = load_segment_of(address);
  if (segment == nullptr || address - segment->p_vaddr >= segment->p_filesz) throw_damage(what);
  const std::uint64_t into = address - segment->p_vaddr;
  const std::string_view rest = file_.substr(segment->p_offset + into, segment->p_filesz - into);
  const std::size_t end = rest.find('\0');
  if (end == std::string_view::npos) throw_damage(what);
  return rest.substr(0, end);
}

bool ElfImage::is_loaded(std::uint64_t address, std::uint64_t size, Elf64_Word flags) const noexcept {
  const Elf64_Phdr* segment = load_segment_of(address);
  return segment != nullptr && (segment->p_flags & flags) == flags && size <= segment->p_memsz - (address - segment->p_vaddr);
}

std::string_view ElfTexts::at(std::uint64_t offset) const {
  if (offset >= table_.size()) throw_damage("table of names");
  const std::size_t end = table_.find('\0', offset);
  if (end == std::string_view::npos) throw_damage("table of names");
  return table_.substr(offset, end - offset);
}

}  // namespace cocotalk::plugins
