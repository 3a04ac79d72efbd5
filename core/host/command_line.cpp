#include "core/host/command_line.hpp"

#include "core/plugins/nearest.hpp"

#include <algorithm>
#include <tuple>

namespace cocotalk::host {
namespace {

constexpr Option common_options[] = {
    {"--data", "DIR", "the data folder (setting data; default ./data)"},
    {"--listen", "ADDRESS:PORT", "where clients come in (setting net.listen); port 0: any free one"},
    {"--set", "PLUGIN.KEY=VALUE", "any setting; as often as you like"},
    {"--config", "FILE", "the configuration, for commands that do not take it as an argument"},
    {"--plugins", "DIR", "where plugins lie (default ../lib/cocotalk/plugins beside the program's folder)"},
    {"--help", "", "this text, or that of a command"},
};

const Option* find_option(std::span<const Option> options, std::string_view name) {
  const auto found = std::ranges::find(options, name, &Option::name);
  return found == options.end() ? nullptr : &*found;
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

std::string option_lines(std::span<const Option> options) {
  std::string out;
  for (const Option& option : options)
    out += "  " + padded(std::string(option.name) + " " + std::string(option.argument), 26) + std::string(option.help) + "\n";
  return out;
}

Override override_of(std::string_view flag, const std::string& value) {
  if (flag == "--data") return {"data", value, "--data " + value};
  if (flag == "--listen") return {"net.listen", value, "--listen " + value};
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos || equals == 0) throw UsageError("--set " + value + ": write it as --set plugin.key=value");
  return {value.substr(0, equals), value.substr(equals + 1), "--set " + value.substr(0, equals)};
}

// The command whose name begins the words, and how many words that are; the longest one counts.
std::pair<const Command*, std::size_t> find_command(const std::vector<std::string>& words, std::span<const Command> commands) {
  for (std::size_t n = std::min<std::size_t>(2, words.size()); n > 0; --n) {
    const std::string name = n == 2 ? words[0] + " " + words[1] : words[0];
    const auto found = std::ranges::find(commands, name, &Command::name);
    if (found != commands.end()) return {&*found, n};
  }
  return {nullptr, 0};
}

[[noreturn]] void complain_of_command(const std::vector<std::string>& words, std::span<const Command> commands) {
  std::vector<std::string> known;
  for (const Command& command : commands) known.emplace_back(command.name);
  std::string name = words[0];
  for (const Command& command : commands)
    if (words.size() > 1 && command.name.starts_with(words[0] + " ")) name = words[0] + " " + words[1];
  throw UsageError("'" + name + "' is no command; " + plugins::suggestion(name, known));
}

// Arguments in brackets may be left out.
void check_arity(const Command& command, std::size_t n) {
  const auto most = static_cast<std::size_t>(command.arguments.empty() ? 0 : 1 + std::ranges::count(command.arguments, ' '));
  const auto least = most - static_cast<std::size_t>(std::ranges::count(command.arguments, '['));
  if (n < least || n > most)
    throw UsageError("'" + std::string(command.name) + "' takes " +
                     (command.arguments.empty() ? "no arguments" : std::string(command.arguments)) + "; see cocotalk " +
                     std::string(command.name) + " --help");
}

}  // namespace

bool Invocation::has(std::string_view option) const {
  return std::ranges::any_of(options, [&](const auto& given) { return given.first == option; });
}

std::string Invocation::value(std::string_view option, std::string_view otherwise) const {
  std::string out(otherwise);
  for (const auto& [name, given] : options)
    if (name == option) out = given;
  return out;
}

Invocation parse_command_line(std::span<const char* const> arguments, std::span<const Command> commands) {
  Invocation out;
  std::vector<std::string> words;
  // Which words are values of flags depends on the command, which stands first.
  for (const char* argument : arguments)
    if (std::string_view(argument).starts_with("-"))
      break;
    else
      words.emplace_back(argument);
  std::size_t n_name = 0;
  std::tie(out.command, n_name) = find_command(words, commands);
  if (out.command == nullptr && !words.empty()) complain_of_command(words, commands);
  const std::span<const Option> own = out.command != nullptr ? out.command->options : std::span<const Option>();

  for (std::size_t i = n_name; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    if (!argument.starts_with("-") || argument == "-") {
      out.words.push_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument == "-h" ? "--help" : argument.substr(0, equals);
    const Option* option = find_option(common_options, name);
    const bool is_common = option != nullptr;
    if (!is_common) option = find_option(own, name);
    if (option == nullptr) {
      std::vector<std::string> known;
      for (const Option& each : common_options) known.emplace_back(each.name);
      for (const Option& each : own) known.emplace_back(each.name);
      throw UsageError("'" + name + "' is no option; " + plugins::suggestion(name, known));
    }
    std::string value;
    if (option->argument.empty()) {
      if (equals != std::string::npos) throw UsageError(name + " takes no value");
    } else if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    } else {
      throw UsageError(name + " needs a value: " + name + " " + std::string(option->argument));
    }
    if (name == "--help")
      out.wants_help = true;
    else if (name == "--plugins")
      out.plugin_folder = value;
    else if (name == "--config")
      out.config = value;
    else if (is_common)
      out.overrides.push_back(override_of(name, value));
    else
      out.options.emplace_back(name, value);
  }
  if (out.command != nullptr && !out.wants_help) check_arity(*out.command, out.words.size());
  return out;
}

std::string help_text(const Command* command, std::span<const Command> commands) {
  if (command != nullptr) {
    std::string out = "cocotalk " + std::string(command->name);
    if (!command->arguments.empty()) out += " " + std::string(command->arguments);
    out += "\n\n" + std::string(command->summary) + "\n";
    if (!command->details.empty()) out += "\n" + std::string(command->details) + "\n";
    if (!command->options.empty()) out += "\nOptions:\n" + option_lines(command->options);
    return out + "\nOptions of every command:\n" + option_lines(common_options);
  }
  std::string out = "cocotalk: a messenger made of plugins\n\nCommands:\n";
  for (const Command& each : commands) {
    if (each.summary.empty()) continue;
    std::string synopsis(each.name);
    if (!each.arguments.empty()) synopsis += " " + std::string(each.arguments);
    out += "  " + padded(synopsis, 26) + std::string(each.summary) + "\n";
  }
  out += "\nOptions of every command:\n" + option_lines(common_options);
  out +=
      "\nA setting is taken from --set, else from the environment (COCOTALK_PLUGIN_KEY: COCOTALK_NET_LISTEN, COCOTALK_DATA), "
      "else from\n"
      "the configuration, else its default. `cocotalk plugins` and docs/configuration.md name them all.\n"
      "\nExit codes: 0 done; 1 failed; 64 wrong command line; 78 wrong configuration.\n";
  return out;
}

}  // namespace cocotalk::host
