// The commands that start plugins to serve, or that only see whether they could: run, check, console.
#include "core/host/admin.hpp"
#include "core/host/admin_socket.hpp"
#include "core/host/crash_record.hpp"
#include "core/host/host.hpp"
#include "core/host/last_words.hpp"
#include "core/host/places.hpp"
#include "core/host/program.hpp"
#include "core/host/requests.hpp"
#include "core/host/signal_stack.hpp"

#include <malloc.h>
#include <poll.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace cocotalk::host {
namespace {

// How often the host looks after plugins that were replaced and are not gone.
constexpr std::chrono::milliseconds quickly{20};

// "tls:[::1]:8443" is https://[::1]:8443.
std::string url_of(std::string_view address) {
  constexpr std::string_view tls = "tls:";
  const bool is_tls = address.starts_with(tls);
  return (is_tls ? "https://" : "http://") + std::string(address.substr(is_tls ? tls.size() : 0));
}

// As many of the allocator's arenas as threads can run at once, not eight times as many: what one thread gave back, the next
// takes. Before there are threads.
void share_free_memory() { ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))); }

// Does what signals, plugins and operators ask for, until somebody asks to stop; answers the exit code.
int wait_and_serve(Requests& requests, AdminSocket& socket, Admin& admin, Host& host) {
  for (;;) {
    pollfd waiting[] = {{requests.fd(), POLLIN, 0}, {socket.fd(), POLLIN, 0}, {host.errands().fd(), POLLIN, 0}};
    ::poll(waiting, std::size(waiting), static_cast<int>((host.retired().is_empty() ? Host::look_every : quickly).count()));
    requests.passed_by();
    if (const auto exit_code = requests.exit_code()) return *exit_code;
    if (requests.take_reload()) admin.reload();
    socket.serve(std::chrono::steady_clock::now());
    host.errands().run([&admin](const Errand& errand) { return admin.perform(errand); });
    host.look();
  }
}

// What the plan has to say, before anything is made.
void tell_beforehand(const Plan& plan, runtime::Log& log) {
  for (const std::string& warning : plan.warnings) log.warn(warning);
  for (const LeftOut& each : plan.left_out) log.error(each.sentence);
}

using ReadAgain = std::function<ConfigurationText()>;

// Starts, serves and stops; answers the exit code. A start that fails has stopped everything again.
int serve(Prepared& prepared, const Program& program, const Invocation& invocation, const std::string& configuration_file,
          const ReadAgain& read_again) {
  share_free_memory();
  const Plan& plan = prepared.plan;
  runtime::Log log(plan.host.log_format, plan.host.log_level);
  // Two seconds more than the plugins get: then the host itself hangs in one of them.
  Requests requests(log, plan.host.drain + std::chrono::seconds(2));
  std::signal(SIGPIPE, SIG_IGN);
  tell_beforehand(plan, log);
  make_data_folder(plan.host.data);
  const SignalStack stack;
  keep_last_words(CrashRecord::file_in(plan.host.data));
  Host host(plan, log, [&requests](int exit_code, std::string_view why) { requests.stop(exit_code, why); });
  Admin admin({host, plan.host, prepared.copies, environment_of_process(), plugin_folder(invocation),
               [&](TryFirst try_first) {
                 return planned(program, invocation, read_again(), Scope::everything, prepared.copies, std::move(try_first));
               },
               [&requests] { return requests.exit_code().has_value(); }, log});
  AdminSocket socket(plan.host.data, [&admin](std::string_view line) { return admin.answer(line); });
  log.info("starts " + std::to_string(plan.plugins.size()) + " plugins of " + configuration_file + ", data in " +
           plan.host.data.string());
  host.start();
  host.errands().open();
  for (const std::string& address : host.open()) std::cout << "ready " << url_of(address) << std::endl;
  const int exit_code = wait_and_serve(requests, socket, admin, host);
  host.errands().close();
  if (const auto stuck = host.stop()) {
    log.error("plugin '" + *stuck + "' has not stopped within the drain deadline; ends without it");
    std::_Exit(exit_failed);
  }
  log.info("stopped");
  return exit_code;
}

}  // namespace

int run(const Program& program, const Invocation& invocation) {
  const ReadAgain read = [&] { return chosen_configuration(invocation, invocation.words.empty() ? "" : invocation.words[0]); };
  const ConfigurationText source = read();
  Prepared prepared(program, invocation, source, Scope::everything);
  return serve(prepared, program, invocation, source.file, read);
}

int check(const Program& program, const Invocation& invocation) {
  const ConfigurationText source = chosen_configuration(invocation, invocation.words.empty() ? "" : invocation.words[0]);
  const Prepared prepared(program, invocation, source, Scope::everything);
  runtime::Log log(prepared.plan.host.log_format, prepared.plan.host.log_level);
  tell_beforehand(prepared.plan, log);
  const Host host(prepared.plan, log, [](int, std::string_view) {});
  std::cout << source.file << ": fine\n";
  return exit_done;
}

int console(const Program& program, const Invocation& invocation) {
  const ConfigurationText source =
      invocation.config ? read_configuration_file(*invocation.config) : ready_configuration("console");
  Invocation with_url = invocation;
  with_url.overrides.push_back({"gateway-remote.url", invocation.words[0], "console " + invocation.words[0]});
  if (invocation.has("--line")) with_url.overrides.push_back({"ui-console.line", "true", "console --line"});
  if (invocation.has("--json")) with_url.overrides.push_back({"ui-console.json", "true", "console --json"});
  Prepared prepared(program, with_url, source, Scope::everything);
  return serve(prepared, program, with_url, source.file, [&source] { return source; });
}

}  // namespace cocotalk::host
