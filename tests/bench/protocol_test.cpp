// What the load generator says in each protocol, byte by byte, and what it makes of the answers.
#include "load/protocol.hpp"

#include "load/stamp.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace cocotalk::load {
namespace {

using namespace std::literals;

const Place place{7, 3};

void expect_unit(const Protocol& protocol, std::string_view bytes, Kind kind, std::size_t used) {
  const Unit unit = protocol.hear(bytes);
  EXPECT_EQ(unit.kind, kind) << bytes;
  EXPECT_EQ(unit.used, used) << bytes;
}

// Cut anywhere, the unit at the beginning of `whole` waits for its rest.
void expect_patience(const Protocol& protocol, std::string_view whole) {
  for (std::size_t n = 1; n < whole.size(); ++n)
    EXPECT_EQ(protocol.hear(whole.substr(0, n)).kind, Kind::incomplete) << "cut at " << n;
  EXPECT_EQ(protocol.hear(whole).used, whole.size());
}

// ---- STOMP --------------------------------------------------------------------------------------------------------------------

TEST(LoadStomp, SignsInWithLoginAndTheHeadersItWasGiven) {
  const auto protocol = stomp({.login = "guest", .passcode = "secret", .connect_headers = {{"x", "{c}"}}});
  EXPECT_EQ(protocol->sign_in(place),
            "CONNECT\naccept-version:1.2\nhost:/\nheart-beat:0,0\nlogin:guest\npasscode:secret\nx:7\n\n\0"sv);
}

TEST(LoadStomp, JoinsWithAReceiptAndSpeaksWithALength) {
  const auto protocol = stomp({.destination = "/topic/{r}"});
  EXPECT_EQ(protocol->join(place), "SUBSCRIBE\nid:0\ndestination:/topic/3\nreceipt:joined\n\n\0"sv);
  EXPECT_EQ(protocol->message(place, "hello"), "SEND\ndestination:/topic/3\ncontent-length:5\n\nhello\0"sv);
}

TEST(LoadStomp, AsksForAReceiptThatCarriesTheStamp) {
  const auto protocol = stomp({.destination = "/q", .send_headers = {{"persistent", "true"}}});
  EXPECT_EQ(protocol->message_with_receipt(place, "b"),
            "SEND\ndestination:/q\ncontent-length:1\npersistent:true\nreceipt:" + blank_stamp() + "\n\nb\0"s);
}

TEST(LoadStomp, KnowsFramesByTheirCommand) {
  const auto protocol = stomp({});
  expect_unit(*protocol, "MESSAGE\n\nhi\0MESSAGE"sv, Kind::message, 12);
  expect_unit(*protocol, "RECEIPT\n\n\0"sv, Kind::receipt, 10);
  expect_unit(*protocol, "CONNECTED\n\n\0"sv, Kind::answered, 12);
  expect_unit(*protocol, "ERROR\n\n\0"sv, Kind::refused, 8);
  expect_unit(*protocol, "\nMESSAGE"sv, Kind::other, 1);
  expect_patience(*protocol, "MESSAGE\ndestination:/a\n\nhi\0"sv);
}

// ---- MQTT ---------------------------------------------------------------------------------------------------------------------

TEST(LoadMqtt, SignsInAndJoinsAsTheSpecificationWritesIt) {
  const auto protocol = mqtt({.destination = "room/{r}"});
  EXPECT_EQ(protocol->sign_in(place), "\x10\x12\0\4MQTT\4\2\0\0\0\6load-7"sv);
  EXPECT_EQ(protocol->join(place), "\x82\x0b\0\1\0\6room/3\0"sv);
}

TEST(LoadMqtt, NamesItselfWhereALoginIsAsked) {
  EXPECT_EQ(mqtt({.login = "u", .passcode = "p"})->sign_in(place), "\x10\x18\0\4MQTT\4\xc2\0\0\0\6load-7\0\1u\0\1p"sv);
}

TEST(LoadMqtt, WritesLongLengthsInGroupsOfSevenBits) {
  const auto protocol = mqtt({.destination = "t"});
  EXPECT_EQ(protocol->message(place, std::string(124, 'x')).substr(0, 3), "\x30\x7f\0"sv);
  EXPECT_EQ(protocol->message(place, std::string(125, 'x')).substr(0, 4), "\x30\x80\x01\0"sv);
}

TEST(LoadMqtt, HearsItsOwnMessages) {
  const auto protocol = mqtt({});
  const std::string whole = protocol->message(place, std::string(300, 'x'));
  EXPECT_EQ(protocol->hear(whole).kind, Kind::message);
  expect_patience(*protocol, whole);
}

TEST(LoadMqtt, KnowsYesFromNo) {
  const auto protocol = mqtt({});
  expect_unit(*protocol, "\x20\2\0\0"sv, Kind::answered, 4);
  expect_unit(*protocol, "\x20\2\0\5"sv, Kind::refused, 4);
  expect_unit(*protocol, "\x90\3\0\1\0"sv, Kind::answered, 5);
  expect_unit(*protocol, "\x90\3\0\1\x80"sv, Kind::refused, 5);
}

TEST(LoadMqtt, RefusesALengthOfFiveBytes) { EXPECT_EQ(mqtt({})->hear("\x30\x80\x80\x80\x80\1"sv).kind, Kind::refused); }

// ---- NATS ---------------------------------------------------------------------------------------------------------------------

TEST(LoadNats, EndsWhatWantsAnAnswerWithAPing) {
  const auto protocol = nats({.destination = "room.{r}"});
  EXPECT_TRUE(protocol->sign_in(place).ends_with("}\r\nPING\r\n"));
  EXPECT_EQ(protocol->join(place), "SUB room.3 1\r\nPING\r\n");
  EXPECT_EQ(protocol->message(place, "hello"), "PUB room.3 5\r\nhello\r\n");
}

TEST(LoadNats, ReadsAPayloadByItsLength) {
  const auto protocol = nats({});
  const Unit unit = protocol->hear("MSG room.3 1 6\r\nhe\r\nlo\r\nPING\r\n");
  EXPECT_EQ(unit.kind, Kind::message);
  EXPECT_EQ(unit.text, "he\r\nlo");
  EXPECT_EQ(unit.used, 24u);
  expect_patience(*protocol, "MSG room.3 1 reply 6\r\nhe\r\nlo\r\n");
}

TEST(LoadNats, KnowsLines) {
  const auto protocol = nats({});
  expect_unit(*protocol, "INFO {}\r\n", Kind::other, 9);
  expect_unit(*protocol, "PONG\r\n", Kind::answered, 6);
  expect_unit(*protocol, "PING\r\n", Kind::ping, 6);
  expect_unit(*protocol, "-ERR 'no'\r\n", Kind::refused, 11);
  EXPECT_EQ(protocol->pong(), "PONG\r\n");
}

// ---- raw, Socket.IO -----------------------------------------------------------------------------------------------------------

TEST(LoadRaw, SaysItsRoomInThePathAndNothingElse) {
  const auto protocol = raw({.path = "/{r}"});
  EXPECT_EQ(protocol->path(place), "/3");
  EXPECT_TRUE(protocol->sign_in(place).empty());
  EXPECT_TRUE(protocol->join(place).empty());
  EXPECT_EQ(protocol->message(place, "hello"), "hello");
  EXPECT_THROW(protocol->message_with_receipt(place, "hello"), std::runtime_error);
}

TEST(LoadSocketIo, SpeaksItsTwoEvents) {
  const auto protocol = socketio({});
  EXPECT_EQ(protocol->join(place), R"(420["join","room-3"])");
  EXPECT_EQ(protocol->message(place, "hello"), R"(42["say","room-3","hello"])");
  // One message is one packet.
  const auto expect_packet = [&](std::string_view packet, Kind kind) { expect_unit(*protocol, packet, kind, packet.size()); };
  expect_packet(R"(0{"sid":"a"})", Kind::other);
  expect_packet(R"(40{"sid":"a"})", Kind::answered);
  expect_packet("430[]", Kind::answered);
  expect_packet(R"(42["say","hello"])", Kind::message);
  expect_packet("2", Kind::ping);
  expect_packet(R"(44{"message":"no"})", Kind::refused);
}

TEST(LoadProtocol, NamesThoseThereAre) {
  for (const char* name : {"stomp", "mqtt", "nats", "raw", "socketio"}) EXPECT_NE(protocol_named(name, {}), nullptr);
  EXPECT_THROW(protocol_named("amqp", {}), std::runtime_error);
}

}  // namespace
}  // namespace cocotalk::load
