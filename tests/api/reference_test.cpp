#include "core/api/reference.hpp"

#include "core/api/declared_shapes.hpp"
#include "core/api/declared_topics.hpp"
#include "core/api/destinations.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <set>
#include <string>

namespace cocotalk::api {
namespace {

using simdjson::dom::element;

// Every "$ref" below this element.
void collect(const element& from, std::set<std::string>& references) {
  if (from.is_array())
    for (const element each : simdjson::dom::array(from)) collect(each, references);
  if (!from.is_object()) return;
  for (const auto& [name, value] : simdjson::dom::object(from)) {
    if (name == "$ref") references.emplace(std::string_view(value));
    collect(value, references);
  }
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

TEST(Reference, EverySchemaThatIsReferredToIsThere) {
  simdjson::dom::parser parser;
  const std::string json = reference_json();
  const element root = parser.parse(json);
  std::set<std::string> references;
  collect(root, references);
  EXPECT_GT(references.size(), 10u);
  for (const std::string& each : references) {
    ASSERT_TRUE(each.starts_with("#/components/schemas/")) << each;
    EXPECT_EQ(root.at_pointer("/schemas/" + each.substr(21)).error(), simdjson::SUCCESS) << each;
  }
}

TEST(Reference, ACommandSaysWhatItTakesAsJsonSchema) {
  simdjson::dom::parser parser;
  const std::string json = reference_json();
  for (const element command : simdjson::dom::array(parser.parse(json).at_key("commands"))) {
    if (std::string_view(command["name"]) != "room.create") continue;
    EXPECT_EQ(std::string_view(command["who"]), "signed-in");
    EXPECT_EQ(std::int64_t(command["input"]["properties"]["roomname"]["maxLength"]), 100);
    EXPECT_EQ(std::int64_t(command["input"]["properties"]["type"]["maximum"]), 2);
    EXPECT_EQ(std::string_view(command["input"]["properties"]["members"]["items"]["$ref"]), "#/components/schemas/Person");
    EXPECT_EQ(std::string_view(command["input"]["required"].at(1)), "members");
    EXPECT_EQ(std::string_view(command["output"]["$ref"]), "#/components/schemas/RoomVo");
    return;
  }
  FAIL() << "room.create is not there";
}

TEST(Reference, EveryDeclaredTopicIsADestinationAndTheOtherWayRound) {
  std::set<Destination::Kind> kinds;
  for (const Topic& topic : declared_topics()) {
    std::string address = replaced(std::string(topic.address), "{roomId}", "0123456789abcdef01234567");
    address = replaced(address, "{self}", "undefined");
    const std::optional<Destination> parsed = parse_destination(address);
    ASSERT_TRUE(parsed) << topic.address;
    kinds.insert(parsed->kind);
  }
  EXPECT_EQ(kinds.size(), static_cast<std::size_t>(Destination::Kind::room_state) + 1);
}

TEST(Reference, EveryEventOfATopicIsDeclared) {
  std::set<std::string_view> names;
  for (const Event& event : declared_events()) {
    EXPECT_TRUE(names.insert(event.name).second) << event.name;
    EXPECT_TRUE(event.shape.empty() || find_shape(event.shape)) << event.name;
  }
  for (const Topic& topic : declared_topics()) {
    EXPECT_NE(topic.events.empty(), topic.shape.empty()) << topic.address;
    EXPECT_TRUE(topic.shape.empty() || topic.shape == "text" || find_shape(topic.shape)) << topic.address;
    for (const std::string_view event : topic.events) EXPECT_TRUE(names.contains(event)) << topic.address << ": " << event;
  }
}

}  // namespace
}  // namespace cocotalk::api
