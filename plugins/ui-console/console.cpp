#include "ui-console/console.hpp"

#include <unistd.h>

#include <array>
#include <exception>
#include <utility>

#include "ui-console/json_view.hpp"
#include "ui-console/message_id.hpp"
#include "ui-console/network.hpp"
#include "ui-console/repository.hpp"
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

std::string Console::new_message_id() const {
  std::array<unsigned char, 10> random{};
  host_.random(random.data(), random.size());
  return uuid7(host_.now_ms(), random);
}

}  // namespace cocotalk::console
