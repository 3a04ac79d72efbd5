#include "core/host/status.hpp"

#include "core/host/description_text.hpp"
#include "core/host/plugin_use.hpp"
#include "core/host/succession.hpp"
#include "core/runtime/json_text.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace cocotalk::host {
namespace {

using runtime::json_text;

std::string number(std::optional<std::int64_t> value) { return value ? std::to_string(*value) : "null"; }

std::string number(std::optional<double> value) {
  if (!value) return "null";
  constexpr int digits_after_the_point = 3;
  char text[400];  // the largest double has 309 digits before it
  const auto written = std::to_chars(std::begin(text), std::end(text), *value, std::chars_format::fixed, digits_after_the_point);
  return {text, written.ptr};
}

std::string about_host(const Host& host) {
  return "{\"version\":\"" COCOTALK_VERSION "\",\"started_at\":" + std::to_string(host.made_ms()) +
         ",\"status\":" + json_text(health_name(host.health())) + "}";
}

std::string load_now(const Host& host) {
  const runtime::Metrics& metrics = host.metrics();
  const Load last = host.load_history().loads().empty() ? Load{} : host.load_history().loads().back();
  return "{\"connections\":" + number(metrics.sum("connections")) +
         ",\"messages_per_second\":" + number(last.messages_per_second) +
         ",\"deliveries_per_second\":" + number(last.deliveries_per_second) +
         ",\"commits_per_second\":" + number(last.commits_per_second) + ",\"commit_ms\":" + number(last.commit_ms) +
         ",\"commit_queue\":" + number(metrics.sum("commit_queue_depth")) +
         ",\"read_queue\":" + number(metrics.sum("read_queue_depth")) +
         ",\"outbox_bytes\":" + number(metrics.sum("outbox_bytes")) + "}";
}

std::string state_of(const Seat& seat) {
  if (seat.instance->is_left_out()) return "left out";
  const coco_health health = seat.instance->health().state;
  return health == COCO_HEALTH_OK ? "running" : std::string(health_name(health));
}

std::string plugin(const Seat& seat, const std::string& state, bool is_replaceable) {
  const plugins::Description& its = seat.description();
  const PluginUse use = use_of(*seat.instance);
  const std::string& file = seat.planned->library.file();
  std::optional<double> mean_us;
  if (use.mean) mean_us = std::chrono::duration<double, std::micro>(*use.mean).count();
  return "{\"id\":" + json_text(its.id) + ",\"version\":" + json_text(its.version) +
         ",\"file\":" + json_text(file.substr(file.rfind('/') + 1)) + ",\"built_with\":" + json_text(its.built_with) +
         ",\"state\":" + json_text(state) + ",\"sentence\":" + json_text(seat.instance->health().sentence) +
         ",\"calls\":" + std::to_string(use.calls) + ",\"errors\":" + std::to_string(seat.instance->errors()) +
         ",\"mean_us\":" + number(mean_us) + ",\"provides\":" + json_list(its.provides) +
         ",\"can_be_replaced\":" + (is_replaceable ? "true" : "false") + "}";
}

// One the host was started without.
std::string plugin(const LeftOut& left_out) {
  return "{\"id\":" + json_text(left_out.plugin) + R"(,"version":"","file":"","built_with":"","state":"left out","sentence":)" +
         json_text(left_out.sentence) + R"(,"calls":0,"errors":0,"mean_us":null,"provides":[],"can_be_replaced":false})";
}

// The values of one column of the history.
template <class Value>
std::string column(const LoadHistory& history, Value Load::*member) {
  std::string out;
  for (const Load& load : history.loads()) out += (out.empty() ? "" : ",") + number(load.*member);
  return "[" + out + "]";
}

}  // namespace

std::string status_json(const Host& host) {
  std::string plugins;
  const auto add = [&plugins](const std::string& json) { plugins += (plugins.empty() ? "" : ",") + json; };
  for (const Seat& seat : host.seats()) add(plugin(seat, state_of(seat), can_be_replaced(seat)));
  for (const LeftOut& each : host.left_out()) add(plugin(each));
  for (const Retired::Retiring& one : host.retired().list()) add(plugin(one.seat, "retiring", false));
  return "{\"host\":" + about_host(host) + ",\"now\":" + load_now(host) + ",\"plugins\":[" + plugins + "]}";
}

std::string history_json(const LoadHistory& history) {
  const auto every_ms = std::chrono::duration_cast<std::chrono::milliseconds>(LoadHistory::every).count();
  return "{\"every_ms\":" + std::to_string(every_ms) + ",\"until\":" + std::to_string(history.until_ms()) +
         ",\"connections\":" + column(history, &Load::connections) +
         ",\"messages_per_second\":" + column(history, &Load::messages_per_second) +
         ",\"commit_ms\":" + column(history, &Load::commit_ms) + "}";
}

}  // namespace cocotalk::host
