// A plugin linked into a test: tells what happens to it.
#pragma once

#include <cocotalk/plugin.hpp>

#include <string>
#include <utility>
#include <vector>

namespace cocotalk::plugins {

// A table with nothing in it.
struct EmptyTable {
  std::uint32_t size = sizeof(EmptyTable), reserved = 0;
  void* self = nullptr;
};

class LinkedPlugin;

// What the linked plugin of a test did, and what it shall do. One per test: it is static, as a plugin's code is.
struct Script {
  std::vector<std::string> events;
  std::string fail_in;  // "create", "start": throw there
  bool answers_stop = true;
  coco::Completion unanswered;  // of a stop() that is not answered
  coco::Completion empty;       // of a retire()
  const coco_host* host = nullptr;
  LinkedPlugin* alive = nullptr;  // a test that leaves it stuck deletes it, as no host does
};
inline Script script;

class LinkedPlugin {
 public:
  static constexpr char id[] = "linked", version[] = "1.2.3";
  static constexpr const char* provides[] = {"test.table/1", nullptr};
  static constexpr const char* needs[] = {"test.other/1?", nullptr};
  static constexpr coco_setting_spec settings[] = {coco::integer("lanes", "2", 1, 64, "how many")};

  LinkedPlugin(coco::Host host, const coco::Settings& values) {
    script.host = host.raw();
    script.alive = this;
    script.events.push_back("created with " + std::to_string(values.number("lanes")));
    if (script.fail_in == "create") throw coco::Error(COCO_INVALID, "cannot be created");
  }
  ~LinkedPlugin() { script.events.emplace_back("destroyed"); }
  void start() {
    script.events.emplace_back("started");
    if (script.fail_in == "start") throw coco::Error(COCO_INTERNAL, "cannot start");
  }
  void stop(coco::Completion&& drained) {
    script.events.emplace_back("stopped");
    if (script.answers_stop)
      drained.ok();
    else
      script.unanswered = std::move(drained);
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == "test.table/1" ? &table_ : nullptr; }

 private:
  const EmptyTable table_;
};

inline constexpr coco_plugin linked_plugin = coco::detail::Exported<LinkedPlugin>::descriptor();

// The same with something it cannot hand over.
inline constexpr coco_plugin retiring_plugin = [] {
  coco_plugin plugin = linked_plugin;
  plugin.retire = [](void*, coco_completion empty) {
    script.events.emplace_back("retired");
    script.empty = coco::Completion(empty);
  };
  return plugin;
}();

}  // namespace cocotalk::plugins
