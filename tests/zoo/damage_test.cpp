// Damaged plugin files: seeded corruptions never end the process that reads, checks or loads them. COCOTALK_DAMAGE says how many
// (200), COCOTALK_SEED from which number on (1). Beside a sanitizer, which takes half a second to say what it thinks of each
// crash of a probe, there are fewer.
#include "core/host/plugin_check.hpp"
#include "core/plugins/library.hpp"
#include "core/plugins/seal.hpp"
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;
using plugins::Findings;
using plugins::Weight;

std::uint64_t number_of_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

#if defined(COCOTALK_SANITIZE_ADDRESS) || defined(COCOTALK_SANITIZE_THREAD)
constexpr std::uint64_t most = 20;
#else
constexpr std::uint64_t most = UINT64_MAX;
#endif

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// One of: cut anywhere; 1 to 8 bits flipped; a run of up to 4 KiB zeroed. Half of the flips hit the tables at the beginning.
std::string damaged(std::string library, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::size_t>(random() % n); };
  switch (below(3)) {
    case 0: library.resize(below(library.size())); break;
    case 1:
      for (std::size_t n = 1 + below(8); n > 0; --n) {
        const std::size_t at = below(below(2) == 0 ? library.size() : std::min<std::size_t>(library.size(), 4096));
        library[at] = static_cast<char>(library[at] ^ (1 << below(8)));
      }
      break;
    default: {
      const std::size_t at = below(library.size());
      const std::size_t n = std::min(1 + below(4096), library.size() - at);
      std::fill_n(library.begin() + static_cast<std::ptrdiff_t>(at), n, '\0');
    }
  }
  return library;
}

class DamageTest : public ::testing::Test {
 protected:
  // As `plugin check` and a host that replaces a plugin do it: read, probe in a child, and only then load. True when it was
  // loaded.
  bool is_loaded_after_all(const std::string& library) {
    const fs::path file = enclosure.path() / "damaged.so";
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(library.data(), static_cast<std::streamsize>(library.size()));
    host::Probe probe;
    probe.file = file;
    probe.program = ZOO_HOST;
    const host::CheckedPlugin checked = host::check_plugin_file(probe, {}, host::Probing::yes);
    if (!is_fine(checked.findings)) return false;
    plugins::Library::load(file, copies);
    return true;
  }
  const Enclosure enclosure;
  plugins::CopyFolder copies;
  const std::uint64_t n = std::min(most, number_of_environment("COCOTALK_DAMAGE", 200)),
                      seed = number_of_environment("COCOTALK_SEED", 1);
};

TEST_F(DamageTest, WhatIsDamagedWhereItCountsInASealedPluginIsRefused) {
  const std::string whole = contents(ZOO_SEALED);
  const plugins::ElfImage image(whole);
  std::size_t end_of_loaded = 0;
  for (const Elf64_Phdr& segment : image.segments())
    if (segment.p_type == PT_LOAD) end_of_loaded = std::max<std::size_t>(end_of_loaded, segment.p_offset + segment.p_filesz);
  for (std::uint64_t i = seed; i < seed + n; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    const std::string library = damaged(whole, i);
    if (!is_loaded_after_all(library)) continue;
    // Only what no loader looks at: sections for debuggers, and where they lie.
    ASSERT_EQ(library.size(), whole.size());
    for (std::size_t at = sizeof(Elf64_Ehdr); at < end_of_loaded; ++at) {
      const bool is_loaded = std::ranges::any_of(image.segments(), [at](const Elf64_Phdr& segment) {
        return segment.p_type == PT_LOAD && at >= segment.p_offset && at < segment.p_offset + segment.p_filesz;
      });
      if (is_loaded) {
        ASSERT_EQ(library[at], whole[at]) << "at " << at;
      }
    }
  }
}

TEST_F(DamageTest, WhatIsDamagedInAnUnsealedPluginEndsNobody) {
  const std::string whole = contents(enclosure.plugins() / "throwing-start.so");
  for (std::uint64_t i = seed; i < seed + n; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    is_loaded_after_all(damaged(whole, i));
  }
}

// Through its socket, as `plugin replace` does it: half of the files are of a sealed plugin, half of one that is not.
TEST_F(DamageTest, ARunningHostAskedToReplaceAPluginWithADamagedOneLivesOn) {
  fs::copy_file(ZOO_SEALED, enclosure.plugins() / "session-policy.so");
  const fs::path config =
      enclosure.configuration("running.json", R"({ "plugins": { "doorman": {}, "good": {}, "session-policy": {} } })");
  const std::string data = (enclosure.path() / "data").string(), file = (enclosure.path() / "damaged.so").string();
  Running running(enclosure, {"run", config.string(), "--data", data});
  ASSERT_EQ(running.read_line(), "ready http://127.0.0.1:4711");
  const std::string unsealed = contents(enclosure.plugins() / "good.so"), sealed = contents(ZOO_SEALED);
  for (std::uint64_t i = seed; i < seed + n; ++i) {
    SCOPED_TRACE("seed " + std::to_string(i));
    const bool is_sealed = i % 2 == 0;
    const std::string library = damaged(is_sealed ? sealed : unsealed, i);
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(library.data(), static_cast<std::streamsize>(library.size()));
    const Outcome outcome = run(enclosure, {"plugin", "replace", is_sealed ? "session-policy" : "good", file, "--config",
                                            config.string(), "--data", data});
    ASSERT_TRUE(outcome.exit_code == 0 || !outcome.error.empty());
    ASSERT_LT(outcome.exit_code, 128) << outcome.error;
    running.listen();
  }
  EXPECT_EQ(run(enclosure, {"plugin", "replace", "good", (enclosure.plugins() / "good.so").string(), "--config", config.string(),
                            "--data", data})
                .exit_code,
            0)
      << "and a whole one is welcome";
  running.signal(SIGTERM);
  EXPECT_EQ(running.finish().exit_code, 0);
}

TEST_F(DamageTest, ARunningHostSaysWhatAPluginDidWhenItWasTried) {
  const fs::path config = enclosure.configuration("running.json", R"({ "plugins": { "doorman": {}, "good": {} } })");
  const std::string data = (enclosure.path() / "data").string();
  Running running(enclosure, {"run", config.string(), "--data", data});
  running.read_line();
  const std::string file = (enclosure.plugins() / "crashes-in-create.so").string();
  const Outcome outcome = run(enclosure, {"plugin", "replace", "good", file, "--config", config.string(), "--data", data});
#ifndef COCOTALK_SANITIZE_ADDRESS  // which ends the process itself
  EXPECT_NE(
      outcome.error.find(file + ": crashes in create() (SIGSEGV); see where with 'gdb --args cocotalk plugin probe " + file),
      std::string::npos)
      << outcome.error;
#endif
  EXPECT_NE(outcome.exit_code, 0);
  running.signal(SIGTERM);
  EXPECT_EQ(running.finish().exit_code, 0);
}

}  // namespace
}  // namespace cocotalk::zoo
