// The plugin with its real helper.
#include "pictures/made.hpp"

#include <cocotalk/pictures.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <future>

namespace cocotalk::pictures {
namespace {

struct Plugin : testing::TestedPlugin {
  explicit Plugin(const testing::SettingTexts& settings = {}) : TestedPlugin(coco_plugin_abi1, settings) {}
  // The status, and the JPEG.
  std::pair<coco_status, std::string> shrink(std::string_view file) {
    std::promise<std::pair<coco_status, std::string>> answer;
    const auto& pictures = *table<coco_pictures>(COCO_PICTURES);
    pictures.shrink(
        pictures.self, file_with(file),
        coco::on_completion<coco_picture>([&answer](coco_status status, const coco_picture* small, const coco_error*) {
          answer.set_value({status, small == nullptr ? "" : std::string(coco::text(small->jpeg))});
        }));
    return answer.get_future().get();
  }
};

TEST(Pictures, MakesASmallPicture) {
  Plugin plugin(testing::SettingTexts{{"side", "100"}});
  const auto [status, jpeg] = plugin.shrink(two_halves(2000, 1000));
  ASSERT_EQ(status, COCO_OK);
  EXPECT_EQ(seen(jpeg).width, 100);
  EXPECT_EQ(seen(jpeg).colour(0, 0, 2), 'r');
}

TEST(Pictures, AVideoIsShownAsAFilm) {
  Plugin plugin;
  const auto [status, jpeg] = plugin.shrink(std::string("\0\0\0\x18", 4) + "ftypmp42 and the rest");
  ASSERT_EQ(status, COCO_OK);
  EXPECT_EQ(seen(jpeg).width, 320);
}

TEST(Pictures, WhatIsNoneOrClaimsTooMuchIsRefused) {
  Plugin plugin(testing::SettingTexts{{"max_pixels", "1000000"}});
  EXPECT_EQ(plugin.shrink("a text").first, COCO_INVALID);
  EXPECT_EQ(plugin.shrink("").first, COCO_INVALID);
  EXPECT_EQ(plugin.shrink(two_halves(1000, 1001)).first, COCO_INVALID);
  EXPECT_EQ(plugin.shrink(two_halves(1000, 1000)).first, COCO_OK);
}

TEST(Pictures, WhatNeedsMoreMemoryThanTheHelperHasStaysAsItIs) {
#if defined(COCOTALK_SANITIZE_ADDRESS) || defined(COCOTALK_SANITIZE_THREAD)
  GTEST_SKIP() << "the helper has no limits beside a sanitizer";
#endif
  Plugin plugin(testing::SettingTexts{{"max_memory", "32 MiB"}, {"side", "4096"}});
  EXPECT_NE(plugin.shrink(claiming(two_halves(16, 16), 4000, 4000)).first, COCO_OK) << "48 MB of pixels";
  EXPECT_EQ(plugin.shrink(two_halves(400, 400)).first, COCO_OK);
}

TEST(Pictures, WithoutItsHelperItDoesNotStart) {
  try {
    Plugin plugin(testing::SettingTexts{{"helper", "/no/such/program"}});
    ADD_FAILURE() << "it started";
  } catch (const coco::Error& e) {
    EXPECT_STREQ(e.what(), "setting 'helper': /no/such/program is no program; install cocotalk-shrink there, or name it");
  }
}

}  // namespace
}  // namespace cocotalk::pictures
