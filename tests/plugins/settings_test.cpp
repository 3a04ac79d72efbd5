#include "core/plugins/settings.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::plugins {
namespace {

constexpr const char* colours[] = {"red", "green", nullptr};
constexpr coco_setting_spec lanes = coco::integer("lanes", "2", 1, 64, "how many");
constexpr coco_setting_spec anything = coco::integer("anything", "0", 0, 0, "no range");
constexpr coco_setting_spec limit = coco::bytes("limit", "64 KiB", 1024, 1 << 20, "how much");
constexpr coco_setting_spec colour = coco::choice("colour", "red", colours, "which");
constexpr coco_setting_spec where = coco::list("listen", "", "where");
constexpr coco_setting_spec loud = coco::boolean("loud", "false", "whether");

SettingValue value(const coco_setting_spec& spec, std::string_view text) {
  return std::get<SettingValue>(parse_setting(spec, text));
}
std::string complaint(const coco_setting_spec& spec, std::string_view text) {
  const ParsedSetting parsed = parse_setting(spec, text);
  return std::holds_alternative<BadSetting>(parsed) ? std::get<BadSetting>(parsed).why : "none";
}

TEST(Settings, AcceptsBothEndsOfARangeAndNothingBeyond) {
  EXPECT_EQ(value(lanes, "1").number, 1);
  EXPECT_EQ(value(lanes, "64").number, 64);
  EXPECT_EQ(complaint(lanes, "0"), "'0' is out of range; it may be 1 to 64");
  EXPECT_EQ(complaint(lanes, "65"), "'65' is out of range; it may be 1 to 64");
  EXPECT_EQ(complaint(limit, "2 MiB"), "'2 MiB' is out of range; it may be 1 KiB to 1 MiB");
}

TEST(Settings, HasNoRangeWhenBothEndsAreZero) { EXPECT_EQ(value(anything, "-9000000000").number, -9'000'000'000); }

TEST(Settings, SplitsListsAtCommas) {
  EXPECT_EQ(value(where, "a, b ,c,").items, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(value(where, "").items.empty());
}

TEST(Settings, TakesOnlyNamedChoices) {
  EXPECT_EQ(value(colour, "green").text, "green");
  EXPECT_EQ(complaint(colour, "Green"), "'Green' is no choice; did you mean 'green'?");
}

TEST(Settings, TakesOnlyTrueAndFalse) {
  EXPECT_EQ(value(loud, "true").number, 1);
  EXPECT_EQ(value(loud, "false").number, 0);
  EXPECT_EQ(complaint(loud, "yes"), "'yes' is no boolean; write true or false");
}

TEST(Settings, ReachAPluginAsItReadsThem) {
  const std::vector<SettingValue> values = {value(lanes, "3"), value(where, "a,b"), value(colour, "green")};
  const RawSettings raw(values);
  const coco::Settings settings(raw.data(), raw.size());
  EXPECT_EQ(settings.number("lanes"), 3);
  EXPECT_EQ(settings.items("listen"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(settings.text("colour"), "green");
}

}  // namespace
}  // namespace cocotalk::plugins
