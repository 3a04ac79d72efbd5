#include "core/plugins/descriptor.hpp"

#include "plugins/linked_plugin.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

std::string complaint(const coco_plugin& plugin) {
  const auto described = describe(plugin);
  return std::holds_alternative<BadDescriptor>(described) ? std::get<BadDescriptor>(described).why : "none";
}

TEST(Descriptor, CopiesWhatAPluginSays) {
  const auto out = std::get<Description>(describe(linked_plugin));
  EXPECT_EQ(out.id, "linked");
  EXPECT_EQ(out.version, "1.2.3");
  EXPECT_EQ(out.provides, std::vector<std::string>{"test.table/1"});
  ASSERT_EQ(out.needs.size(), 1u);
  EXPECT_EQ(out.needs[0].interface_id, "test.other/1") << "without the '?'";
  EXPECT_TRUE(out.needs[0].is_optional);
  ASSERT_EQ(out.settings.size(), 1u);
  EXPECT_STREQ(out.settings[0].name, "lanes");
}

TEST(Descriptor, LooksAtTheMagicNumberFirst) {
  coco_plugin plugin{};
  EXPECT_EQ(complaint(plugin),
            "its symbol 'coco_plugin_abi1' is no plugin descriptor (wrong magic number); rebuild it with this SDK");
}

TEST(Descriptor, MissesEveryPart) {
  const auto without = [](auto member) {
    coco_plugin plugin = linked_plugin;
    plugin.*member = nullptr;
    return complaint(plugin);
  };
  EXPECT_EQ(without(&coco_plugin::id), "its descriptor has no 'id'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::version), "its descriptor has no 'version'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::built_with), "its descriptor has no 'built_with'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::provides), "its descriptor has no 'provides'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::needs), "its descriptor has no 'needs'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::settings), "its descriptor has no 'settings'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::create), "its descriptor has no 'create'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::start), "its descriptor has no 'start'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::stop), "its descriptor has no 'stop'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::destroy), "its descriptor has no 'destroy'; fill it in and rebuild it");
  EXPECT_EQ(without(&coco_plugin::interface_of), "its descriptor has no 'interface_of'; fill it in and rebuild it");
}

TEST(Descriptor, AcceptsALongerOneOfALaterSdk) {
  coco_plugin plugin = linked_plugin;
  plugin.size += 16;
  EXPECT_EQ(complaint(plugin), "none");
}

TEST(Descriptor, StepsOverSettingsByTheSizeTheyWereCompiledWith) {
  struct LongerSpec {
    coco_setting_spec spec;
    const char* later;
  };
  LongerSpec specs[] = {{coco::integer("lanes", "2", 1, 64, "how many"), "x"}, {coco::boolean("loud", "false", "whether"), "y"}};
  for (LongerSpec& each : specs) each.spec.size = sizeof(LongerSpec);
  coco_plugin plugin = linked_plugin;
  plugin.settings = &specs[0].spec;
  plugin.n_settings = 2;
  const auto out = std::get<Description>(describe(plugin));
  EXPECT_STREQ(out.settings[1].name, "loud");
}

TEST(Descriptor, RefusesSettingsThatNobodyCanWrite) {
  const auto with = [](coco_setting_spec first, coco_setting_spec second) {
    static coco_setting_spec specs[2];
    specs[0] = first, specs[1] = second;
    coco_plugin plugin = linked_plugin;
    plugin.settings = specs;
    plugin.n_settings = 2;
    return complaint(plugin);
  };
  constexpr coco_setting_spec good = coco::integer("lanes", "2", 1, 64, "how many");
  EXPECT_EQ(with(good, good), "it declares the setting 'lanes' twice; rename one and rebuild the plugin");
  EXPECT_EQ(with(good, coco::boolean("Loud", "false", "whether")),
            "it declares a setting whose name is no lower_case_words; rename it and rebuild the plugin");
  EXPECT_EQ(with(good, coco::boolean("loud", "no", "whether")),
            "its setting 'loud' has a bad default: 'no' is no boolean; write true or false");
  EXPECT_EQ(with(good, coco::choice("colour", "red", nullptr, "which")),
            "its setting 'colour' has no choices; name them and rebuild the plugin");
  EXPECT_EQ(with(good, coco::setting(12, "new", "x", 0, 0, "what")),
            "its setting 'new' has the unknown type 12; rebuild it with this SDK");
  EXPECT_EQ(with(good, coco::boolean("loud", "true", nullptr)),
            "its setting 'loud' has no help; write one line and rebuild the plugin");
}

}  // namespace
}  // namespace cocotalk::plugins
