#include "core/host/plugin_settings.hpp"

namespace cocotalk::host {

Section given_settings(const std::string& plugin_id, const std::vector<Override>& overrides) {
  Section out{plugin_id, "settings", plugin_id, {}};
  const std::string prefix = plugin_id + ".";
  for (const Override& each : overrides) {
    Json value;
    value.kind = Json::Kind::string;
    value.text = each.value;
    out.given.push_back(
        {each.key.starts_with(prefix) ? each.key.substr(prefix.size()) : each.key, value, each.spelling, Given::Source::flag});
  }
  return out;
}

}  // namespace cocotalk::host
