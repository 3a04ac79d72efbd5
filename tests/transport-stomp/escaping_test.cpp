#include "transport-stomp/escaping.hpp"

#include <gtest/gtest.h>

#include <array>

namespace cocotalk::stomp {
namespace {

using namespace std::string_literals;

constexpr std::array versions = {Version::v1_0, Version::v1_1, Version::v1_2};

std::string written(Version version, std::string_view name, std::string_view value) {
  std::string out;
  append_header(version, out, name, value);
  return out;
}
std::optional<std::string> read(Version version, std::string text) {
  const auto size = unescape(version, text.data(), text.size());
  return size ? std::optional(text.substr(0, *size)) : std::nullopt;
}

TEST(Escaping, OfEachVersionIsThatOfItsText) {
  EXPECT_EQ(written(Version::v1_0, "a", "x:y\\z"), "a:x:y\\z\n");
  EXPECT_EQ(written(Version::v1_1, "a", "x:y\\z\n\r"), "a:x\\cy\\\\z\\n\r\n");
  EXPECT_EQ(written(Version::v1_2, "a", "x:y\\z\n\r"), "a:x\\cy\\\\z\\n\\r\n");
}

TEST(Escaping, IsForNamesToo) {
  EXPECT_EQ(written(Version::v1_1, "a:b", "c"), "a\\cb:c\n");
  EXPECT_EQ(written(Version::v1_2, "a\n", "c"), "a\\n:c\n");
}

TEST(Escaping, LeavesOutWhatAVersionCannotExpress) {
  for (const auto& [name, value] :
       {std::pair("a"s, "x\nreceipt-id:1"s), {"a", "x\r"}, {"a:b", "c"}, {"a\n", "c"}, {" a", "b"}, {"a\t", "b"}})
    EXPECT_EQ(written(Version::v1_0, name, value), "") << name;
  for (const Version version : versions) {
    EXPECT_EQ(written(version, "a", "x\0y"s), "");
    EXPECT_EQ(written(version, "a\0"s, "y"), "");
  }
}

TEST(Escaping, IsUndoneByTheSameVersion) {
  for (const Version version : {Version::v1_1, Version::v1_2})
    for (const std::string& value : {"\n"s, "\r"s, ":"s, "\\"s, "\\n"s, "a\\c:\n\r\\"s, ""s, " padded "s}) {
      const std::string line = written(version, "", value);
      EXPECT_EQ(read(version, line.substr(1, line.size() - 2)), value);
    }
}

TEST(Escaping, OfAnotherVersionIsAnErrorNotAGuess) {
  EXPECT_EQ(read(Version::v1_1, "a\\r"), std::nullopt);
  EXPECT_EQ(read(Version::v1_2, "a\\r"), "a\r");
  EXPECT_EQ(read(Version::v1_0, "a\\r\\t\\"), "a\\r\\t\\") << "1.0 has no escapes";
  for (const Version version : {Version::v1_1, Version::v1_2})
    for (const char* undefined : {"\\t", "\\", "a\\", "\\0", "\\N", "\\x41"}) EXPECT_EQ(read(version, undefined), std::nullopt);
}

}  // namespace
}  // namespace cocotalk::stomp
