#include "ui-console/command.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

template <class T>
T line(std::string_view text) {
  const auto request = parse_line(text);
  return std::get<T>(std::get<Command>(request->command));
}
template <class T>
T json(std::string_view text) {
  const auto request = parse_json(text);
  return std::get<T>(std::get<Command>(request->command));
}
std::string complaint(const std::optional<Request>& request) {
  const Unusable* unusable = request ? std::get_if<Unusable>(&request->command) : nullptr;
  return unusable == nullptr ? "none" : unusable->why;
}

TEST(Line, IsSaidUnlessItBeginsWithASlash) {
  EXPECT_EQ(line<Say>("  hello there ").text, "hello there");
  EXPECT_EQ(line<Say>("//shrug").text, "/shrug");
}

TEST(Line, NothingIsNoCommand) {
  EXPECT_FALSE(parse_line(""));
  EXPECT_FALSE(parse_line(" \t\r"));
}

TEST(Line, NamesEachCommand) {
  EXPECT_EQ(line<SignIn>("/sign-in alice").cid, "alice");
  EXPECT_FALSE(line<SignIn>("/sign-in alice").password);
  EXPECT_EQ(line<SignUp>("/sign-up alice Alice a@x.y 010").phone, "010");
  EXPECT_EQ(line<AddFriend>("/add bob").cid, "bob");
  EXPECT_EQ(line<OpenRoom>("/open 2").room, "2");
  line<SignOut>("/sign-out");
  line<ListFriends>("/friends");
  line<ListRooms>("/rooms");
  line<Older>("/back");
  line<Newer>("/forward");
  line<LeaveRoom>("/leave-room");
  line<ListMembers>("/who");
  line<Help>("/help");
  line<Quit>("/quit");
}

TEST(Line, ANewRoomHasItsNameInQuotes) {
  const NewRoom room = line<NewRoom>("/new bob carol \"The  lunch group\"");
  EXPECT_EQ(room.cids, (std::vector<std::string>{"bob", "carol"}));
  EXPECT_EQ(room.name, "The  lunch group");
  EXPECT_EQ(line<NewRoom>("/new bob").name, "");
}

TEST(Line, ARoomIsOpenedAtItsEndOrAtAMessage) {
  EXPECT_EQ(line<OpenRoom>("/open 2").at, 0);
  EXPECT_EQ(line<OpenRoom>("/open 2 57").at, 57);
  EXPECT_EQ(line<OpenRoom>("/open 2 #57").at, 57);
  for (const char* bad : {"/open 2 0", "/open 2 x", "/open 2 5x", "/open 2 -1", "/open 2 #", "/open 2 3 4"})
    EXPECT_EQ(complaint(parse_line(bad)), "usage: /open N, or /open N AT") << bad;
}

TEST(Line, SaysWhatWouldBeRight) {
  EXPECT_EQ(complaint(parse_line("/sign-in")), "usage: /sign-in CID");
  EXPECT_EQ(complaint(parse_line("/rooms now")), "/rooms takes nothing behind it");
  EXPECT_EQ(complaint(parse_line("/dance")), "there is no /dance; /help lists what there is");
  EXPECT_EQ(complaint(parse_line("/new \"only a name\"")), "usage: /new CID, or /new CID CID... \"NAME\"");
  EXPECT_EQ(complaint(parse_line("\xFF")), "the line is not UTF-8");
}

TEST(Json, NamesEachCommand) {
  EXPECT_EQ(json<SignIn>(R"({"do":"sign-in","cid":"a","password":"p"})").password, "p");
  EXPECT_EQ(json<SignUp>(R"({"do":"sign-up","cid":"a","name":"n","email":"e","phone":"1","password":"p"})").name, "n");
  EXPECT_EQ(json<Say>(R"({"do":"send","room":"r","text":"a\nb","clientMsgId":"c"})").text, "a\nb");
  EXPECT_EQ(json<NewRoom>(R"({"do":"new","cids":["b","c"],"name":"n"})").cids.size(), 2U);
  EXPECT_EQ(json<OpenRoom>(R"({"do":"open","room":1})").room, "1");
  EXPECT_EQ(json<OpenRoom>(R"({"do":"open","room":1,"at":57})").at, 57);
  for (const char* verb : {"sign-out", "friends", "rooms", "back", "forward", "leave-room", "who", "help", "quit"}) {
    const auto request = parse_json(R"({"do":")" + std::string(verb) + "\"}");
    ASSERT_TRUE(std::holds_alternative<Command>(request->command)) << verb;
    EXPECT_EQ(name_of(std::get<Command>(request->command)), verb);
  }
}

TEST(Json, KeepsTheIdOfARequest) {
  EXPECT_EQ(parse_json(R"({"do":"rooms","id":"x1"})")->id, "x1");
  EXPECT_EQ(parse_json(R"({"do":"dance","id":7})")->id, "7");
}

TEST(Json, SaysWhatIsMissing) {
  EXPECT_EQ(complaint(parse_json(R"({"do":"send"})")), "\"text\" is missing");
  EXPECT_EQ(complaint(parse_json(R"({"do":"new","cids":[]})")), "\"cids\" is missing");
  EXPECT_EQ(complaint(parse_json(R"({"do":"dance"})")), "there is no \"do\":\"dance\"");
  EXPECT_EQ(complaint(parse_json("{}")), "\"do\" is missing");
}

TEST(Json, IsOneObjectALine) {
  for (const char* bad : {"rooms", "[]", "{", "1", "null", "{\"do\":{}}", R"({"do":"new","cids":"bob"})"})
    EXPECT_NE(complaint(parse_json(bad)), "none") << bad;
  EXPECT_FALSE(parse_json("  "));
}

TEST(Command, HelpNamesEveryVerb) {
  for (const char* verb : {"/sign-in", "/sign-up", "/sign-out", "/friends", "/add", "/rooms", "/new", "/open", "/back",
                           "/forward", "/leave-room", "/who", "/quit"})
    EXPECT_NE(help_text().find(verb), std::string_view::npos) << verb;
}

}  // namespace
}  // namespace cocotalk::console
