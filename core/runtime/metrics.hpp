// The numbers of all plugins, and their text for Prometheus.
#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::runtime {

// Made by the host before its plugins, gone after them. All functions [any]. The numbers are added to atomically by their owners
// and never move.
class Metrics {
 public:
  // The number cocotalk_⟨name⟩{plugin="⟨plugin⟩",⟨labels⟩}; the same one for the same arguments. Kind and help of the first
  // caller stay. Characters that Prometheus does not allow in a name become '_'.
  std::int64_t* find(coco_metric_kind kind, std::string_view plugin, std::string_view name, std::string_view labels,
                     std::string_view help);
  // All numbers cocotalk_⟨name⟩ together, whatever their plugin and labels; nothing when there is none.
  std::optional<std::int64_t> sum(std::string_view name) const;
  // Text exposition format 0.0.4.
  std::string prometheus() const;

 private:
  struct Family {
    coco_metric_kind kind;
    std::string help;
    std::map<std::string, std::unique_ptr<std::int64_t>> numbers;  // by labels
  };
  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;  // by name
};

}  // namespace cocotalk::runtime
