#include "core/host/program.hpp"

#include "core/host/places.hpp"

#include <cocotalk/plugin.hpp>

#include <iostream>
#include <utility>

namespace cocotalk::host {
namespace {

constexpr Option policy_try_options[] = {{"--log", "FILE", "recorded sign-ins, as `policy log` writes them"},
                                         {"--json", "", "one JSON object"}};
constexpr Option plugin_check_options[] = {{"--json", "", "one JSON object"},
                                           {"--no-probe", "", "only read the file"},
                                           {"--patience", "MS", "how long the probe may take (default 10000)"}};
constexpr Option plugin_probe_options[] = {{"--scratch", "DIR", "where it may write"},
                                           {"--memory", "BYTES", "its address space"},
                                           {"--processor", "SECONDS", "its processor time"}};
constexpr Option plugins_options[] = {{"--json", "", "as JSON"},
                                      {"--running", "", "those of the host that serves the data folder, and how they are"}};
constexpr Option top_options[] = {{"--every", "TIME", "how often it looks: 500ms, 2s (default 1s)"},
                                  {"--once", "", "a plain report, as where there is no terminal"},
                                  {"--json", "", "one JSON object, once"}};
constexpr Option console_options[] = {{"--json", "", "JSON Lines, in and out, for programs"},
                                      {"--line", "", "lines, also at a terminal that could show the full screen"}};
constexpr Option plugin_test_options[] = {
    {"--interface", "ID", "only this interface of it: cocotalk.storage/1"},
    {"--driver", "FILE", "a library that plays the clients of a transport"},
    {"--rule", "NAME", "only these rules; * stands for anything; as often as you like"},
    {"--without", "NAME", "not these rules; * stands for anything; as often as you like"},
    {"--deadline", "SECONDS", "what one rule may take (default 60)"},
    {"--list", "", "the rules of every interface; without a library"},
};
constexpr Option user_add_options[] = {{"--name", "TEXT", "the name others see (default: the CID)"},
                                       {"--role", "ROLE", "user or admin (default user)"}};
constexpr Option disable_options[] = {{"--enable", "", "let the account sign in again"}};
constexpr Option seed_options[] = {
    {"--rooms", "N", "how many rooms (default 0)"},
    {"--members", "N", "members of each room (default 10)"},
    {"--messages", "N", "messages in each room (default 0)"},
    {"--regulars", "N", "of the accounts, so many share all rooms and are in many (default 0)"},
    {"--tokens", "", "an access token for each account"},
};

constexpr Command commands[] = {
    {"run",
     "[CONFIG]",
     "serve, until SIGTERM or Ctrl-C",
     "Prints one line `ready http://ADDRESS:PORT` (or https) on standard output when clients may come; the log goes to standard "
     "error.\n"
     "The first SIGTERM or Ctrl-C lets everything finish, a second one ends at once.",
     {},
     &run},
    {"check",
     "[CONFIG]",
     "say everything that is wrong with a configuration",
     "Loads and creates every plugin, starts none and writes nothing. Exit code 0, or 78.",
     {},
     &check},
    {"plugins", "", "the plugins that are found, and their settings", "", plugins_options, &list_plugins},
    {"top", "", "watch the host that serves the data folder: connections, rates, queues, plugins",
     "Refreshes itself until q. A host that ends meanwhile is looked for again. Exit code 0, or 1 when none serves the folder;\n"
     "docs/top.md shows what is seen.",
     top_options, &top_of_host},
    {"plugin new",
     "KIND NAME [FOLDER]",
     "begin a plugin: source, test, build and README",
     "KIND is transport, auth, session-policy, storage, files, push, mail, ui or command; NAME is in lower-case words. FOLDER "
     "(default: NAME) must\n"
     "not be there yet. What is made builds and passes its test at once; the package cocotalk-dev has all it needs.",
     {},
     &new_plugin},
    {"plugin check", "FILE", "say everything that is wrong with a plugin's file",
     "Reads the file before any of its code runs; then creates and destroys the plugin in a process of its own. Settings are "
     "given as\n"
     "--set NAME=VALUE. What it needs is looked for in the plugin folder, or in the configuration named by --config. Exit code "
     "0, or 1;\n"
     "docs/checking.md explains every finding.",
     plugin_check_options, &check_plugin},
    {"plugin allow",
     "NAME",
     "let a plugin that crashed too often take part again",
     "Three crashes within ten minutes, and a host starts without it. The data folder is that of the configuration, --config or "
     "--data.",
     {},
     &allow_plugin},
    {"plugin seal",
     "FILE",
     "write into a plugin's file by what damage is seen",
     "cocotalk_add_plugin() does it after linking.",
     {},
     &seal_plugin},
    {"plugin probe", "FILE", "", "The child of `plugin check`, for debuggers: loads, creates and destroys the plugin.",
     plugin_probe_options, &probe_plugin},
    {"plugin replace",
     "NAME FILE",
     "put another library in the place of a running plugin",
     "NAME as `plugins --running` shows it. Connections stay, nothing is refused or lost. What fails leaves the old one "
     "serving:\n"
     "exit code 1 and the reason. docs/replacing.md says what cannot be replaced.",
     {},
     &replace_plugin},
    {"reload",
     "",
     "have the running host read its configuration again",
     "The same as SIGHUP to it, but tells what came of it. Plugins whose settings or files changed are replaced, all or none.",
     {},
     &reload},
    {"plugin test", "[FILE]", "try a plugin's library against the rules of its interfaces",
     "FILE is loaded as the host loads it, between fakes for what it needs, once for each rule, in a process of its own: what a "
     "rule\n"
     "does to it, it does to nothing else. Settings are given as --set NAME=VALUE. Exit code 0, 1 when a rule is broken, or 78 "
     "when "
     "the\n"
     "library is refused.",
     plugin_test_options, &test_plugin},
    {"console", "URL", "chat on a server from this terminal", "URL is where the server listens: http://127.0.0.1:8080",
     console_options, &console},
    {"user add", "CID", "make an account", "Asks for the password on the terminal, or reads it from standard input: one line.",
     user_add_options, &add_user},
    {"user password",
     "CID",
     "give an account a new password",
     "Ends the account's sessions. The password is asked for as in `user add`.",
     {},
     &set_password},
    {"user disable", "CID", "end an account's sessions and let it sign in no more", "", disable_options, &disable_user},
    {"user role", "CID ROLE", "make an account a user or an admin", "", {}, &set_role},
    {"policy try", "FILE", "who would have been signed out by another session policy",
     "Replays recorded sign-ins against the policy in FILE, with the settings --set NAME=VALUE, and against the configured one, "
     "and "
     "shows\n"
     "where they differ.",
     policy_try_options, &try_policy},
    {"policy log",
     "",
     "the sign-ins that are stored, for `policy try`",
     "Prints JSON Lines. Sessions that ended more than a day ago are "
     "forgotten.",
     {},
     &log_sign_ins},
    {"backup", "FILE", "write a consistent copy of everything stored", "FILE must not exist yet.", {}, &backup},
    {"restore",
     "FILE",
     "put a backup in the place of what is stored",
     "The store gets a new epoch, so that clients forget the positions they remember. Stop the server before.",
     {},
     &restore},
    {"seed", "N", "make N accounts for tests and benchmarks", "Their password is unusable; sign in with the tokens. Prints JSON.",
     seed_options, &seed},
    {"docs configuration", "", "docs/configuration.md, made from what the plugins declare", "", {}, &print_reference},
    {"version", "", "the program's version", "", {}, &print_version},
};

}  // namespace

Prepared::Prepared(const Program& program, const Invocation& invocation, const ConfigurationText& source, Scope scope)
    : plan(planned(program, invocation, source, scope, copies)) {}

Plan planned(const Program& program, const Invocation& invocation, const ConfigurationText& source, Scope scope,
             plugins::CopyFolder& copies, TryFirst try_first) {
  return make_plan(source, invocation.overrides,
                   {plugin_folder(invocation), environment_of_process(), program.service, std::move(try_first)}, copies, scope);
}

ConfigurationText chosen_configuration(const Invocation& invocation, const std::string& argument) {
  if (!argument.empty()) return read_configuration_file(argument);
  return invocation.config ? read_configuration_file(*invocation.config) : ready_configuration("cocotalk");
}

std::filesystem::path plugin_folder(const Invocation& invocation) {
  return invocation.plugin_folder.value_or(plugin_folder_of_program());
}

int print_version(const Program&, const Invocation&) {
  std::cout << "cocotalk " COCOTALK_VERSION ", plugin ABI " << COCO_ABI_MAJOR << "." << COCO_ABI_MINOR << "\n";
  return exit_done;
}

int run_program(int argc, const char* const* argv, const coco_plugin& service) {
  try {
    const Invocation invocation = parse_command_line(std::span(argv, static_cast<std::size_t>(argc)).subspan(1), commands);
    if (invocation.command == nullptr && !invocation.wants_help) throw UsageError("no command given; see cocotalk --help");
    if (invocation.wants_help) {
      std::cout << help_text(invocation.command, commands);
      return exit_done;
    }
    return invocation.command->execute({service, commands}, invocation);
  } catch (const UsageError& e) {
    std::cerr << "cocotalk: " << e.what() << "\n";
    return exit_usage;
  } catch (const Refused& e) {
    for (const std::string& complaint : e.complaints()) std::cerr << complaint << "\n";
    return exit_configuration;
  } catch (const std::exception& e) {
    std::cerr << "cocotalk: " << e.what() << "\n";
    return exit_failed;
  }
}

}  // namespace cocotalk::host
