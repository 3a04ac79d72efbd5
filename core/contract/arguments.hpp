// What the runner was asked to do.
#pragma once

#include <cocotalk/testing/test_settings.hpp>

#include <chrono>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cocotalk::contract {

// A command line that makes no sense. Exit code 64.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Arguments {
  std::filesystem::path file;        // empty with --list only
  std::filesystem::path driver;      // a library that plays the clients of a transport; empty: those of this program
  std::string interface_id;          // empty: all the plugin provides
  testing::SettingTexts settings;    // what differs from the defaults
  std::vector<std::string> rules;    // patterns of names; empty: all
  std::vector<std::string> without;  // patterns of names that are left out
  bool is_list = false;
  std::chrono::seconds deadline{60};  // of one rule
};

Arguments parse_arguments(std::span<const char* const> arguments);

// Does a name fit a pattern in which * stands for anything?
bool fits(const std::string& pattern, const std::string& name);

}  // namespace cocotalk::contract
