#include "core/plugins/code_ranges.hpp"

#include <link.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

namespace cocotalk::plugins {
namespace {

constexpr std::size_t most_ranges = 256, nowhere = most_ranges;

// Written on [main], read by handlers: `begin` is written last and taken away first.
struct Range {
  std::atomic<std::uintptr_t> begin = 0, end = 0;
  std::array<char, 64> name{};
};
std::array<Range, most_ranges> ranges;

struct Search {
  std::uintptr_t address, begin, end;
};

int look_at(dl_phdr_info* library, std::size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  std::uintptr_t begin = UINTPTR_MAX, end = 0;
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const auto& segment = library->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    begin = std::min<std::uintptr_t>(begin, library->dlpi_addr + segment.p_vaddr);
    end = std::max<std::uintptr_t>(end, library->dlpi_addr + segment.p_vaddr + segment.p_memsz);
  }
  if (search.address < begin || search.address >= end) return 0;
  search.begin = begin, search.end = end;
  return 1;
}

}  // namespace

CodeRange::CodeRange(std::string_view name, const void* address) : place_(nowhere) {
  Search search{reinterpret_cast<std::uintptr_t>(address), 0, 0};
  if (::dl_iterate_phdr(&look_at, &search) == 0) return;
  const auto free = std::ranges::find_if(ranges, [](const Range& range) { return range.begin.load() == 0; });
  if (free == ranges.end()) return;
  free->name.fill('\0');
  name.substr(0, free->name.size() - 1).copy(free->name.data(), free->name.size() - 1);
  free->end.store(search.end);
  free->begin.store(search.begin);
  place_ = static_cast<std::size_t>(free - ranges.begin());
}

CodeRange::~CodeRange() {
  if (place_ != nowhere) ranges[place_].begin.store(0);
}

CodeRange::CodeRange(CodeRange&& other) noexcept : place_(std::exchange(other.place_, nowhere)) {}

CodeOwner owner_of_code(std::uintptr_t address) noexcept {
  for (const Range& range : ranges) {
    const std::uintptr_t begin = range.begin.load();
    if (begin != 0 && address >= begin && address < range.end.load()) return {range.name.data(), address - begin};
  }
  return {nullptr, 0};
}

}  // namespace cocotalk::plugins
