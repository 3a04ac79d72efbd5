#include "core/host/scaffold.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

class Scaffold : public ::testing::Test {
 protected:
  Scaffold() {
    fs::create_directories(templates / "mail");
    write(templates / "mail" / "plugin.cpp", "class TemplateMail { /* template-mail, template_mail */ };");
  }
  static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
  static std::string read(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  testing::TemporaryFolder temporary;
  const fs::path templates = temporary.path() / "templates";
  const fs::path folder = temporary.path() / "deep" / "folder";
};

TEST_F(Scaffold, ThePluginBearsItsOwnNameEverywhere) {
  make_plugin(templates, "mail", "my-2-letters", folder);
  EXPECT_EQ(read(folder / "plugin.cpp"), "class My2Letters { /* my-2-letters, my_2_letters */ };");
}

TEST_F(Scaffold, ANameThatHoldsTheTemplatesNameIsWrittenOnce) {
  make_plugin(templates, "mail", "no-template-mail", folder);
  EXPECT_EQ(read(folder / "plugin.cpp"), "class NoTemplateMail { /* no-template-mail, no_template_mail */ };");
}

TEST_F(Scaffold, WhatIsThereIsNeverOverwritten) {
  fs::create_directories(folder);
  write(folder / "plugin.cpp", "mine");
  EXPECT_THROW(make_plugin(templates, "mail", "mine", folder), coco::Error);
  EXPECT_EQ(read(folder / "plugin.cpp"), "mine");
  fs::create_symlink("nowhere", temporary.path() / "link");
  EXPECT_THROW(make_plugin(templates, "mail", "mine", temporary.path() / "link"), coco::Error);
  EXPECT_FALSE(fs::exists(temporary.path() / "nowhere"));
}

TEST_F(Scaffold, WhatCannotBeMadeWholeIsNotMade) {
  EXPECT_ANY_THROW(make_plugin(templates, "no-such-kind", "mine", folder));
  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(Scaffold, TheKindsAreTheFoldersThatAreThere) {
  fs::create_directories(templates / "auth");
  EXPECT_EQ(template_kinds(templates), (std::vector<std::string>{"auth", "mail"}));
  EXPECT_EQ(template_kinds(templates / "nowhere"), std::vector<std::string>());
}

TEST(ScaffoldName, IsMadeOfLowerCaseWords) {
  for (const char* good : {"a", "mine", "policy-mine", "x2", "policy-2-devices"}) EXPECT_EQ(complaint_of_name(good), "") << good;
  for (const char* bad : {"", "Mine", "my_policy", "-mine", "mine-", "my--policy", "2x", "mine.so", "../mine", "my policy", "é"})
    EXPECT_EQ(complaint_of_name(bad), "is no name of a plugin; write it in lower-case words, like 'policy-mine'") << bad;
}

TEST(ScaffoldName, HasAtMost60Characters) {
  EXPECT_EQ(complaint_of_name(std::string(60, 'x')), "");
  EXPECT_EQ(complaint_of_name(std::string(61, 'x')), "is longer than 60 characters; take a shorter name");
}

TEST(ScaffoldName, IsNoWordOfTheBuild) {
  EXPECT_EQ(complaint_of_name("test"), "is a word of CMake's own; take another name");
  EXPECT_EQ(complaint_of_name("tests"), "");
}

}  // namespace
}  // namespace cocotalk::host
