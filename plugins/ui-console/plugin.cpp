// ui-console: the terminal client.
#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include "ui-console/console.hpp"

namespace cocotalk::console {

class Plugin {
 public:
  static constexpr char id[] = "ui-console", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};
  static constexpr const char* devices[] = {"WEB", "MOBILE", nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::boolean("json", "false", "one JSON object a line, in and out"),
      coco::boolean("line", "false", "lines instead of the full screen, also at a terminal"),
      coco::string("cid", "", "signs in with this id at once; empty: waits for /sign-in"),
      coco::string("password_file", "", "file whose first line is the password of `cid`; empty: it is asked for"),
      coco::choice("device", "WEB", devices, "the device class to sign in as"),
      coco::boolean("stop_at_end", "false", "stop the host when the input ends, with the console's exit code"),
  };

  Plugin(coco::Host host, const coco::Settings& values) : console_(host, options_of(values)) {}

  void start() { console_.start(); }
  void stop(coco::Completion&& drained) {
    console_.stop();
    drained.ok();
  }
  const void* interface_of(std::string_view) { return nullptr; }

 private:
  static Options options_of(const coco::Settings& values) {
    Options options;
    options.format = values.flag("json") ? Manner::Format::json : Manner::Format::lines;
    options.wants_lines = values.flag("line");
    options.cid = values.text("cid");
    options.password_file = values.text("password_file");
    options.device = values.text("device") == "MOBILE" ? COCO_MOBILE : COCO_WEB;
    options.stops_host_at_end = values.flag("stop_at_end");
    return options;
  }

  Console console_;
};

}  // namespace cocotalk::console

COCO_EXPORT(cocotalk::console::Plugin)
