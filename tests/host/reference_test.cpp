#include "core/host/reference.hpp"

#include "plugins/linked_plugin.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

TEST(Reference, ListsEverySettingOfEveryPlugin) {
  const auto linked = std::get<plugins::Description>(plugins::describe(plugins::linked_plugin));
  const std::string text = configuration_reference(std::span(&linked, 1));
  EXPECT_NE(text.find("\n## linked\n\nProvides `test.table/1`; needs `test.other/1?`.\n"), std::string::npos) << text;
  EXPECT_NE(text.find("| `lanes` | whole number | `2` | 1 to 64 | `COCOTALK_LINKED_LANES` | how many |\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("| `drain` | duration | `15 s` | 1 s to 10 min | `COCOTALK_DRAIN` |"), std::string::npos) << text;
}

}  // namespace
}  // namespace cocotalk::host
