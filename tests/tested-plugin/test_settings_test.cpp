#include <cocotalk/testing/test_settings.hpp>

#include <gtest/gtest.h>

namespace cocotalk::testing {
namespace {

constexpr const char* colours[] = {"red", "green", nullptr};
constexpr coco_setting_spec specs[] = {
    coco::boolean("is_on", "true", ""),     coco::integer("count", "3", 1, 9, ""), coco::bytes("size", "64 KiB", 0, 0, ""),
    coco::millis("wait", "20 s", 0, 0, ""), coco::string("name", "x", ""),         coco::choice("colour", "red", colours, ""),
    coco::list("hosts", "a,b", ""),
};

const coco_plugin& plugin() {
  static const coco_plugin descriptor = [] {
    coco_plugin p{};
    p.id = "with-settings";
    p.settings = specs;
    p.n_settings = std::size(specs);
    return p;
  }();
  return descriptor;
}

void expect_refused(const SettingTexts& texts, const char* why) {
  try {
    const TestSettings settings(plugin(), texts);
    FAIL() << "accepted what should be refused with: " << why;
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_INVALID);
    EXPECT_STREQ(e.what(), why);
  }
}

TEST(TestSettings, AreTheDefaultsWhereNothingIsGiven) {
  const TestSettings texts(plugin(), {});
  const coco::Settings settings(texts.data(), texts.size());
  EXPECT_TRUE(settings.flag("is_on"));
  EXPECT_EQ(settings.number("count"), 3);
  EXPECT_EQ(settings.number("size"), 65536);
  EXPECT_EQ(settings.number("wait"), 20'000);
  EXPECT_EQ(settings.text("name"), "x");
  EXPECT_EQ(settings.text("colour"), "red");
  EXPECT_EQ(settings.items("hosts"), (std::vector<std::string>{"a", "b"}));
}

TEST(TestSettings, AreWhatIsGiven) {
  const TestSettings texts(
      plugin(), {{"is_on", "false"}, {"count", "9"}, {"size", "7"}, {"wait", "2 min"}, {"colour", "green"}, {"hosts", ""}});
  const coco::Settings settings(texts.data(), texts.size());
  EXPECT_FALSE(settings.flag("is_on"));
  EXPECT_EQ(settings.number("count"), 9);
  EXPECT_EQ(settings.number("size"), 7);
  EXPECT_EQ(settings.number("wait"), 120'000);
  EXPECT_EQ(settings.text("colour"), "green");
  EXPECT_TRUE(settings.items("hosts").empty());
}

TEST(TestSettings, RefuseWhatTheHostWouldRefuse) {
  expect_refused({{"counts", "1"}}, "setting 'counts' is not declared by plugin 'with-settings'");
  expect_refused({{"count", "0"}}, "setting 'count' is 0, outside 1 to 9");
  expect_refused({{"count", "10"}}, "setting 'count' is 10, outside 1 to 9");
  expect_refused({{"count", "many"}}, "setting 'count' is 'many', not a number");
  expect_refused({{"count", "3 s"}}, "setting 'count' has the unknown unit ' s'");
  expect_refused({{"wait", "3 MiB"}}, "setting 'wait' has the unknown unit ' MiB'");
  expect_refused({{"is_on", "yes"}}, "setting 'is_on' is 'yes', neither true nor false");
  expect_refused({{"colour", "blue"}}, "setting 'colour' cannot be 'blue'");
}

}  // namespace
}  // namespace cocotalk::testing
