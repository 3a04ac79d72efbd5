#include "core/plugins/written_descriptor.hpp"

#include "plugins/sample_library.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

std::size_t descriptor_at(const std::string& library) {
  return offset_of(library, ElfLibrary(library).exported("coco_plugin_abi1")->address);
}

std::string refusal_of(const std::string& bytes) {
  try {
    const ElfLibrary library(bytes);
    const WrittenDescriptor written(library);
    return "";
  } catch (const ElfDamage& e) {
    return e.what();
  }
}

TEST(WrittenDescriptor, SaysWithoutLoadingWhatAPluginSaysOfItself) {
  for (const std::string& bytes : {sealed_sample(), plain_sample(), packed_sample()}) {
    const ElfLibrary library(bytes);
    const WrittenDescriptor written(library);
    const Description& plugin = written.description();
    EXPECT_EQ(plugin.id, "sample");
    EXPECT_EQ(plugin.version, "1.0.0");
    EXPECT_EQ(plugin.provides, std::vector<std::string>{"test.milk/1"});
    ASSERT_EQ(plugin.needs.size(), 2u);
    EXPECT_TRUE(plugin.needs[0].is_optional);
    EXPECT_EQ(plugin.needs[1].interface_id, "test.water/1");
    ASSERT_EQ(plugin.settings.size(), 1u);
    EXPECT_STREQ(plugin.settings[0].name, "lanes");
    EXPECT_STREQ(plugin.settings[0].help, "how many");
    EXPECT_EQ(plugin.settings[0].max, 64);
  }
}

TEST(WrittenDescriptor, IsRefusedWithTheSentencesOfALoadedOne) {
  std::string library = plain_sample();
  write_at<std::uint16_t>(library, descriptor_at(library) + offsetof(coco_plugin, abi_major), 0);
  EXPECT_EQ(refusal_of(library), "built for plugin ABI 0, this host speaks 1; rebuild it with this SDK");
  library = plain_sample();
  write_at<std::uint32_t>(library, descriptor_at(library) + offsetof(coco_plugin, magic), 7);
  EXPECT_EQ(refusal_of(library),
            "its symbol 'coco_plugin_abi1' is no plugin descriptor (wrong magic number); rebuild it with this SDK");
}

TEST(WrittenDescriptor, ClaimsNoMoreSettingsThanThereAre) {
  std::string library = plain_sample();
  for (const std::uint32_t n : {1000u, 1001u, ~0u}) {
    write_at<std::uint32_t>(library, descriptor_at(library) + offsetof(coco_plugin, n_settings), n);
    EXPECT_NE(refusal_of(library), "") << n;
  }
}

}  // namespace
}  // namespace cocotalk::plugins
