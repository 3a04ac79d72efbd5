#include "core/host/configuration.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

constexpr const char* text = R"({
  "data": "/srv/coco",
  "log": { "level": "warn" },
  "plugins": {
    "net": { "listen": ["127.0.0.1:8080"] },
    "session-policy": { "plugin": "session-policy-max", "mobile": 2 },
  },
  "service": { "x": 1 }
})";

struct Parsed {
  Configuration configuration;
  std::vector<std::string> complaints;
};

Parsed parse(const std::string& source, const std::vector<Override>& overrides = {}) {
  Parsed out;
  out.configuration = parse_configuration({"c.json", source}, overrides, out.complaints);
  return out;
}

TEST(Configuration, GathersSectionsWithTheirLines) {
  const auto [configuration, complaints] = parse(text);
  EXPECT_TRUE(complaints.empty());
  ASSERT_EQ(configuration.plugins.size(), 2u);
  EXPECT_EQ(configuration.plugins[0].name, "net");
  EXPECT_EQ(configuration.plugins[0].plugin, "net");
  EXPECT_EQ(configuration.plugins[0].where, "c.json:5");
  EXPECT_EQ(configuration.plugins[1].plugin, "session-policy-max") << "another library under the same name";
  ASSERT_EQ(configuration.plugins[1].given.size(), 1u) << "'plugin' is no setting of it";
  EXPECT_EQ(configuration.plugins[1].given[0].where, "c.json:6");
  EXPECT_EQ(configuration.host.given[0].key, "data");
  EXPECT_EQ(configuration.log.given[0].key, "level");
  EXPECT_EQ(configuration.service.given[0].key, "x");
}

TEST(Configuration, LaysFlagsOverTheFile) {
  const auto [configuration, complaints] =
      parse(text, {{"data", "/tmp/x", "--data /tmp/x"},
                   {"net.listen", "127.0.0.1:0", "--listen 127.0.0.1:0"},
                   {"session-policy.plugin", "session-policy", "--set session-policy.plugin"}});
  EXPECT_TRUE(complaints.empty());
  EXPECT_EQ(configuration.host.given.back().source, Given::Source::flag);
  EXPECT_EQ(configuration.plugins[0].given.back().value.text, "127.0.0.1:0");
  EXPECT_EQ(configuration.plugins[1].plugin, "session-policy");
}

TEST(Configuration, RefusesFlagsForWhatIsNotThere) {
  EXPECT_EQ(parse(text, {{"nett.lanes", "1", "--set nett.lanes"}}).complaints,
            std::vector<std::string>{"--set nett.lanes: 'nett' is no plugin of this configuration; did you mean 'net'?"});
}

TEST(Configuration, SaysEverythingAtOnce) {
  EXPECT_EQ(
      parse("{\n\"log\": 1,\n\"log\": [],\n\"plugins\": {\"a\": 1, \"b\": {\"plugin\": \"\"}}}").complaints,
      (std::vector<std::string>{"c.json:3: 'log' is written twice, first on line 2; remove one",
                                "c.json:2: 'log' is a number; write its settings as an object { … }",
                                "c.json:3: 'log' is a list; write its settings as an object { … }",
                                "c.json:4: 'a' is a number; write its settings as an object { … }",
                                "c.json:4: 'b.plugin' names no plugin; write one like \"session-policy-max\" or \"./mine.so\""}));
}

TEST(Configuration, StopsAtTextThatIsNoJson) {
  std::vector<std::string> complaints;
  try {
    parse_configuration({"c.json", "{\n,}"}, {}, complaints);
    FAIL() << "was accepted";
  } catch (const Refused& e) {
    EXPECT_EQ(e.complaints(), std::vector<std::string>{"c.json:2: a key in quotes is expected here, not ',}'"});
  }
}

}  // namespace
}  // namespace cocotalk::host
