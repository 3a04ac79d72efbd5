// The command `plugin test`: hands over to the program that holds the contract suites.
#include "core/host/places.hpp"
#include "core/host/program.hpp"

#include <cocotalk/plugin.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace cocotalk::host {

int test_plugin(const Program&, const Invocation& invocation) {
  const std::string runner = contract_runner().string();
  std::vector<std::string> words = {"cocotalk plugin test"};
  words.insert(words.end(), invocation.words.begin(), invocation.words.end());
  for (const auto& [option, value] : invocation.options) {
    words.push_back(option);
    if (!value.empty()) words.push_back(value);
  }
  for (const Override& setting : invocation.overrides) {
    words.emplace_back("--set");
    words.push_back(setting.key + "=" + setting.value);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(runner.c_str(), arguments.data());
  throw coco::Error(COCO_UNAVAILABLE,
                    runner + ": cannot be run (" + std::strerror(errno) + "); install or build cocotalk-contract");
}

}  // namespace cocotalk::host
