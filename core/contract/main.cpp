// Runs the contract suites of all that a plugin provides against its built library: every rule in a process of its own, one line
// of output each. `cocotalk plugin test` is this program.
#include "core/contract/arguments.hpp"
#include "core/contract/isolation.hpp"
#include "core/contract/rules.hpp"
#include "core/contract/subject.hpp"
#include "core/plugins/library.hpp"

#include <cocotalk/transport.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <sstream>

namespace cocotalk::contract {
namespace {

enum ExitCode : int { exit_kept = 0, exit_broken = 1, exit_usage = 64, exit_refused = 78 };

int list_rules() {
  for (const Suite& suite : suites()) {
    std::cout << suite.name << ": " << (suite.interface_id.empty() ? "every plugin" : suite.interface_id) << "\n";
    for (const Rule& rule : rules_of(suite)) std::cout << "  " << rule.name << "\n";
    std::cout << "\n";
  }
  return exit_kept;
}

void write_line(int fd, const std::string& line) {
  const std::string text = line + "\n";
  if (::write(fd, text.data(), text.size()) < 0) ::_exit(exit_broken);
}

std::string indented(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) out += "        " + line + "\n";
  return out;
}

// The interfaces the library provides, asked in a process of its own, as loading it runs code of it. Throws std::runtime_error
// with the refusal.
std::vector<std::string> provided_by(const Arguments& arguments) {
  const Outcome outcome = isolated(
      [&arguments](int findings) {
        try {
          if (!arguments.driver.empty()) drivers();
          for (const char* const* id = subject().provides; *id != nullptr; ++id) write_line(findings, *id);
          return 0;
        } catch (const std::exception& e) {
          write_line(findings, e.what());
          return 1;
        }
      },
      arguments.deadline);
  if (!outcome.has_ended_itself)
    throw std::runtime_error(arguments.file.string() + ": " + outcome.how + " while it was loaded\n" + indented(outcome.words));
  std::vector<std::string> lines;
  std::istringstream text(outcome.findings);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  if (outcome.code != 0) throw std::runtime_error(lines.empty() ? "no answer" : lines.front());
  return lines;
}

bool is_wanted(const Arguments& arguments, const Suite& suite, const std::vector<std::string>& provided) {
  if (!arguments.interface_id.empty()) return arguments.interface_id == suite.interface_id;
  return suite.interface_id.empty() || std::ranges::find(provided, suite.interface_id) != provided.end();
}

bool any_fits(const std::vector<std::string>& patterns, const std::string& name) {
  return std::ranges::any_of(patterns, [&name](const std::string& pattern) { return fits(pattern, name); });
}

// How many rules were kept, broken, and could not or should not be tried.
struct Tally {
  int kept = 0, broken = 0, left_out = 0;
};

void try_rule(const Arguments& arguments, const Rule& rule, Tally& tally) {
  if (any_fits(arguments.without, rule.name)) {
    ++tally.left_out;
    std::cout << "left    " << rule.name << "\n        as asked\n";
    return;
  }
  const Outcome outcome = isolated([&](int findings) { return run(rule, findings, arguments.deadline); }, arguments.deadline);
  if (outcome.has_ended_itself && outcome.code == 0) {
    ++tally.kept;
    std::cout << "passed  " << rule.name << "\n";
  } else if (outcome.has_ended_itself && outcome.code == 2) {
    ++tally.left_out;
    std::cout << "left    " << rule.name << "\n" << indented(outcome.findings);
  } else {
    ++tally.broken;
    std::cout << "FAILED  " << rule.name << "\n" << indented(outcome.findings);
    if (!outcome.has_ended_itself) std::cout << "        it " << outcome.how << "; its last words:\n" << indented(outcome.words);
  }
  std::cout.flush();
}

int test(const Arguments& arguments) {
  choose(arguments);
  const std::vector<std::string> provided = provided_by(arguments);
  if (!arguments.interface_id.empty() && std::ranges::find(provided, arguments.interface_id) == provided.end())
    throw std::runtime_error(arguments.file.string() + ": does not provide " + arguments.interface_id);
  if (!arguments.driver.empty() && std::ranges::find(provided, COCO_TRANSPORT) == provided.end())
    throw std::runtime_error(arguments.file.string() + ": does not provide " COCO_TRANSPORT "; a driver is for those that do");
  Tally tally;
  for (const Suite& suite : suites()) {
    if (!is_wanted(arguments, suite, provided)) continue;
    for (const Rule& rule : rules_of(suite))
      if (arguments.rules.empty() || any_fits(arguments.rules, rule.name)) try_rule(arguments, rule, tally);
  }
  std::cout << arguments.file.filename().string() << ": " << tally.kept << " rules kept, " << tally.broken << " broken, "
            << tally.left_out << " left out\n";
  if (tally.kept + tally.broken == 0) throw std::runtime_error("no rule was tried");
  return tally.broken == 0 ? exit_kept : exit_broken;
}

int run_program(int argc, char** argv) {
  const char* names[] = {argv[0], nullptr};
  int n_names = 1;
  ::testing::InitGoogleTest(&n_names, const_cast<char**>(names));
  const Arguments arguments = parse_arguments(std::span<const char* const>(argv, static_cast<std::size_t>(argc)).subspan(1));
  return arguments.is_list ? list_rules() : test(arguments);
}

}  // namespace
}  // namespace cocotalk::contract

int main(int argc, char** argv) {
  try {
    return cocotalk::contract::run_program(argc, argv);
  } catch (const cocotalk::contract::UsageError& e) {
    std::cerr << "cocotalk plugin test: " << e.what() << "\n";
    return cocotalk::contract::exit_usage;
  } catch (const std::exception& e) {
    std::cerr << e.what() << "\n";
    return cocotalk::contract::exit_refused;
  }
}
