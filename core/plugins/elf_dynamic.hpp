// What a library tells the dynamic loader in its PT_DYNAMIC: tables by tag, libraries it needs, what runs when it is loaded.
#pragma once

#include "core/plugins/elf_image.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::plugins {

// `image` lives longer.
class ElfDynamic {
 public:
  // Checks what the loader takes for granted, and ends the process over when it is not so. Throws ElfDamage.
  explicit ElfDynamic(const ElfImage& image);

  // The value of a tag that stands there once.
  std::optional<std::uint64_t> value(std::int64_t tag) const noexcept;
  bool has_flag(std::int64_t tag, std::uint64_t flag) const noexcept { return (value(tag).value_or(0) & flag) != 0; }
  const ElfTexts& texts() const noexcept { return texts_; }
  const std::vector<std::string>& needed() const noexcept { return needed_; }
  // The folders of DT_RUNPATH, or of DT_RPATH when there is none: "/opt/a:/opt/b".
  std::string run_path() const;

  // A table whose bytes the file holds; empty when it has no such table. Throws ElfDamage.
  std::string_view table(std::int64_t address_tag, std::int64_t size_tag, std::uint64_t entry_size) const;

 private:
  void read_entries();
  void check_sizes() const;

  const ElfImage& image_;
  std::map<std::int64_t, std::uint64_t> values_;
  std::vector<std::uint64_t> needed_names_;
  ElfTexts texts_;
  std::vector<std::string> needed_;
};

}  // namespace cocotalk::plugins
