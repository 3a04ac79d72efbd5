// The program: its commands, and what they share.
#pragma once

#include "core/host/command_line.hpp"
#include "core/host/plan.hpp"

#include <span>

namespace cocotalk::host {

inline constexpr int exit_done = 0, exit_failed = 1, exit_usage = 64, exit_configuration = 78;  // sysexits.h: EX_USAGE, EX_CONFIG

struct Program {
  const coco_plugin& service;  // the application
  std::span<const Command> commands;
};

// What a command works with: the checked plan, and the folder its libraries were loaded from.
struct Prepared {
  plugins::CopyFolder copies;
  Plan plan;
  Prepared(const Program& program, const Invocation& invocation, const ConfigurationText& source, Scope scope);
};

// The plan of a configuration, with the libraries copied to `copies`. Throws Refused.
Plan planned(const Program& program, const Invocation& invocation, const ConfigurationText& source, Scope scope,
             plugins::CopyFolder& copies, TryFirst try_first = {});

// The configuration a command was given: `argument`, else --config, else the ready one.
ConfigurationText chosen_configuration(const Invocation& invocation, const std::string& argument = "");
std::filesystem::path plugin_folder(const Invocation& invocation);

// The commands. Each throws Refused or coco::Error, or answers the exit code.
int run(const Program& program, const Invocation& invocation);
int check(const Program& program, const Invocation& invocation);
int console(const Program& program, const Invocation& invocation);
int list_plugins(const Program& program, const Invocation& invocation);
int new_plugin(const Program& program, const Invocation& invocation);
int check_plugin(const Program& program, const Invocation& invocation);
int try_policy(const Program& program, const Invocation& invocation);
int log_sign_ins(const Program& program, const Invocation& invocation);
int allow_plugin(const Program& program, const Invocation& invocation);
int seal_plugin(const Program& program, const Invocation& invocation);
int probe_plugin(const Program& program, const Invocation& invocation);
int top_of_host(const Program& program, const Invocation& invocation);
int list_running(const Invocation& invocation);
int replace_plugin(const Program& program, const Invocation& invocation);
int reload(const Program& program, const Invocation& invocation);
int test_plugin(const Program& program, const Invocation& invocation);
int print_reference(const Program& program, const Invocation& invocation);
int print_version(const Program& program, const Invocation& invocation);
int add_user(const Program& program, const Invocation& invocation);
int set_password(const Program& program, const Invocation& invocation);
int disable_user(const Program& program, const Invocation& invocation);
int set_role(const Program& program, const Invocation& invocation);
int backup(const Program& program, const Invocation& invocation);
int restore(const Program& program, const Invocation& invocation);
int seed(const Program& program, const Invocation& invocation);

// main(): answers the exit code; complaints go to standard error.
int run_program(int argc, const char* const* argv, const coco_plugin& service);

}  // namespace cocotalk::host
