// The rules that are linked into the runner, as the test framework knows them.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::contract {

// The suites, one for each interface. "Plugin" is for every plugin, whatever it provides.
struct Suite {
  std::string_view name;          // "Storage"
  std::string_view interface_id;  // "cocotalk.storage/1"; empty: every plugin
};
std::span<const Suite> suites();

struct Rule {
  std::string name;    // "Storage.AppendGoesOnAfterTheLargestNumber"
  std::string filter;  // what the test framework calls it
};

// In the order they are written in. After testing::InitGoogleTest().
std::vector<Rule> rules_of(const Suite& suite);

// Runs one rule in this process; each broken expectation is written to the descriptor, "file:line: what". 0: kept; 1: broken; 2:
// it says that it cannot be tried here, and why.
// `deadline` is the process's; what the rule waits for has a third of it, at most 20 s.
int run(const Rule& rule, int findings, std::chrono::seconds deadline);

}  // namespace cocotalk::contract
