#include "core/host/resolve.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::host {
namespace {

constexpr coco_setting_spec specs[] = {
    coco::integer("lanes", "2", 1, 64, "how many"),
    coco::list("listen", "127.0.0.1:8080", "where"),
    coco::string("url", nullptr, "where the other one is"),
};

Given given(const std::string& key, const std::string& json, Given::Source source = Given::Source::file) {
  return {key, parse_json(json), source == Given::Source::file ? "c.json:7" : "--set net." + key, source};
}

class Resolve : public ::testing::Test {
 protected:
  std::int64_t lanes() {
    complaints.clear();
    const auto values = resolve(section, std::span(specs).first(1), environment, complaints);
    return values.empty() ? -1 : values[0].number;
  }
  Section section{"net", "c.json:5", "net", {}};
  Environment environment;
  std::vector<std::string> complaints;
};

TEST_F(Resolve, TakesFlagsOverEnvironmentOverFileOverDefault) {
  EXPECT_EQ(lanes(), 2);
  section.given.push_back(given("lanes", "3"));
  EXPECT_EQ(lanes(), 3);
  environment["COCOTALK_NET_LANES"] = "4";
  EXPECT_EQ(lanes(), 4);
  section.given.push_back(given("lanes", "\"5\"", Given::Source::flag));
  EXPECT_EQ(lanes(), 5);
  section.given.push_back(given("lanes", "\"6\"", Given::Source::flag));
  EXPECT_EQ(lanes(), 6) << "the last flag counts";
  EXPECT_TRUE(complaints.empty());
}

TEST_F(Resolve, NamesWhereABadValueWasWritten) {
  environment["COCOTALK_NET_LANES"] = "many";
  EXPECT_EQ(lanes(), -1);
  EXPECT_EQ(complaints,
            std::vector<std::string>{
                "environment variable COCOTALK_NET_LANES: 'net.lanes': 'many' is no whole number; write one like 42"});
}

TEST_F(Resolve, MissesWhatHasNoDefault) {
  resolve(section, specs, environment, complaints);
  EXPECT_EQ(complaints, std::vector<std::string>{"c.json:5: 'net.url' is missing; write it: where the other one is"});
}

TEST_F(Resolve, GivesEverySettingInTheOrderDeclared) {
  section.given = {given("url", "\"http://x\""), given("listen", "[\"a\", \"b\"]")};
  const auto values = resolve(section, specs, environment, complaints);
  ASSERT_EQ(values.size(), 3u);
  EXPECT_EQ(values[0].name, "lanes");
  EXPECT_EQ(values[1].items, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(values[2].text, "http://x");
}

TEST_F(Resolve, SplitsListsOfTheEnvironment) {
  environment["COCOTALK_NET_LISTEN"] = "a,b";
  EXPECT_EQ(resolve(section, std::span(specs).subspan(1, 1), environment, complaints)[0].items,
            (std::vector<std::string>{"a", "b"}));
}

TEST_F(Resolve, MakesVariableNames) {
  EXPECT_EQ(variable_name("session-policy", "per_class"), "COCOTALK_SESSION_POLICY_PER_CLASS");
  EXPECT_EQ(variable_name("", "data"), "COCOTALK_DATA");
}

TEST_F(Resolve, ReadsTheEnvironmentOfTheProcess) {
  ::setenv("COCOTALK_LISTEN", "127.0.0.1:1", 1);
  ::setenv("OTHER_LISTEN", "x", 1);
  EXPECT_EQ(environment_of_process(), (Environment{{"COCOTALK_NET_LISTEN", "127.0.0.1:1"}}));
  ::setenv("COCOTALK_NET_LISTEN", "127.0.0.1:2", 1);
  EXPECT_EQ(environment_of_process().at("COCOTALK_NET_LISTEN"), "127.0.0.1:2") << "the long name counts";
}

}  // namespace
}  // namespace cocotalk::host
