#include "core/plugins/elf_dynamic.hpp"

namespace cocotalk::plugins {

ElfDynamic::ElfDynamic(const ElfImage& image) : image_(image) {
  read_entries();
  check_sizes();
  const auto address = value(DT_STRTAB), size = value(DT_STRSZ);
  if (!address || !size || !value(DT_SYMTAB)) throw_damage("dynamic section");
  texts_ = ElfTexts(image_.bytes_at(*address, *size, "table of names"));
  for (const std::uint64_t name : needed_names_) needed_.emplace_back(texts_.at(name));
  for (const std::int64_t tag : {DT_SONAME, DT_RUNPATH, DT_RPATH})
    if (const auto name = value(tag)) texts_.at(*name);
}

void ElfDynamic::read_entries() {
  const Elf64_Phdr* segment = image_.segment(PT_DYNAMIC);
  if (segment == nullptr) throw_damage("dynamic section");
  const std::string_view bytes = image_.bytes_at(segment->p_vaddr, segment->p_filesz, "dynamic section");
  // The loader writes addresses into it.
  if ((segment->p_flags & PF_W) != 0 && !image_.is_loaded(segment->p_vaddr, segment->p_memsz, PF_W))
    throw_damage("dynamic section");
  for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= bytes.size(); at += sizeof(Elf64_Dyn)) {
    Elf64_Dyn entry;
    std::memcpy(&entry, bytes.data() + at, sizeof entry);
    if (entry.d_tag == DT_NULL) return;
    if (entry.d_tag == DT_NEEDED)
      needed_names_.push_back(entry.d_un.d_val);
    else
      values_[entry.d_tag] = entry.d_un.d_val;
  }
  throw_damage("dynamic section");
}

// glibc has assertions here, and an assertion of the loader ends the process.
void ElfDynamic::check_sizes() const {
  const auto is_absent_or = [&](std::int64_t tag, std::uint64_t expected) { return value(tag).value_or(expected) == expected; };
  const auto is_whole = [&](std::int64_t address, std::int64_t size) {
    return value(address).has_value() == value(size).has_value();
  };
  if (value(DT_REL) || value(DT_RELSZ) || !is_absent_or(DT_PLTREL, DT_RELA) || !is_absent_or(DT_RELAENT, sizeof(Elf64_Rela)) ||
      !is_absent_or(DT_SYMENT, sizeof(Elf64_Sym)) || !is_absent_or(DT_RELRENT, sizeof(Elf64_Relr)) ||
      !is_whole(DT_RELA, DT_RELASZ) || !is_whole(DT_RELR, DT_RELRSZ) || !is_whole(DT_JMPREL, DT_PLTRELSZ) ||
      (value(DT_JMPREL) && !value(DT_PLTREL)) || !is_whole(DT_INIT_ARRAY, DT_INIT_ARRAYSZ) ||
      !is_whole(DT_FINI_ARRAY, DT_FINI_ARRAYSZ) || !is_whole(DT_VERNEED, DT_VERNEEDNUM) || !is_whole(DT_VERDEF, DT_VERDEFNUM))
    throw_damage("dynamic section");
  for (const std::int64_t tag : {DT_INIT, DT_FINI})
    if (const auto address = value(tag); address && !image_.is_loaded(*address, 1, PF_X)) throw_damage("dynamic section");
  if (const auto got = value(DT_PLTGOT); got && !image_.is_loaded(*got, sizeof(Elf64_Addr), PF_R))
    throw_damage("dynamic section");
}

std::optional<std::uint64_t> ElfDynamic::value(std::int64_t tag) const noexcept {
  const auto found = values_.find(tag);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::string ElfDynamic::run_path() const {
  const auto name = value(DT_RUNPATH) ? value(DT_RUNPATH) : value(DT_RPATH);
  return name ? std::string(texts_.at(*name)) : "";
}

std::string_view ElfDynamic::table(std::int64_t address_tag, std::int64_t size_tag, std::uint64_t entry_size) const {
  const auto address = value(address_tag);
  const std::uint64_t size = value(size_tag).value_or(0);
  if (!address || size == 0) return {};
  if (size % entry_size != 0) throw_damage("dynamic section");
  return image_.bytes_at(*address, size, "dynamic section");
}

}  // namespace cocotalk::plugins
