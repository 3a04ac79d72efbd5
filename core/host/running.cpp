#include "core/host/running.hpp"

#include "core/host/columns.hpp"
#include "core/host/plugin_use.hpp"
#include "core/runtime/json_text.hpp"

#include <algorithm>
#include <vector>

namespace cocotalk::host {
namespace {

using runtime::json_text;

std::string whole_microseconds(std::optional<std::chrono::nanoseconds> time) {
  return time ? std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(*time).count()) : "null";
}

std::string json_of(const Seat& seat, const std::string& state) {
  const plugins::Description& plugin = seat.description();
  const PluginUse use = use_of(*seat.instance);
  const plugins::Health health = seat.instance->health();
  return "{\"id\":" + json_text(plugin.id) + ",\"version\":" + json_text(plugin.version) + ",\"state\":" + json_text(state) +
         ",\"calls\":" + std::to_string(use.calls) + ",\"underWay\":" + std::to_string(use.under_way) +
         ",\"meanMicroseconds\":" + whole_microseconds(use.mean) + ",\"errors\":" + std::to_string(seat.instance->errors()) +
         ",\"health\":" + json_text(health.sentence) + ",\"file\":" + json_text(seat.planned->library.file()) +
         ",\"builtWith\":" + json_text(plugin.built_with) + "}";
}

// One the host was started without.
std::string json_of(const LeftOut& plugin) {
  return "{\"id\":" + json_text(plugin.plugin) +
         ",\"version\":\"\",\"state\":\"left out\",\"calls\":0,\"underWay\":0,\"meanMicroseconds\":null,"
         "\"errors\":0,\"health\":" +
         json_text(plugin.sentence) + ",\"file\":\"\",\"builtWith\":\"\"}";
}

using Row = std::vector<std::string>;

std::string cell(const Json& plugin, std::string_view key) {
  const Json* const value = plugin.member(key);
  return value == nullptr ? "" : value->text;
}

std::string mean_cell(const Json& plugin) {
  const std::string mean = cell(plugin, "meanMicroseconds");
  return mean.empty() ? "" : mean + " µs";
}

}  // namespace

std::string running_json(const Host& host, std::chrono::steady_clock::time_point now) {
  std::string out;
  const auto add = [&out](const std::string& json) { out += (out.empty() ? "" : ",") + json; };
  for (const Seat& seat : host.seats()) add(json_of(seat, seat.instance->is_left_out() ? "left out" : "running"));
  for (const LeftOut& each : host.left_out()) add(json_of(each));
  for (const Retired::Retiring& one : host.retired().list()) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - one.since).count();
    add(json_of(one.seat, (one.is_stopping ? "stopping since " : "retiring since ") + std::to_string(seconds) + " s"));
  }
  return "[" + out + "]";
}

std::string running_table(const Json& plugins) {
  std::vector<Row> rows = {{"plugin", "version", "state", "calls", "under way", "mean", "errors", "file, built with"}};
  for (const Json& plugin : plugins.items) {
    rows.push_back({cell(plugin, "id"), cell(plugin, "version"), cell(plugin, "state"), cell(plugin, "calls"),
                    cell(plugin, "underWay"), mean_cell(plugin), cell(plugin, "errors"),
                    cell(plugin, "file") + ", " + cell(plugin, "builtWith")});
    if (const std::string health = cell(plugin, "health"); !health.empty()) rows.back().back() += "; " + health;
  }
  std::vector<int> widths(rows[0].size(), 0);
  for (const Row& row : rows)
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]) + 2);
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += left_in(row[i], widths[i]);
    out += "\n";
  }
  return out;
}

}  // namespace cocotalk::host
