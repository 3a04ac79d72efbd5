// The commands that ask a running host: plugins --running, plugin replace, reload.
#include "core/host/admin_socket.hpp"
#include "core/host/program.hpp"
#include "core/host/running.hpp"
#include "core/runtime/json_text.hpp"

#include <filesystem>
#include <iostream>

namespace cocotalk::host {
namespace {

using runtime::json_text;

std::string ask(const Invocation& invocation, const std::string& request) {
  const std::filesystem::path folder =
      data_folder(chosen_configuration(invocation), invocation.overrides, environment_of_process());
  return ask_running_host(folder, request);
}

// Prints what was done, or why nothing was; the exit code says which.
int ask_and_tell(const Invocation& invocation, const std::string& request) {
  const Json answer = parse_json(ask(invocation, request));
  if (const Json* refused = answer.member("refused")) {
    for (const Json& why : refused->items) std::cerr << why.text << "\n";
    std::cerr << "nothing was changed\n";
    return exit_failed;
  }
  if (const Json* lines = answer.member("lines"))
    for (const Json& line : lines->items) std::cout << line.text << "\n";
  return exit_done;
}

}  // namespace

int list_running(const Invocation& invocation) {
  const std::string answer = ask(invocation, R"({"command":"plugins"})");
  const Json parsed = parse_json(answer);
  const Json* const plugins = parsed.member("plugins");
  if (plugins == nullptr)
    throw coco::Error(COCO_INTERNAL, "the host did not answer as this version expects; use the same version");
  if (invocation.has("--json"))
    std::cout << answer << "\n";
  else
    std::cout << running_table(*plugins);
  return exit_done;
}

int replace_plugin(const Program&, const Invocation& invocation) {
  const std::string file = std::filesystem::absolute(invocation.words[1]).string();
  return ask_and_tell(
      invocation, R"({"command":"replace","plugin":)" + json_text(invocation.words[0]) + ",\"file\":" + json_text(file) + "}");
}

int reload(const Program&, const Invocation& invocation) { return ask_and_tell(invocation, R"({"command":"reload"})"); }

}  // namespace cocotalk::host
