#include "core/plugins/linked_libraries.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

namespace cocotalk::plugins {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr std::int32_t kind_in_cache = 0x0303;  // an ELF library for x86-64
constexpr const char* system_folders = "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
#elif defined(__aarch64__)
constexpr std::int32_t kind_in_cache = 0x0a03;
constexpr const char* system_folders = "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
#else
constexpr std::int32_t kind_in_cache = 0x0003;
constexpr const char* system_folders = "/lib64:/usr/lib64:/lib:/usr/lib";
#endif

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path find_in(const std::string& folders, const std::string& name) {
  std::error_code ignored;
  for (std::size_t at = 0; at < folders.size();) {
    const std::size_t end = std::min(folders.find(':', at), folders.size());
    const fs::path file = fs::path(folders.substr(at, end - at)) / name;
    if (end > at && fs::is_regular_file(file, ignored)) return file;
    at = end + 1;
  }
  return {};
}

// ---- the loader's cache: glibc's elf/cache.c, "struct cache_file_new"

struct CacheHeader {
  char magic[20];
  std::uint32_t n_libraries, texts_size, unused[5];
};
struct CacheEntry {
  std::int32_t flags;
  std::uint32_t key, value, os_version;
  std::uint64_t hardware;
};

std::map<std::string, fs::path, std::less<>> read_cache(std::string_view file) {
  constexpr std::string_view magic = "glibc-ld.so.cache1.1";
  std::map<std::string, fs::path, std::less<>> out;
  const std::size_t begin = file.find(magic);  // older ones have another table in front
  CacheHeader header;
  if (begin == std::string_view::npos || file.size() - begin < sizeof header) return out;
  file.remove_prefix(begin);
  std::memcpy(&header, file.data(), sizeof header);
  if (header.n_libraries > (file.size() - sizeof header) / sizeof(CacheEntry)) return out;
  const ElfTexts texts(file);
  try {
    for (std::size_t i = 0; i < header.n_libraries; ++i) {
      CacheEntry entry;
      std::memcpy(&entry, file.data() + sizeof header + i * sizeof entry, sizeof entry);
      // Those for some processors only (`hardware`) have the same symbols.
      if (entry.flags == kind_in_cache && entry.hardware == 0) out.emplace(texts.at(entry.key), texts.at(entry.value));
    }
  } catch (const ElfDamage&) {
    return {};
  }
  return out;
}

// ---- what a library and all it needs provide

struct Opened {
  std::string name, bytes;
  std::unique_ptr<const ElfLibrary> library;
};

std::string provided(std::string_view name, std::string_view version) { return std::string(name) + "@" + std::string(version); }

// Whatever a plugin is linked to, opened in the order the loader would.
class Closure {
 public:
  Closure(const ElfLibrary& plugin, const LibrarySearch& search, Findings& findings) {
    open_needed(plugin.dynamic, "", search, findings);
    for (std::size_t i = 0; i < opened_.size(); ++i) open_needed(opened_[i].library->dynamic, opened_[i].name, search, findings);
    for (const Opened& each : opened_)
      for (const ElfSymbol& symbol : each.library->symbols)
        if (symbol.is_exported()) {
          names_.insert(provided(symbol.name, symbol.version));
          names_.emplace(symbol.name);
          if (!symbol.version.empty()) versions_[each.name].insert(std::string(symbol.version));
        }
  }

  bool is_whole() const noexcept { return is_whole_; }
  bool has(const ElfSymbol& symbol) const {
    return names_.contains(symbol.version.empty() ? std::string(symbol.name) : provided(symbol.name, symbol.version));
  }
  // Whether a library has anything of a version; one without any versions has all.
  bool has_version(std::string_view library, std::string_view version) const {
    const auto found = versions_.find(library);
    return found == versions_.end() || found->second.contains(version);
  }

 private:
  void open_needed(const ElfDynamic& dynamic, const std::string& by, const LibrarySearch& search, Findings& findings) {
    for (const std::string& name : dynamic.needed()) {
      if (std::ranges::find(opened_, name, &Opened::name) != opened_.end()) continue;
      const fs::path file = name.find('/') != std::string::npos ? fs::path(name) : search.find(name, dynamic.run_path());
      if (file.empty()) {
        is_whole_ = false;
        findings.push_back({Weight::refusal, "missing-library",
                            "needs " + name + (by.empty() ? "" : " (through " + by + ")") +
                                ", which is not on this machine; install the package that has it"});
        continue;
      }
      open(name, file, findings);
    }
  }
  void open(const std::string& name, const fs::path& file, Findings& findings) {
    Opened& opened = opened_.emplace_back();
    opened.name = name;
    opened.bytes = contents(file);
    try {
      opened.library = std::make_unique<const ElfLibrary>(opened.bytes);
    } catch (const ElfDamage& e) {
      opened_.pop_back();
      is_whole_ = false;
      findings.push_back({Weight::refusal, "missing-library", "needs " + file.string() + ", which " + e.what()});
    }
  }

  std::deque<Opened> opened_;  // a deque: views of the bytes stay good
  bool is_whole_ = true;
  std::set<std::string, std::less<>> names_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> versions_;
};

// The loader looks for them in the program too; a host exports none of its own.
std::string quoted_names(const std::vector<std::string_view>& names) {
  std::string out;
  constexpr std::size_t most = 5;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) out += (i == 0 ? "'" : ", '") + std::string(names[i]) + "'";
  return names.size() > most ? out + " and " + std::to_string(names.size() - most) + " more" : out;
}

void examine_versions(const ElfLibrary& library, const Closure& closure, Findings& out) {
  std::set<std::pair<std::string_view, std::string_view>> missing;
  for (const ElfSymbol& symbol : library.symbols)
    if (!symbol.is_defined && !symbol.library.empty() && symbol.binding != STB_WEAK &&
        !closure.has_version(symbol.library, symbol.version))
      missing.emplace(symbol.version, symbol.library);
  for (const auto& [version, by] : missing)
    out.push_back({Weight::refusal, "library-version",
                   "needs " + std::string(version) + " of " + std::string(by) +
                       ", and this machine's is older; build it on a machine like this one, or update this one"});
}

}  // namespace

LibrarySearch::LibrarySearch() : cached_(read_cache(contents("/etc/ld.so.cache"))) {}

fs::path LibrarySearch::find(const std::string& name, const std::string& run_path) const {
  const char* of_environment = std::getenv("LD_LIBRARY_PATH");
  if (fs::path file = find_in(of_environment == nullptr ? "" : of_environment, name); !file.empty()) return file;
  if (fs::path file = find_in(run_path, name); !file.empty()) return file;
  if (const auto found = cached_.find(name); found != cached_.end()) return found->second;
  return find_in(system_folders, name);
}

Findings examine_linked_libraries(const ElfLibrary& library, const LibrarySearch& search) {
  Findings out;
  const Closure closure(library, search, out);
  if (!closure.is_whole()) return out;  // who knows what the missing ones provide
  examine_versions(library, closure, out);
  if (!out.empty()) return out;
  std::vector<std::string_view> undefined;
  for (const ElfSymbol& symbol : library.symbols)
    if (!symbol.is_defined && !symbol.name.empty() && symbol.binding == STB_GLOBAL && !closure.has(symbol))
      undefined.push_back(symbol.name);
  if (!undefined.empty())
    out.push_back({Weight::refusal, "undefined-symbols",
                   "uses " + quoted_names(undefined) +
                       ", which no library it is linked to has; link it with the library that does, and with "
                       "-z defs"});
  return out;
}

}  // namespace cocotalk::plugins
