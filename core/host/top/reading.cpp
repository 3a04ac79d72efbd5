#include "core/host/top/reading.hpp"

#include "core/host/columns.hpp"
#include "core/host/json.hpp"

#include <cocotalk/plugin.hpp>

#include <charconv>
#include <string_view>

namespace cocotalk::host::top {
namespace {

[[noreturn]] void refuse() {
  throw coco::Error(COCO_INTERNAL, "the host did not answer as this version expects; use the same version");
}

const Json& needed(const Json& object, std::string_view key, Json::Kind kind) {
  const Json* const found = object.member(key);
  if (found == nullptr || found->kind != kind) refuse();
  return *found;
}

std::string text(const Json& object, std::string_view key) { return harmless(needed(object, key, Json::Kind::string).text); }

// Null and absent are the same.
std::optional<double> number(const Json& object, std::string_view key) {
  const Json* const found = object.member(key);
  if (found == nullptr || found->kind != Json::Kind::number) return std::nullopt;
  double value = 0;
  const std::string& written = found->text;
  if (std::from_chars(written.data(), written.data() + written.size(), value).ec != std::errc()) refuse();
  return value;
}

std::int64_t whole(const Json& object, std::string_view key) {
  return static_cast<std::int64_t>(number(object, key).value_or(0));
}

PluginReading plugin(const Json& object) {
  return {text(object, "id"),     text(object, "version"), text(object, "state"),    text(object, "sentence"),
          whole(object, "calls"), whole(object, "errors"), number(object, "mean_us")};
}

}  // namespace

Reading read_status(const std::string& json) {
  Json answer;
  try {
    answer = parse_json(json);
  } catch (const MalformedJson&) {
    refuse();
  }
  if (const Json* refused = answer.member("refused"); refused != nullptr && !refused->items.empty())
    throw coco::Error(COCO_INTERNAL, harmless(refused->items[0].text));
  const Json& host = needed(answer, "host", Json::Kind::object);
  const Json& now = needed(answer, "now", Json::Kind::object);
  Reading out;
  out.version = text(host, "version");
  out.status = text(host, "status");
  out.started_ms = whole(host, "started_at");
  out.connections = number(now, "connections");
  out.messages = number(now, "messages_per_second");
  out.deliveries = number(now, "deliveries_per_second");
  out.commits = number(now, "commits_per_second");
  out.commit_ms = number(now, "commit_ms");
  out.commit_queue = number(now, "commit_queue");
  out.read_queue = number(now, "read_queue");
  out.outbox_bytes = number(now, "outbox_bytes");
  for (const Json& one : needed(answer, "plugins", Json::Kind::array).items) out.plugins.push_back(plugin(one));
  return out;
}

}  // namespace cocotalk::host::top
