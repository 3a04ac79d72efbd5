#include "core/plugins/elf_relocations.hpp"

namespace cocotalk::plugins {
namespace {

constexpr std::string_view what = "relocations";

// The numbers of four kinds of relocation: base + addend, symbol + addend, a copy of a program's data, the result of a call.
struct Kinds {
  std::uint32_t relative, absolute, copy, called;
};
#if defined(__x86_64__)
constexpr Kinds kinds = {R_X86_64_RELATIVE, R_X86_64_64, R_X86_64_COPY, R_X86_64_IRELATIVE};
#elif defined(__aarch64__)
constexpr Kinds kinds = {R_AARCH64_RELATIVE, R_AARCH64_ABS64, R_AARCH64_COPY, R_AARCH64_IRELATIVE};
#elif defined(__riscv)
constexpr Kinds kinds = {R_RISCV_RELATIVE, R_RISCV_64, R_RISCV_COPY, R_RISCV_IRELATIVE};
#elif defined(__powerpc64__)
constexpr Kinds kinds = {R_PPC64_RELATIVE, R_PPC64_ADDR64, R_PPC64_COPY, R_PPC64_IRELATIVE};
#elif defined(__s390x__)
constexpr Kinds kinds = {R_390_RELATIVE, R_390_64, R_390_COPY, R_390_IRELATIVE};
#else
#error "name this machine's relocations here"
#endif

}  // namespace

ElfPointers::ElfPointers(const ElfImage& image, const ElfDynamic& dynamic, const std::vector<ElfSymbol>& symbols)
    : image_(image), symbols_(symbols) {
  add_table(dynamic.table(DT_RELA, DT_RELASZ, sizeof(Elf64_Rela)), dynamic.value(DT_RELACOUNT).value_or(0));
  add_table(dynamic.table(DT_JMPREL, DT_PLTRELSZ, sizeof(Elf64_Rela)), 0);
  add_packed(dynamic.table(DT_RELR, DT_RELRSZ, sizeof(Elf64_Relr)));
  functions(image, dynamic.value(DT_INIT_ARRAY), dynamic.value(DT_INIT_ARRAYSZ).value_or(0));
  functions(image, dynamic.value(DT_FINI_ARRAY), dynamic.value(DT_FINI_ARRAYSZ).value_or(0));
}

// The first `n_relative` the loader takes for relative ones without looking.
void ElfPointers::add_table(std::string_view table, std::uint64_t n_relative) {
  const std::uint64_t n = table.size() / sizeof(Elf64_Rela);
  if (n_relative > n) throw_damage(what);
  for (std::uint64_t i = 0; i < n; ++i) {
    Elf64_Rela rela;
    std::memcpy(&rela, table.data() + i * sizeof rela, sizeof rela);
    if (i < n_relative && ELF64_R_TYPE(rela.r_info) != kinds.relative) throw_damage(what);
    add_one(rela);
  }
}

void ElfPointers::add_one(const Elf64_Rela& rela) {
  const auto kind = static_cast<std::uint32_t>(ELF64_R_TYPE(rela.r_info));
  const std::uint64_t symbol = ELF64_R_SYM(rela.r_info);
  if (kind == 0) return;  // R_*_NONE
  const auto addend = static_cast<std::uint64_t>(rela.r_addend);
  if (!image_.is_loaded(rela.r_offset, sizeof(std::uint64_t), PF_W) || symbol >= symbols_.size() || kind == kinds.copy)
    throw_damage(what);
  if (kind == kinds.called && !image_.is_loaded(addend, 1, PF_X)) throw_damage(what);
  if (kind == kinds.relative) targets_[rela.r_offset] = addend;
  if (kind != kinds.absolute) return;
  if (symbols_[symbol].is_defined)
    targets_[rela.r_offset] = symbols_[symbol].address + addend;
  else
    imported_.insert(rela.r_offset);
}

// DT_RELR: an even word is an address, an odd one a bit for each of the 63 words behind the last address.
void ElfPointers::add_packed(std::string_view table) {
  constexpr std::uint64_t word = sizeof(std::uint64_t), n_bits = 63;
  std::uint64_t next = 0;
  for (std::size_t at = 0; at < table.size(); at += word) {
    Elf64_Relr entry;
    std::memcpy(&entry, table.data() + at, sizeof entry);
    if ((entry & 1) == 0) {
      add_packed_one(entry);
      next = entry + word;
      continue;
    }
    for (std::uint64_t bit = 0; bit < n_bits; ++bit)
      if (((entry >> (bit + 1)) & 1) != 0) add_packed_one(next + bit * word);
    next += n_bits * word;
  }
}

void ElfPointers::add_packed_one(std::uint64_t address) {
  if (!image_.is_loaded(address, sizeof(std::uint64_t), PF_W)) throw_damage(what);
  targets_[address] = image_.value_at<std::uint64_t>(address, what);
}

std::optional<std::uint64_t> ElfPointers::at(std::uint64_t address) const {
  const auto found = targets_.find(address);
  return found == targets_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::uint64_t> ElfPointers::functions(const ElfImage& image, std::optional<std::uint64_t> address,
                                                  std::uint64_t size) const {
  std::vector<std::uint64_t> out;
  if (!address) return out;
  constexpr std::string_view functions = "list of initialisers";
  if (size % sizeof(std::uint64_t) != 0) throw_damage(functions);
  image.bytes_at(*address, size, functions);
  for (std::uint64_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    const auto function = at(*address + i);
    if (!function || !image.is_loaded(*function, 1, PF_X)) throw_damage(functions);
    out.push_back(*function);
  }
  return out;
}

}  // namespace cocotalk::plugins
