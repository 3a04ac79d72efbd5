#include "core/contract/arguments.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <charconv>

namespace cocotalk::contract {
namespace {

std::pair<std::string, std::string> setting_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) throw UsageError("--set " + text + ": write it as --set name=value");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::chrono::seconds deadline_of(const std::string& text) {
  int seconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (problem != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > 3600)
    throw UsageError("--deadline " + text + ": write a number of seconds, 1 to 3600");
  return std::chrono::seconds(seconds);
}

}  // namespace

Arguments parse_arguments(std::span<const char* const> arguments) {
  Arguments out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    const auto value = [&] {
      if (i + 1 == arguments.size()) throw UsageError(argument + " needs a value");
      return std::string(arguments[++i]);
    };
    if (argument == "--list")
      out.is_list = true;
    else if (argument == "--interface")
      out.interface_id = value();
    else if (argument == "--driver")
      out.driver = value();
    else if (argument == "--set")
      out.settings.insert(setting_of(value()));
    else if (argument == "--rule")
      out.rules.push_back(value());
    else if (argument == "--without")
      out.without.push_back(value());
    else if (argument == "--deadline")
      out.deadline = deadline_of(value());
    else if (argument.starts_with("-"))
      throw UsageError("'" + argument +
                       "' is no option; there are --interface, --driver, --set, --rule, --without, --deadline and --list");
    else if (out.file.empty())
      out.file = argument;
    else
      throw UsageError("'" + argument + "': one library at a time");
  }
  if (out.file.empty() && !out.is_list) throw UsageError("no library given; name the .so file of a plugin");
  return out;
}

bool fits(const std::string& pattern, const std::string& name) { return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0; }

}  // namespace cocotalk::contract
