#include "storage-memory/storage_memory.hpp"

#include <cocotalk/testing/storage_contract.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

namespace cocotalk::testing::storage {

inline std::unique_ptr<Provider> storage_in_memory() {
  std::vector<coco_setting> settings;
  for (const auto& [name, number] : {std::pair{"queue", 4096}, {"queue_bytes", 64 << 20}, {"max_bytes", 1 << 30}})
    settings.push_back({sizeof(coco_setting), COCO_SETTING_INTEGER, coco::view(name), number, {nullptr, 0}, nullptr, 0});
  return std::make_unique<PluginProvider>(coco_plugin_abi1, std::move(settings));
}

INSTANTIATE_TEST_SUITE_P(Memory, StorageContract, ::testing::Values(Factory([] { return storage_in_memory(); })));

}  // namespace cocotalk::testing::storage
