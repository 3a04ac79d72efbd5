#include "core/host/reference.hpp"

#include "core/host/plan.hpp"
#include "core/host/resolve.hpp"
#include "core/plugins/settings.hpp"

namespace cocotalk::host {
namespace {

constexpr std::string_view introduction = R"md(# Configuration

*Made by `cocotalk docs configuration` from the settings the plugins declare. Do not edit it by hand.*

One JSON file says which plugins take part and how they are set. Comments (`//` and `/* */`) are allowed, and so is a comma after the last element.

```json
{
  "data": "./data",                          // the host's own settings stand at the top
  "log": { "level": "info" },
  "plugins": {
    "net": { "listen": ["127.0.0.1:8080"] }, // net.so of the plugin folder, with one setting
    "storage": {},                           // all defaults
    "session-policy": {},                    // another rule for devices: write { "plugin": "session-policy-max" }
    "mine": { "plugin": "./mine.so" }        // a library of your own, seen from this file's folder
  },
  "service": {}                              // settings of the messenger itself
}
```

A plugin's name here is the name of its library, or any name of yours when `plugin` says which library it is. Which plugins stand in the file decides what the
host is; their order does not matter.

* **Precedence**: `--set plugin.key=value` (and `--data`, `--listen`) over the environment over the file over the default.
* **Environment**: `COCOTALK_⟨PLUGIN⟩_⟨KEY⟩`, upper case, `-` becomes `_`: `COCOTALK_NET_LISTEN`, `COCOTALK_LOG_LEVEL`, `COCOTALK_DATA`. `COCOTALK_LISTEN` is short
  for `COCOTALK_NET_LISTEN`. Lists are separated by commas.
* **Sizes** are numbers of bytes or `"64 KiB"`, `"25 MiB"`, `"5 GiB"`, `"1 TiB"`; **durations** are numbers of milliseconds or `"1500 ms"`, `"20 s"`, `"5 min"`, `"24 h"`, `"30 d"`.
* Everything that is wrong is said at once, with file and line, before a connection is accepted; the exit code is 78. `cocotalk check` says it without starting.
* A path in `data` is seen from where the program is started.
)md";

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string table(const std::string& section, std::span<const coco_setting_spec> specs) {
  std::string out = "\n| setting | type | default | allowed | environment | what it does |\n|---|---|---|---|---|---|\n";
  for (const coco_setting_spec& spec : specs) {
    const std::string standard = spec.default_value == nullptr ? "*required*"
                                 : *spec.default_value == '\0' ? "(empty)"
                                                               : "`" + cell(spec.default_value) + "`";
    out += "| `" + std::string(spec.name) + "` | " + plugins::type_name(spec.type) + " | " + standard + " | " +
           cell(plugins::range_text(spec)) + " | `" + variable_name(section, spec.name) + "` | " + cell(spec.help) + " |\n";
  }
  return out;
}

std::string list(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "`" : ", `") + id + "`";
  return out.empty() ? "nothing" : out;
}

std::string section(const plugins::Description& plugin) {
  std::vector<std::string> needs;
  for (const plugins::Need& need : plugin.needs) needs.push_back(need.interface_id + (need.is_optional ? "?" : ""));
  std::string out = "\n## " + plugin.id + "\n\nProvides " + list(plugin.provides) + "; needs " + list(needs) + ".\n";
  return out + (plugin.settings.empty() ? "\nNo settings.\n" : table(plugin.id, plugin.settings));
}

}  // namespace

std::string configuration_reference(std::span<const plugins::Description> found) {
  std::string out(introduction);
  out += "\n## The host\n" + table("", host_specs());
  out += "\n## log\n" + table("log", log_specs());
  for (const plugins::Description& plugin : found) out += section(plugin);
  return out;
}

}  // namespace cocotalk::host
