// Polls in rooms: commands, an event and a page of its own (docs/plugin-commands.md).
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string_view>

#include "poll/commands.hpp"
#include "poll/page.hpp"

namespace cocotalk::poll {
namespace {

class PollPlugin {
 public:
  static constexpr char id[] = "poll", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_COMMANDS, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, COCO_STORAGE, COCO_HTTP "?", COCO_NET "?", nullptr};

  PollPlugin(coco::Host host, const coco::Settings&) : commands_(host), page_(host) {}
  void start() {
    commands_.start();
    page_.start();
  }
  // First nobody comes by HTTP any more, then nobody at all.
  void stop(coco::Completion&& drained) {
    auto kept = std::make_shared<coco::Completion>(std::move(drained));
    page_.stop(coco::Completion(coco::on_completion<void>(
        [this, kept](coco_status, const void*, const coco_error*) { commands_.stop(std::move(*kept)); })));
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_COMMANDS ? commands_.table() : nullptr; }

 private:
  Commands commands_;
  Page page_;
};

}  // namespace
}  // namespace cocotalk::poll

COCO_EXPORT(cocotalk::poll::PollPlugin)
