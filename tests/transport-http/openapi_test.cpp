#include "transport-http/openapi.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <cocotalk/plugin.hpp>

#include <array>
#include <string>

namespace cocotalk::http {
namespace {

constexpr std::array room = {Field{Field::From::path, "roomId", Field::Kind::text},
                             Field{Field::From::optional_query, "size", Field::Kind::integer}};
constexpr Route table[] = {
    {"GET", "/chat/rooms/{id}", "room.get", Credential::access, room},
    {"DELETE", "/chat/rooms/{id}", "room.get", Credential::refresh_if_any, room},
    {"POST", "/auth/signin", "room.get", Credential::none, {}, Input::json_body, 201},
    {"POST", "/command/{command}", "", Credential::access_if_any, {}, Input::json_body},
};
constexpr std::string_view reference =
    R"({"commands":[{"name":"room.get","words":"A","summary":"gives a room","input":{"type":"object"},)"
    R"("output":{"$ref":"#/components/schemas/RoomVo"},"refusals":[{"code":"BAD_REQUEST","when":"never"}]},)"
    R"({"name":"poll.get","who":"member","plugin":"poll","words":"A","summary":"gives a poll","input":{"type":"object"},)"
    R"("output":{"type":"object"},"refusals":[]}],)"
    R"("schemas":{"RoomVo":{"type":"object"}}})";

struct Document {
  simdjson::dom::parser parser;
  std::string json = openapi(table, reference, "https://talk.example");
  std::string at(const std::string& pointer) {
    simdjson::dom::element found;
    return parser.parse(json).at_pointer(pointer).get(found) == simdjson::SUCCESS ? simdjson::minify(found) : "nothing";
  }
};

TEST(Openapi, AnAddressHasAllItsMethods) {
  Document document;
  EXPECT_EQ(document.at("/openapi"), "\"3.1.0\"");
  EXPECT_EQ(document.at("/servers/0/url"), "\"https://talk.example\"");
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/get/x-command"), "\"room.get\"");
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/delete/x-command"), "\"room.get\"");
}

TEST(Openapi, EachCommandOfAPluginHasAnAddress) {
  Document document;
  EXPECT_EQ(document.at("/paths/~1command~1poll.get/post/x-command"), "\"poll.get\"");
  EXPECT_EQ(document.at("/paths/~1command~1poll.get/post/security"), R"([{"access":[]}])");
  EXPECT_EQ(document.at("/paths/~1command~1poll.get/post/parameters"), "[]");
  EXPECT_EQ(document.at("/paths/~1command~1room.get"), "nothing") << "the core's have their own";
}

TEST(Openapi, ParametersAreCalledAsInTheAddress) {
  Document document;
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/get/parameters"),
            R"([{"name":"id","in":"path","required":true,"schema":{"type":"string"},"x-field":"roomId"},)"
            R"({"name":"size","in":"query","schema":{"type":"integer"}}])");
}

TEST(Openapi, AnswersStandInTheEnvelopeOfTheirService) {
  Document document;
  const std::string shape = R"({"$ref":"#/components/schemas/RoomVo"})",
                    content = "/content/application~1json/schema/properties/";
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/get/responses/200" + content + "data"), shape);
  EXPECT_EQ(document.at("/paths/~1auth~1signin/post/responses/201" + content + "result"), shape);
}

TEST(Openapi, WhoseRequestItIsIsSaid) {
  Document document;
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/get/security"), R"([{"access":[]}])");
  EXPECT_EQ(document.at("/paths/~1chat~1rooms~1{id}/delete/security"), R"([{},{"refresh":[]}])");
  EXPECT_EQ(document.at("/paths/~1auth~1signin/post/security"), "[]");
}

TEST(Openapi, ACommandThatNobodyKnowsIsAnError) {
  EXPECT_THROW(openapi(table, R"({"commands":[],"schemas":{}})", ""), coco::Error);
  EXPECT_THROW(openapi(table, "", ""), coco::Error);
}

}  // namespace
}  // namespace cocotalk::http
