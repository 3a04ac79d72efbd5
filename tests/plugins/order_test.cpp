#include "core/plugins/order.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

Description plugin(std::string id, std::vector<std::string> provides, std::vector<std::string> needs) {
  Description out;
  out.id = std::move(id);
  out.provides = std::move(provides);
  for (std::string& need : needs) {
    const bool is_optional = need.ends_with('?');
    if (is_optional) need.pop_back();
    out.needs.push_back({need, is_optional});
  }
  return out;
}

struct Composed {
  std::vector<std::string> start, complaints;
};

Composed compose(const std::vector<Description>& plugins, std::vector<std::string> host_provides = {},
                 UnmetNeeds unmet = UnmetNeeds::refuse) {
  std::vector<Candidate> candidates;
  for (const Description& each : plugins)
    candidates.push_back({"c.json:" + std::to_string(candidates.size() + 1) + ": ", each.id + ".so", &each});
  Order out = order(candidates, host_provides, unmet);
  Composed named;
  for (const std::size_t i : out.start) named.start.push_back(plugins[i].id);
  named.complaints = std::move(out.complaints);
  return named;
}

using Names = std::vector<std::string>;

TEST(Order, StartsProvidersBeforeWhoNeedsThem) {
  const Composed out = compose({plugin("stomp", {}, {"gateway", "net"}), plugin("service", {"gateway"}, {"storage"}),
                                plugin("net", {"net"}, {}), plugin("sqlite", {"storage"}, {})});
  EXPECT_EQ(out.start, (Names{"sqlite", "service", "net", "stomp"}));
  EXPECT_TRUE(out.complaints.empty());
}

TEST(Order, KeepsTheOrderOfTheConfigurationElse) {
  EXPECT_EQ(compose({plugin("c", {}, {}), plugin("a", {}, {}), plugin("b", {}, {})}).start, (Names{"c", "a", "b"}));
}

TEST(Order, CountsWhatTheHostProvides) {
  EXPECT_TRUE(compose({plugin("a", {}, {"introspection"})}, {"introspection"}).complaints.empty());
  EXPECT_EQ(compose({plugin("a", {}, {"introspection"})}).complaints.size(), 1u);
}

TEST(Order, StartsAnOptionalProviderFirstWhenItIsThere) {
  EXPECT_EQ(compose({plugin("eater", {}, {"butter?"}), plugin("cow", {"butter"}, {})}).start, (Names{"cow", "eater"}));
  EXPECT_TRUE(compose({plugin("eater", {}, {"butter?"})}).complaints.empty());
}

TEST(Order, DoesNotComplainOfNeedsWhenSomePluginsAreUnknown) {
  EXPECT_TRUE(compose({plugin("a", {}, {"x"})}, {}, UnmetNeeds::ignore).complaints.empty());
}

TEST(Order, RefusesTwoProvidersButOfTransports) {
  EXPECT_EQ(compose({plugin("a", {"x/1"}, {}), plugin("b", {"x/1"}, {})}).complaints,
            Names{"c.json:2: b.so: 'b' provides x/1, and so does 'a'; remove one of them from the configuration"});
  EXPECT_TRUE(compose({plugin("a", {"cocotalk.transport/1", "cocotalk.push/1", "cocotalk.commands/1"}, {}),
                       plugin("b", {"cocotalk.transport/1", "cocotalk.push/1", "cocotalk.commands/1"}, {})})
                  .complaints.empty());
}

TEST(Order, RefusesAPluginThatProvidesWhatTheHostDoes) {
  EXPECT_EQ(compose({plugin("a", {"introspection"}, {})}, {"introspection"}).complaints,
            Names{"c.json:1: a.so: 'a' provides introspection, and so does the host itself; remove it from the configuration"});
}

TEST(Order, NamesEveryMemberOfACycleAndNobodyElse) {
  const Composed out = compose({plugin("outside", {}, {"a"}), plugin("x", {"a"}, {"b"}), plugin("y", {"b"}, {"a"})});
  EXPECT_EQ(out.complaints,
            Names{"c.json:2: x.so: the plugins wait for each other: 'x' needs b of 'y', 'y' needs a of 'x'; remove one of them "
                  "from the configuration"});
}

TEST(Order, RefusesAPluginThatNeedsItself) { EXPECT_EQ(compose({plugin("a", {"x"}, {"x"})}).complaints.size(), 1u); }

TEST(Order, TellsWhatOnePluginCannotDoWithout) {
  const std::vector<Description> plugins = {plugin("net", {"net"}, {}), plugin("files", {"files"}, {}),
                                            plugin("sqlite", {"storage"}, {"disk"}), plugin("disk", {"disk"}, {}),
                                            plugin("service", {}, {"storage", "files?"})};
  std::vector<Candidate> candidates;
  for (const Description& each : plugins) candidates.push_back({"", each.id, &each});
  EXPECT_EQ(needed_for(4, candidates), (std::vector<std::size_t>{2, 3, 4}));
}

}  // namespace
}  // namespace cocotalk::plugins
