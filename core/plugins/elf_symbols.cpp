#include "core/plugins/elf_symbols.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <map>

namespace cocotalk::plugins {
namespace {

constexpr Elf64_Half hidden_version = 0x8000;

// ---- how many symbols there are: the hash tables say it of those that are defined, relocations of those that are used

struct GnuHashHeader {
  std::uint32_t n_buckets, first_symbol, n_filter_words, filter_shift;
};

std::uint64_t count_by_gnu_hash(const ElfImage& image, std::uint64_t address) {
  constexpr std::string_view what = "hash table";
  const auto header = image.value_at<GnuHashHeader>(address, what);
  if (header.n_buckets == 0 || !std::has_single_bit(header.n_filter_words) || header.filter_shift >= 64) throw_damage(what);
  const std::uint64_t buckets_at = address + sizeof header + std::uint64_t{header.n_filter_words} * sizeof(std::uint64_t);
  const std::string_view buckets = image.bytes_at(buckets_at, std::uint64_t{header.n_buckets} * sizeof(std::uint32_t), what);
  image.bytes_at(address + sizeof header, buckets_at - address - sizeof header, what);
  const std::uint64_t chains_at = buckets_at + buckets.size();
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < header.n_buckets; ++i) {
    std::uint32_t symbol;
    std::memcpy(&symbol, buckets.data() + i * sizeof symbol, sizeof symbol);
    if (symbol != 0 && symbol < header.first_symbol) throw_damage(what);
    last = std::max<std::uint64_t>(last, symbol);
  }
  if (last == 0) return header.first_symbol;
  // Every chain ends at the latest where the one that begins last does.
  while ((image.value_at<std::uint32_t>(chains_at + (last - header.first_symbol) * sizeof(std::uint32_t), what) & 1) == 0) ++last;
  return last + 1;
}

std::uint64_t count_by_hash(const ElfImage& image, std::uint64_t address) {
  constexpr std::string_view what = "hash table";
  struct Header {
    std::uint32_t n_buckets, n_chains;
  };
  const auto header = image.value_at<Header>(address, what);
  if (header.n_buckets == 0) throw_damage(what);
  const std::string_view links =
      image.bytes_at(address + sizeof header, (std::uint64_t{header.n_buckets} + header.n_chains) * sizeof(std::uint32_t), what);
  for (std::size_t at = 0; at < links.size(); at += sizeof(std::uint32_t)) {
    std::uint32_t symbol;
    std::memcpy(&symbol, links.data() + at, sizeof symbol);
    if (symbol >= header.n_chains) throw_damage(what);
  }
  return header.n_chains;
}

std::uint64_t count_by_relocations(std::string_view table) {
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < table.size(); at += sizeof(Elf64_Rela)) {
    Elf64_Rela rela;
    std::memcpy(&rela, table.data() + at, sizeof rela);
    count = std::max<std::uint64_t>(count, ELF64_R_SYM(rela.r_info) + 1);
  }
  return count;
}

std::uint64_t count_symbols(const ElfImage& image, const ElfDynamic& dynamic) {
  const auto gnu = dynamic.value(DT_GNU_HASH), plain = dynamic.value(DT_HASH);
  if (!gnu && !plain) throw_damage("dynamic section");
  return std::max({gnu ? count_by_gnu_hash(image, *gnu) : 0, plain ? count_by_hash(image, *plain) : 0,
                   count_by_relocations(dynamic.table(DT_RELA, DT_RELASZ, sizeof(Elf64_Rela))),
                   count_by_relocations(dynamic.table(DT_JMPREL, DT_PLTRELSZ, sizeof(Elf64_Rela)))});
}

// ---- versions

struct Version {
  std::string_view name, library;
};
using Versions = std::map<Elf64_Half, Version>;

void add_needed_versions(const ElfImage& image, const ElfDynamic& dynamic, Versions& versions) {
  constexpr std::string_view what = "versions";
  std::uint64_t at = dynamic.value(DT_VERNEED).value_or(0);
  for (std::uint64_t n = dynamic.value(DT_VERNEEDNUM).value_or(0); n > 0; --n) {
    const auto need = image.value_at<Elf64_Verneed>(at, what);
    const std::string_view library = dynamic.texts().at(need.vn_file);
    // The loader ends the process over versions of a library that is not needed.
    if (need.vn_version != VER_NEED_CURRENT || std::ranges::find(dynamic.needed(), library) == dynamic.needed().end())
      throw_damage(what);
    std::uint64_t one = at + need.vn_aux;
    for (Elf64_Half i = 0; i < need.vn_cnt; ++i) {
      const auto version = image.value_at<Elf64_Vernaux>(one, what);
      versions[version.vna_other & static_cast<Elf64_Half>(~hidden_version)] = {dynamic.texts().at(version.vna_name), library};
      if (version.vna_next == 0 && i + 1 != need.vn_cnt) throw_damage(what);
      one += version.vna_next;
    }
    if ((need.vn_next == 0) != (n == 1)) throw_damage(what);
    at += need.vn_next;
  }
}

void add_own_versions(const ElfImage& image, const ElfDynamic& dynamic, Versions& versions) {
  constexpr std::string_view what = "versions";
  std::uint64_t at = dynamic.value(DT_VERDEF).value_or(0);
  for (std::uint64_t n = dynamic.value(DT_VERDEFNUM).value_or(0); n > 0; --n) {
    const auto definition = image.value_at<Elf64_Verdef>(at, what);
    if (definition.vd_version != VER_DEF_CURRENT || definition.vd_cnt == 0) throw_damage(what);
    const auto name = image.value_at<Elf64_Verdaux>(at + definition.vd_aux, what);
    versions[definition.vd_ndx & static_cast<Elf64_Half>(~hidden_version)] = {dynamic.texts().at(name.vda_name), ""};
    if ((definition.vd_next == 0) != (n == 1)) throw_damage(what);
    at += definition.vd_next;
  }
}

}  // namespace

std::vector<ElfSymbol> read_symbols(const ElfImage& image, const ElfDynamic& dynamic) {
  constexpr std::string_view what = "symbols";
  const std::uint64_t n = count_symbols(image, dynamic);
  const std::string_view table = image.bytes_at(*dynamic.value(DT_SYMTAB), n * sizeof(Elf64_Sym), what);
  Versions versions;
  add_needed_versions(image, dynamic, versions);
  add_own_versions(image, dynamic, versions);
  const auto versions_at = dynamic.value(DT_VERSYM);
  const std::string_view numbers = versions_at ? image.bytes_at(*versions_at, n * sizeof(Elf64_Half), what) : std::string_view();

  std::vector<ElfSymbol> out;
  for (std::size_t i = 0; i < n; ++i) {
    Elf64_Sym raw;
    std::memcpy(&raw, table.data() + i * sizeof raw, sizeof raw);
    ElfSymbol symbol;
    symbol.name = dynamic.texts().at(raw.st_name);
    symbol.address = raw.st_value, symbol.size = raw.st_size;
    symbol.binding = ELF64_ST_BIND(raw.st_info), symbol.type = ELF64_ST_TYPE(raw.st_info);
    symbol.is_defined = raw.st_shndx != SHN_UNDEF;
    symbol.is_visible = ELF64_ST_VISIBILITY(raw.st_other) == STV_DEFAULT || ELF64_ST_VISIBILITY(raw.st_other) == STV_PROTECTED;
    if (!numbers.empty()) {
      Elf64_Half number;
      std::memcpy(&number, numbers.data() + i * sizeof number, sizeof number);
      number &= static_cast<Elf64_Half>(~hidden_version);
      const auto version = versions.find(number);
      if (version != versions.end()) symbol.version = version->second.name, symbol.library = version->second.library;
      if (version == versions.end() && number > VER_NDX_GLOBAL) throw_damage("versions");
    }
    // What the loader would call or copy from must be there.
    if (symbol.is_defined && symbol.type == STT_GNU_IFUNC && !image.is_loaded(symbol.address, 1, PF_X)) throw_damage(what);
    out.push_back(symbol);
  }
  return out;
}

}  // namespace cocotalk::plugins
