#include "core/plugins/plugin_file.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace cocotalk::plugins {
namespace {

namespace fs = std::filesystem;

class PluginFileTest : public ::testing::Test {
 protected:
  std::string refusal() const {
    try {
      read_plugin_file(file.string());
      return "";
    } catch (const Refusal& e) {
      EXPECT_EQ(e.what(), file.string() + ": " + e.why());
      return e.why();
    }
  }
  const testing::TemporaryFolder home;
  const fs::path folder = home.path() / "plugins", file = folder / "x.so";
  PluginFileTest() {
    fs::create_directory(folder);
    std::ofstream(file) << "bytes";
  }
};

TEST_F(PluginFileTest, IsReadWhole) { EXPECT_EQ(read_plugin_file(file.string()), "bytes"); }

TEST_F(PluginFileTest, IsRefusedWhenEverybodyMayWriteIt) {
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(refusal(), "can be written by everybody on this machine; take that away with 'chmod o-w'");
}

TEST_F(PluginFileTest, IsRefusedWhenEverybodyMayPutAnotherInItsPlace) {
  fs::permissions(folder, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(refusal(), "lies in " + fs::canonical(folder).string() +
                           ", where everybody on this machine can put another in its place; take that away with 'chmod o-w'");
  fs::permissions(folder, fs::perms::sticky_bit, fs::perm_options::add);
  EXPECT_EQ(refusal(), "") << "as in /tmp";
}

}  // namespace
}  // namespace cocotalk::plugins
