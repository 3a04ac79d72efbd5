#include "core/runtime/metrics.hpp"

#include <algorithm>

namespace cocotalk::runtime {
namespace {

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
  return out;
}

std::string name_of(std::string_view name) {
  std::string out = "cocotalk_";
  for (const char c : name) {
    const bool is_allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    out += is_allowed ? c : '_';
  }
  return out;
}

}  // namespace

std::int64_t* Metrics::find(coco_metric_kind kind, std::string_view plugin, std::string_view name, std::string_view labels,
                            std::string_view help) {
  std::string series = "plugin=\"" + std::string(plugin) + "\"";
  if (!labels.empty()) series += "," + std::string(labels);
  std::replace(series.begin(), series.end(), '\n', ' ');
  const std::lock_guard lock(mutex_);
  Family& family = families_.try_emplace(name_of(name), Family{kind, one_line(help), {}}).first->second;
  std::unique_ptr<std::int64_t>& number = family.numbers[series];
  if (!number) number = std::make_unique<std::int64_t>(0);
  return number.get();
}

std::optional<std::int64_t> Metrics::sum(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = families_.find(name_of(name));
  if (found == families_.end()) return std::nullopt;
  std::int64_t out = 0;
  for (const auto& [labels, number] : found->second.numbers) out += __atomic_load_n(number.get(), __ATOMIC_RELAXED);
  return out;
}

std::string Metrics::prometheus() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    out += "# HELP " + name + " " + family.help + "\n";
    out += "# TYPE " + name + (family.kind == COCO_METRIC_GAUGE ? " gauge\n" : " counter\n");
    for (const auto& [labels, number] : family.numbers)
      out += name + "{" + labels + "} " + std::to_string(__atomic_load_n(number.get(), __ATOMIC_RELAXED)) + "\n";
  }
  return out;
}

}  // namespace cocotalk::runtime
