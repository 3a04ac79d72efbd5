#include "transport-stomp/command.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cocotalk::stomp {
namespace {

// "name json", or "!status".
std::string translated(std::vector<Header> headers, std::string_view body) {
  Translator translator;
  const auto result = translator.translate(Frame{"SEND", headers, body});
  if (const Unspoken* unspoken = std::get_if<Unspoken>(&result)) return "!" + std::to_string(unspoken->status);
  return std::get<Command>(result).name + " " + std::get<Command>(result).json;
}
const std::string invalid = "!" + std::to_string(COCO_INVALID), not_found = "!" + std::to_string(COCO_NOT_FOUND);

TEST(Translator, PassesACommandAndItsBodyOn) {
  EXPECT_EQ(translated({{"destination", "/command/room.list"}}, R"({"a": 1})"), R"(room.list {"a": 1})");
  EXPECT_EQ(translated({{"destination", "/command/room.list"}}, ""), "room.list {}");
  EXPECT_EQ(translated({{"destination", "/command/"}}, ""), not_found);
  EXPECT_EQ(translated({{"destination", "/command/a/b"}}, ""), not_found);
  EXPECT_EQ(translated({{"destination", "/command/" + std::string(65, 'a')}}, ""), not_found);
}

TEST(Translator, SaysPlainTextInARoom) {
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"content-type", "text/plain;charset=utf-8"}}, "a \"b\"\n\x01\\ü"),
            R"(room.send {"roomId":"ab","content":"a \"b\"\n\u0001\\ü"})");
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"client-msg-id", "c-1"}}, "hi"),
            R"(room.send {"roomId":"ab","clientMsgId":"c-1","content":"hi"})");
}

TEST(Translator, SaysJsonInARoomWithTheRoomAndIdOfTheHeaders) {
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"content-type", "application/json"}, {"client-msg-id", "c"}},
                       R"({"roomId":"other","type":4,"content":"x\/y","clientMsgId":"z","mentions":[1, {"a":null}]})"),
            R"(room.send {"roomId":"ab","clientMsgId":"c","type":4,"content":"x/y","mentions":[1,{"a":null}]})");
}

TEST(Translator, RefusesABodyThatIsNoJsonObject) {
  for (const char* body : {"", "[]", "1", "{", R"({"a":1} x)", "\xff"})
    EXPECT_EQ(translated({{"destination", "/room/ab"}, {"content-type", "application/json"}}, body), invalid) << body;
}

TEST(Translator, RefusesOtherContentTypes) {
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"content-type", "image/png"}}, "x"), invalid);
}

TEST(Translator, TakesAClientMsgIdOfUpTo64Bytes) {
  EXPECT_NE(translated({{"destination", "/room/ab"}, {"client-msg-id", std::string(64, 'a')}}, "x"), invalid);
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"client-msg-id", std::string(65, 'a')}}, "x"), invalid);
  EXPECT_EQ(translated({{"destination", "/room/ab"}, {"client-msg-id", ""}}, "x"), invalid);
}

TEST(Translator, BelievesOnlyContentAndTypeOfAnOriginalClient) {
  EXPECT_EQ(translated({{"destination", "/simple/chatroom/ab/message/send"}},
                       R"({"type":0,"content":"hi","roomId":"other","userId":99,"receiverIds":["3"],"messageBundleId":"]"})"),
            R"(room.send {"roomId":"ab","type":0,"content":"hi"})");
}

TEST(Translator, BelievesTheInviteesOfAnOriginalClientAndOtherwiseOnlyItsWords) {
  const std::string lies = R"("receiverIds":["3"],"userId":9,"type":5,"roomId":"x","messageBundleId":"]","roomname":null)";
  EXPECT_EQ(translated({{"destination", "/simple/chatroom/ab/message/invite"}},
                       R"({"content":"come","invitees":[{"userId":4,"profile":"{}"}],)" + lies + "}"),
            R"(room.invite {"roomId":"ab","content":"come","invitees":[{"userId":4,"profile":"{}"}]})");
  EXPECT_EQ(translated({{"destination", "/simple/chatroom/ab/message/leave"}}, R"({"content":"bye",)" + lies + "}"),
            R"(room.leave {"roomId":"ab","content":"bye"})");
  EXPECT_EQ(translated({{"destination", "/simple/chatroom/ab/message/awake"}}, R"({"content":"hi",)" + lies + "}"),
            R"(room.awake {"roomId":"ab","content":"hi"})");
}

TEST(Translator, LeavesAFieldThatStandsTwiceForTheCommandToRefuse) {
  EXPECT_EQ(
      translated({{"destination", "/simple/chatroom/ab/message/send"}}, R"({"content":"x","content":"y","userId":1,"userId":2})"),
      R"(room.send {"roomId":"ab","content":"x","content":"y"})");
}

TEST(Translator, CreatesARoomForAnOriginalClient) {
  EXPECT_EQ(translated({{"destination", "/simple/chatroom/new"}}, R"({"type":1})"), R"(room.create {"type":1})");
}

TEST(Translator, RelaysNothingElse) {
  for (const char* destination :
       {"/topic/1/message", "/room/", "/room/a/live", "/me", "/reply", "", "/simple/chatroom/", "/simple/chatroom//message/send",
        "/simple/chatroom/a/b/message/send", "/simple/chatroom/ab/message/typo"})
    EXPECT_EQ(translated({{"destination", destination}}, "{}"), not_found) << destination;
  EXPECT_EQ(translated({}, "{}"), invalid);
}

}  // namespace
}  // namespace cocotalk::stomp
