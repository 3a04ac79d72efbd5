// The storage plugin's settings for tests, as the host would hand them over.
#pragma once

#include "storage/storage.hpp"

#include <cocotalk/testing/storage/provider.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cocotalk::storage::test {

// `changed` differ from small values that make tests reach limits soon.
inline std::vector<coco_setting> settings(const std::map<std::string, std::int64_t>& changed = {}) {
  std::map<std::string, std::int64_t> values = {
      {"gather", 1},           {"queue", 4096}, {"queue_bytes", 64 << 20}, {"readers", 2}, {"checkpoint_bytes", 1 << 20},
      {"cache_bytes", 4 << 20}};
  for (const auto& [name, value] : changed) values.at(name) = value;
  std::vector<coco_setting> out;
  for (const coco_setting_spec& spec : Storage::settings)
    out.push_back({sizeof(coco_setting), spec.type, coco::view(spec.name), values.at(spec.name), {nullptr, 0}, nullptr, 0});
  return out;
}

inline const coco_plugin& plugin() {
  static constexpr coco_plugin descriptor = coco::detail::Exported<Storage>::descriptor();
  return descriptor;
}

inline std::unique_ptr<testing::storage::PluginProvider> provider(const std::map<std::string, std::int64_t>& changed = {}) {
  return std::make_unique<testing::storage::PluginProvider>(plugin(), settings(changed));
}

}  // namespace cocotalk::storage::test
