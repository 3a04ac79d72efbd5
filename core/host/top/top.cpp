// The command `cocotalk top`: what the host that serves the data folder does, live.
#include "core/host/admin_socket.hpp"
#include "core/host/program.hpp"
#include "core/host/top/full_screen.hpp"
#include "core/host/top/picture.hpp"
#include "core/host/top/reading.hpp"
#include "core/host/top/watch.hpp"

#include <cocotalk/plugin.hpp>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>

namespace cocotalk::host {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::string_view question = R"({"command":"status"})";
constexpr std::chrono::seconds patience{2};  // with a host that replaces a plugin just now; keys wait as long
constexpr milliseconds least_every = 200ms, most_every = 1h;

std::int64_t now_ms() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// "2s", "2" or "500ms".
milliseconds every_of(const Invocation& invocation) {
  const std::string given = invocation.value("--every", "1s");
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(given.data(), given.data() + given.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(given.data() + given.size() - end));
  const bool is_read = failure == std::errc() && (unit.empty() || unit == "s" || unit == "ms");
  const milliseconds limit = unit == "ms" ? most_every : most_every / 1000;
  const milliseconds every(is_read && number >= 0 && number <= limit.count() ? unit == "ms" ? number : number * 1000 : 0);
  if (every < least_every || every > most_every)
    throw UsageError("--every " + given + ": write it as 2s or 500ms, from 200ms to 3600s");
  return every;
}

void look(const std::filesystem::path& folder, top::Watch& watch) {
  try {
    watch.saw(top::read_status(ask_running_host(folder, question, patience)), now_ms());
  } catch (const coco::Error& e) {
    watch.missed(e.what(), now_ms());
  }
}

void watch_on_screen(const std::filesystem::path& folder, top::Watch& watch, milliseconds every) {
  const char* const no_colour = std::getenv("NO_COLOR");  // no-color.org: set and not empty
  const top::Look look_of_it = no_colour == nullptr || *no_colour == '\0' ? top::Look::colours : top::Look::plain;
  const top::FullScreen screen(STDIN_FILENO, STDOUT_FILENO);
  Clock::time_point next = Clock::now() + every;
  while (!watch.is_over()) {
    screen.paint(top::painted(top::picture(watch, screen.size(), every, now_ms()), look_of_it));
    const auto left = std::chrono::ceil<milliseconds>(next - Clock::now());
    const top::Happened happened = screen.wait(std::max(left, 0ms));
    if (happened.is_over) return;
    for (const std::string& key : happened.keys) watch.press(key);
    if (Clock::now() < next) continue;
    look(folder, watch);
    next = Clock::now() + every;
  }
}

}  // namespace

int top_of_host(const Program&, const Invocation& invocation) {
  const milliseconds every = every_of(invocation);
  const std::filesystem::path folder =
      data_folder(chosen_configuration(invocation), invocation.overrides, environment_of_process());
  const std::string answer = ask_running_host(folder, question, patience);
  top::Watch watch;
  watch.saw(top::read_status(answer), now_ms());
  const bool is_terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
  if (invocation.has("--json"))
    std::cout << answer << "\n";
  else if (invocation.has("--once") || !is_terminal)
    std::cout << top::text_of(top::report(watch));
  else
    watch_on_screen(folder, watch, every);
  return exit_done;
}

}  // namespace cocotalk::host
