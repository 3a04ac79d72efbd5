// What the program was asked to do.
#pragma once

#include "core/host/configuration.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// A command line that makes no sense. Exit code 64.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Option {
  std::string_view name;      // "--rooms"
  std::string_view argument;  // "N"; empty: a switch
  std::string_view help;
};

struct Invocation;
struct Program;

// One of the things the program can do.
struct Command {
  std::string_view name;       // "run", "user add"
  std::string_view arguments;  // "[CONFIG]": in brackets: may be left out
  std::string_view summary;    // one line; empty: not listed
  std::string_view details;    // more lines for its own --help; may be empty
  std::span<const Option> options;
  int (*execute)(const Program& program, const Invocation& invocation);
};

struct Invocation {
  const Command* command = nullptr;
  bool wants_help = false;
  std::vector<std::string> words;                              // behind the command's name
  std::vector<std::pair<std::string, std::string>> options;    // of the command, in order; switches with an empty value
  std::vector<Override> overrides;                             // --set, --data, --listen
  std::optional<std::filesystem::path> plugin_folder, config;  // --plugins, --config

  bool has(std::string_view option) const;
  // The last value given, or `otherwise`.
  std::string value(std::string_view option, std::string_view otherwise = "") const;
};

// Throws UsageError.
Invocation parse_command_line(std::span<const char* const> arguments, std::span<const Command> commands);

// The text of --help; of one command when `command` is not NULL.
std::string help_text(const Command* command, std::span<const Command> commands);

}  // namespace cocotalk::host
