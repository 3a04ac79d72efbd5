#include "core/host/command_line.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

constexpr Option options[] = {{"--role", "ROLE", "which"}, {"--json", "", "as JSON"}};
constexpr Command commands[] = {
    {"run", "[CONFIG]", "serve", "", {}, nullptr},
    {"user add", "CID", "make an account", "Asks.", options, nullptr},
    {"user role", "CID ROLE", "make an admin", "", {}, nullptr},
    {"version", "", "its version", "", {}, nullptr},
};

Invocation parse(std::vector<const char*> arguments) { return parse_command_line(arguments, commands); }
std::string complaint(std::vector<const char*> arguments) {
  try {
    parse(std::move(arguments));
    return "none";
  } catch (const UsageError& e) {
    return e.what();
  }
}

TEST(CommandLine, FindsCommandsOfOneAndOfTwoWords) {
  EXPECT_EQ(parse({"run", "c.json"}).command->name, "run");
  EXPECT_EQ(parse({"run", "c.json"}).words, std::vector<std::string>{"c.json"});
  EXPECT_EQ(parse({"user", "add", "alice"}).command->name, "user add");
  EXPECT_EQ(parse({"user", "add", "alice"}).words, std::vector<std::string>{"alice"});
}

TEST(CommandLine, TakesOptionsAnywhereBehindTheCommand) {
  const Invocation out = parse({"user", "add", "--json", "alice", "--role=admin", "--role", "user"});
  EXPECT_TRUE(out.has("--json"));
  EXPECT_EQ(out.value("--role"), "user") << "the last one counts";
  EXPECT_EQ(out.value("--name", "x"), "x");
  EXPECT_EQ(out.words, std::vector<std::string>{"alice"});
}

TEST(CommandLine, TurnsFlagsIntoSettings) {
  const Invocation out = parse({"run", "--data", "/x", "--listen=127.0.0.1:0", "--set", "net.lanes=a=b"});
  ASSERT_EQ(out.overrides.size(), 3u);
  EXPECT_EQ(out.overrides[0].key, "data");
  EXPECT_EQ(out.overrides[1].key, "net.listen");
  EXPECT_EQ(out.overrides[2].key, "net.lanes");
  EXPECT_EQ(out.overrides[2].value, "a=b");
}

TEST(CommandLine, SaysWhatMakesNoSense) {
  EXPECT_EQ(complaint({"rum"}), "'rum' is no command; did you mean 'run'?");
  EXPECT_EQ(complaint({"user", "ad"}), "'user ad' is no command; did you mean 'user add'?");
  EXPECT_EQ(complaint({"run", "--dat", "x"}), "'--dat' is no option; did you mean '--data'?");
  EXPECT_EQ(complaint({"run", "--data"}), "--data needs a value: --data DIR");
  EXPECT_EQ(complaint({"run", "--set", "lanes"}), "--set lanes: write it as --set plugin.key=value");
  EXPECT_EQ(complaint({"user", "add", "x", "--json=1"}), "--json takes no value");
  EXPECT_EQ(complaint({"run", "a", "b"}), "'run' takes [CONFIG]; see cocotalk run --help");
  EXPECT_EQ(complaint({"user", "role", "a"}), "'user role' takes CID ROLE; see cocotalk user role --help");
  EXPECT_EQ(complaint({"version", "x"}), "'version' takes no arguments; see cocotalk version --help");
}

TEST(CommandLine, HelpsWithoutArguments) {
  EXPECT_TRUE(parse({"user", "add", "--help"}).wants_help);
  EXPECT_TRUE(parse({"-h"}).wants_help);
  EXPECT_EQ(parse({}).command, nullptr);
  EXPECT_NE(help_text(&commands[1], commands).find("  --role ROLE               which\n"), std::string::npos);
  EXPECT_NE(help_text(nullptr, commands).find("  user role CID ROLE        make an admin\n"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::host
