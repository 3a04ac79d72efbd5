#include "transport-stomp/asyncapi.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <cocotalk/plugin.hpp>

#include <string>

namespace cocotalk::stomp {
namespace {

constexpr char nothing[] = R"("words":"A","summary":"s","input":{},"output":{},"refusals":[])";

struct Document {
  Document() {
    std::string commands;
    for (const char* const name : {"room.create", "room.send", "room.invite", "room.leave", "room.awake", "poll.vote"})
      commands += std::string(commands.empty() ? "" : ",") + R"({"name":")" + name + R"(","who":"member",)" + nothing + "}";
    commands += std::string(R"(,{"name":"operator.kill","who":"operator",)") + nothing + "}";
    json = asyncapi(R"({"commands":[)" + commands +
                    R"(],"topics":[{"address":"/room/{roomId}","words":"A","summary":"a room","events":["voted"]},)"
                    R"({"address":"/topic/{self}/room","words":"A","summary":"","events":[],"frame":{"type":"string"}}],)"
                    R"("events":[{"name":"voted","summary":"","body":{"type":"object"}}],"schemas":{"Poll":{}}})");
  }
  std::string at(const std::string& pointer) {
    simdjson::dom::element found;
    return parser.parse(json).at_pointer(pointer).get(found) == simdjson::SUCCESS ? simdjson::minify(found) : "nothing";
  }
  simdjson::dom::parser parser;
  std::string json;
};

TEST(Asyncapi, ACommandIsReceivedAndAnsweredOnReply) {
  Document document;
  EXPECT_EQ(document.at("/asyncapi"), "\"3.0.0\"");
  EXPECT_EQ(document.at("/channels/command.poll.vote/address"), "\"/command/poll.vote\"");
  EXPECT_EQ(document.at("/operations/receive.command.poll.vote/reply/messages/0/$ref"),
            "\"#/channels/reply/messages/poll.vote\"");
  EXPECT_NE(document.at("/channels/reply/messages/poll.vote"), "nothing");
  EXPECT_NE(document.at("/channels/reply/messages/refused"), "nothing");
}

TEST(Asyncapi, ATopicSendsItsEventsAndARoomHearsText) {
  Document document;
  EXPECT_EQ(document.at("/channels/room.roomId/messages/voted/payload"), R"({"type":"object"})");
  EXPECT_EQ(document.at("/operations/send.room.roomId/action"), "\"send\"");
  EXPECT_EQ(document.at("/operations/receive.room.roomId/messages/0/$ref"), "\"#/channels/room.roomId/messages/text\"");
  EXPECT_EQ(document.at("/channels/topic.self.room/messages/frame/payload"), R"({"type":"string"})");
}

TEST(Asyncapi, WhereOriginalClientsSendIsThere) {
  Document document;
  EXPECT_EQ(document.at("/channels/simple.chatroom.new/address"), "\"/simple/chatroom/new\"");
  for (const char* const leaf : {"send", "invite", "leave", "awake"})
    EXPECT_EQ(document.at("/channels/simple.chatroom.roomId.message." + std::string(leaf) + "/address"),
              "\"/simple/chatroom/{roomId}/message/" + std::string(leaf) + "\"");
}

TEST(Asyncapi, TheOperatorsCommandsAreNotThere) {
  Document document;
  EXPECT_EQ(document.json.find("operator"), std::string::npos);
}

TEST(Asyncapi, AnAnswerThatIsNoReferenceIsAnError) {
  EXPECT_THROW(asyncapi("{}"), coco::Error);
  EXPECT_THROW(asyncapi(""), coco::Error);
}

}  // namespace
}  // namespace cocotalk::stomp
