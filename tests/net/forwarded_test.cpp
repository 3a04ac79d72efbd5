#include "net/forwarded.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace cocotalk::net {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// "address scheme host" as a proxy of 10.0.0.0/8 made us believe; "-" for what it did not.
std::string believed(const Fields& fields) {
  RequestHead head;
  for (const auto& [name, value] : fields) head.fields.push_back({coco::view(name), coco::view(value)});
  const Forwarded f = read_forwarded(head, TrustedProxies({"10.0.0.0/8", "fd00::/8"}));
  return (f.address ? f.address->toString() : "-") + " " + std::string(f.scheme.value_or("-")) + " " +
         std::string(f.host.value_or("-"));
}
std::string client(const std::string& chain) {
  const std::string all = believed({{"x-forwarded-for", chain}});
  return all.substr(0, all.find(' '));
}

TEST(Forwarded, NamesTheFirstFromTheRightThatIsNoProxy) {
  EXPECT_EQ(client("203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(client("203.0.113.9, 10.0.0.2, 10.0.0.3"), "203.0.113.9");
  EXPECT_EQ(client("203.0.113.9, fd00::2"), "203.0.113.9");
  EXPECT_EQ(client("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(client("6.6.6.6, 203.0.113.9, 10.0.0.2"), "203.0.113.9") << "what the client itself wrote in front is not believed";
  EXPECT_EQ(client("10.0.0.9, 203.0.113.9"), "203.0.113.9") << "not even when it names a proxy";
}

TEST(Forwarded, NamesTheFarthestWhenAllAreProxies) {
  EXPECT_EQ(client("10.0.0.3, 10.0.0.2"), "10.0.0.3");
  EXPECT_EQ(client("10.0.0.3"), "10.0.0.3");
}

TEST(Forwarded, EndsWhereSomethingIsNoAddress) {
  EXPECT_EQ(client(""), "-");
  EXPECT_EQ(client("rubbish"), "-");
  EXPECT_EQ(client("203.0.113.9, rubbish"), "-");
  EXPECT_EQ(client("203.0.113.9,"), "-");
  EXPECT_EQ(client("unknown, 10.0.0.2"), "10.0.0.2");
}

TEST(Forwarded, TakesAPortAndSpaces) {
  EXPECT_EQ(client("\t203.0.113.9:4711 "), "203.0.113.9");
  EXPECT_EQ(client("[2001:db8::1]:4711"), "2001:db8::1");
  EXPECT_EQ(client("[2001:db8::1]"), "2001:db8::1");
  EXPECT_EQ(client("[2001:db8::1"), "-");
  EXPECT_EQ(client("::ffff:203.0.113.9"), "203.0.113.9");
}

TEST(Forwarded, TakesSeveralFieldsAsOneList) {
  EXPECT_EQ(believed({{"x-forwarded-for", "6.6.6.6"}, {"other", "x"}, {"x-forwarded-for", "203.0.113.9, 10.0.0.2"}}),
            "203.0.113.9 - -");
}

TEST(Forwarded, TakesSchemeAndHostFromTheProxyNextToTheClient) {
  EXPECT_EQ(
      believed({{"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "https"}, {"x-forwarded-host", "talk.example:8443"}}),
      "203.0.113.9 https talk.example:8443");
  EXPECT_EQ(
      believed(
          {{"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "http, https"}, {"x-forwarded-host", "evil, talk.example"}}),
      "203.0.113.9 https talk.example")
      << "in front stands what the client wrote itself";
  EXPECT_EQ(believed({{"x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2"},
                      {"x-forwarded-proto", "ftp, https, http"},
                      {"x-forwarded-host", "evil, talk.example, inside"}}),
            "203.0.113.9 https talk.example");
  EXPECT_EQ(believed({{"x-forwarded-for", "203.0.113.9, 10.0.0.2"}, {"x-forwarded-proto", "https"}}), "203.0.113.9 https -")
      << "the inner proxy passed on what it got";
  EXPECT_EQ(believed({{"x-forwarded-proto", "https"}}), "- https -");
}

TEST(Forwarded, KnowsTwoSchemesUnderFourNames) {
  for (const auto& [said, meant] :
       {std::pair("HTTPS", "https"), {"wss", "https"}, {"Http", "http"}, {"ws", "http"}, {"ftp", "-"}, {"", "-"}})
    EXPECT_EQ(believed({{"x-forwarded-proto", said}}), "- " + std::string(meant) + " -") << said;
}

TEST(Forwarded, TakesNoHostThatIsNone) {
  for (const char* wrong : {"", "a b", "evil/path", "user@evil", "x\"y", "a?b"})
    EXPECT_EQ(believed({{"x-forwarded-host", wrong}}), "- - -") << wrong;
  EXPECT_EQ(believed({{"x-forwarded-host", "[2001:db8::1]:443"}}), "- - [2001:db8::1]:443");
}

}  // namespace
}  // namespace cocotalk::net
