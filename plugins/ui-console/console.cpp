#include "ui-console/console.hpp"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <utility>

#include "ui-console/json_view.hpp"
#include "ui-console/message_id.hpp"
#include "ui-console/network.hpp"
#include "ui-console/password_file.hpp"
#include "ui-console/repository.hpp"
#include "ui-console/screen/painter.hpp"
#include "ui-console/screen/raw_terminal.hpp"
#include "ui-console/screen/screen_dialogue.hpp"
#include "ui-console/terminal.hpp"
#include "ui-console/text_view.hpp"
#include "ui-console/view_model.hpp"

namespace cocotalk::console {

namespace {

constexpr int internal_failure = 70;  // EX_SOFTWARE

std::string_view why_of(Exit exit) {
  switch (exit) {
    case Exit::done: return "the console's input ended";
    case Exit::not_signed_in: return "the console is not signed in";
    case Exit::usage: return "the console was not understood";
    case Exit::lost: return "the console lost its connection";
  }
  return "";
}

std::unique_ptr<View> view_for(Manner::Format format, bool is_interactive, const Output& output) {
  auto write = [&output](std::string_view text) { output.write(text); };
  if (format == Manner::Format::json) return std::make_unique<JsonView>(write);
  return std::make_unique<TextView>(write, is_interactive ? TextView::Echo::hidden : TextView::Echo::shown);
}

}  // namespace

Console::Console(coco::Host host, Options options) : host_(host), options_(std::move(options)) {
  if (!options_.password_file.empty() && options_.cid.empty())
    throw coco::Error(COCO_INVALID, "setting 'password_file' needs setting 'cid', whose password it is");
}

Console::~Console() { stop(); }

void Console::start() {
  gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
  if (!gateway_) throw coco::Error(COCO_UNAVAILABLE, "nobody provides " COCO_GATEWAY ", which the console speaks to");
  thread_ = std::thread([this] { run(); });
}

void Console::stop() {
  inbox_->stop();
  if (thread_.joinable()) thread_.join();
  gateway_ = {};
}

void Console::run() {
  int code = internal_failure;
  std::string why;
  try {
    const Exit exit = converse();
    code = static_cast<int>(exit);
    why = why_of(exit);
  } catch (const Stopped&) {
    return;
  } catch (const OutputGone&) {
    code = static_cast<int>(Exit::done);
    why = "nobody reads the console's output any more";
  } catch (const std::exception& e) {
    why = "the console failed: " + std::string(e.what());
    host_.error(why);
  }
  if (options_.stops_host_at_end) host_.stop_host(code, why);
}

Exit Console::converse() {
  const bool is_terminal = ::isatty(options_.input) != 0 && ::isatty(options_.output) != 0;
  if (is_terminal && options_.format == Manner::Format::lines && !options_.wants_lines)
    if (const std::optional<Exit> exit = converse_on_screen()) return *exit;
  return converse_in_lines();
}

std::optional<Exit> Console::converse_on_screen() {
  const Output output(options_.output, inbox_);
  const char* const no_colour = std::getenv("NO_COLOR");  // no-color.org: set and not empty
  const bool has_colours = no_colour == nullptr || *no_colour == '\0';
  std::optional<Painter> painter;
  try {
    painter.emplace(output, has_colours ? Painter::Look::colours : Painter::Look::plain);
  } catch (const coco::Error& e) {
    host_.warn("no full screen: " + std::string(e.what()));
    return std::nullopt;
  }
  const RawTerminal raw(options_.input);
  ScreenView view;
  Network network(*gateway_, inbox_);
  Repository repository(network, [this] { return new_message_id(); });
  ViewModel view_model(repository, view, options_.device, ViewModel::Loss::is_mended);
  ScreenDevice device;
  device.input = options_.input;
  device.size = [this] { return size_of(options_.output); };
  device.paint = [&painter](const Grid& grid) { painter->paint(grid); };
  device.forget = [&painter] { painter->forget(); };
  device.random = [this] { return random(); };
  ScreenDialogue dialogue(device, *inbox_, view_model, view);
  network.while_waiting = [&dialogue] { dialogue.while_waiting(); };
  std::optional<std::string> password;
  try {
    if (!options_.password_file.empty()) password = read_password_file(options_.password_file);
  } catch (const Refusal& why) {
    view.refused("sign-in", why);
  }
  return dialogue.run(options_.cid, password);
}

Exit Console::converse_in_lines() {
  const bool is_interactive = options_.format == Manner::Format::lines && ::isatty(options_.input) != 0;
  LineReader input(options_.input);
  const Output output(options_.output, inbox_);
  const std::unique_ptr<View> view = view_for(options_.format, is_interactive, output);
  Network network(*gateway_, inbox_);
  Repository repository(network, [this] { return new_message_id(); });
  ViewModel view_model(repository, *view, options_.device);
  const Manner manner{options_.format, options_.cid, options_.password_file, is_interactive};
  return Dialogue(manner, input, output, *inbox_, view_model, *view).run();
}

double Console::random() const {
  std::uint32_t drawn = 0;
  host_.random(reinterpret_cast<unsigned char*>(&drawn), sizeof drawn);
  return drawn / 4294967296.0;
}

std::string Console::new_message_id() const {
  std::array<unsigned char, 10> random{};
  host_.random(random.data(), random.size());
  return uuid7(host_.now_ms(), random);
}

}  // namespace cocotalk::console
