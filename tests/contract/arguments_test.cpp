#include "core/contract/arguments.hpp"

#include <gtest/gtest.h>

namespace cocotalk::contract {
namespace {

Arguments parse(std::vector<const char*> words) { return parse_arguments(words); }

std::string complaint(std::vector<const char*> words) {
  try {
    parse(std::move(words));
    return "none";
  } catch (const UsageError& e) {
    return e.what();
  }
}

TEST(ContractArguments, NameTheLibraryItsSettingsAndTheRules) {
  const Arguments out = parse({"--set", "a=b=c", "x.so", "--interface", "i/1", "--rule", "A.*", "--rule", "B", "--without", "C",
                               "--deadline", "5", "--driver", "d.so"});
  EXPECT_EQ(out.file, "x.so");
  EXPECT_EQ(out.settings, (testing::SettingTexts{{"a", "b=c"}}));
  EXPECT_EQ(out.interface_id, "i/1");
  EXPECT_EQ(out.rules, (std::vector<std::string>{"A.*", "B"}));
  EXPECT_EQ(out.without, std::vector<std::string>{"C"});
  EXPECT_EQ(out.deadline, std::chrono::seconds(5));
  EXPECT_EQ(out.driver, "d.so");
  EXPECT_FALSE(out.is_list);
}

TEST(ContractArguments, AListNeedsNoLibrary) { EXPECT_TRUE(parse({"--list"}).is_list); }

TEST(ContractArguments, WhatMakesNoSenseIsSaid) {
  EXPECT_EQ(complaint({}), "no library given; name the .so file of a plugin");
  EXPECT_EQ(complaint({"a.so", "b.so"}), "'b.so': one library at a time");
  EXPECT_EQ(complaint({"a.so", "--rule"}), "--rule needs a value");
  EXPECT_EQ(complaint({"a.so", "--set", "=1"}), "--set =1: write it as --set name=value");
  EXPECT_NE(complaint({"a.so", "--quick"}).find("'--quick' is no option"), std::string::npos);
}

TEST(ContractArguments, ADeadlineIsOneSecondToAnHour) {
  EXPECT_EQ(parse({"a.so", "--deadline", "1"}).deadline, std::chrono::seconds(1));
  EXPECT_EQ(parse({"a.so", "--deadline", "3600"}).deadline, std::chrono::seconds(3600));
  for (const char* const bad : {"0", "3601", "", "1s", "-5"}) EXPECT_NE(complaint({"a.so", "--deadline", bad}), "none") << bad;
}

TEST(ContractArguments, AStarStandsForAnything) {
  EXPECT_TRUE(fits("Storage.*", "Storage.Appends"));
  EXPECT_TRUE(fits("Storage.Appends", "Storage.Appends"));
  EXPECT_FALSE(fits("Storage.Append", "Storage.Appends"));
}

}  // namespace
}  // namespace cocotalk::contract
