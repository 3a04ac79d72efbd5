#include <cocotalk/testing/storage_contract.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

namespace cocotalk::testing::storage {

inline std::unique_ptr<Provider> template_storage() {
  const coco_setting queue{sizeof queue, COCO_SETTING_INTEGER, coco::view("queue"), 4096, {nullptr, 0}, nullptr, 0};
  return std::make_unique<PluginProvider>(coco_plugin_abi1, std::vector{queue});
}

INSTANTIATE_TEST_SUITE_P(TemplateStorage, StorageContract, ::testing::Values(Factory([] { return template_storage(); })));

}  // namespace cocotalk::testing::storage

namespace cocotalk::testing {
namespace {

TEST(TemplateStorage, SaysThatNothingIsKept) {
  TestedPlugin plugin(coco_plugin_abi1);
  EXPECT_TRUE(plugin.host().logged("everything is kept in memory and gone when the host ends"));
}

}  // namespace
}  // namespace cocotalk::testing
