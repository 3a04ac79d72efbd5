#include <gtest/gtest.h>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {
namespace {

using namespace std::string_literals;

constexpr FrameLimits roomy{1024, 32, 256};

// Everything the reader finds, one line per frame: COMMAND[name=value,…]body or !why.
std::string read_all(FrameReader& reader) {
  std::string found;
  for (;;) {
    const Outcome outcome = reader.next();
    if (std::holds_alternative<NeedMore>(outcome)) return found;
    if (const Broken* broken = std::get_if<Broken>(&outcome)) {
      found += "!" + std::string(broken->kind == Broken::Kind::too_large ? "large" : "malformed") + "\n";
      continue;
    }
    const Frame& frame = std::get<Frame>(outcome);
    found += std::string(frame.command) + "[";
    for (const Header& h : frame.headers) found += std::string(h.name) + "=" + std::string(h.value) + ",";
    found += "]" + std::string(frame.body) + "\n";
  }
}
std::string read_all(std::string_view bytes, FrameLimits limits = roomy, Version version = Version::v1_2) {
  FrameReader reader(limits);
  reader.speak(version);
  reader.feed(bytes);
  return read_all(reader);
}

const std::string three_frames =
    "\n\r\nSEND\ndestination:/room/a\n\nhi\0\nSEND\r\na\\cb:c\\nd\\\\\r\ncontent-length:3\r\n\r\nx\0y\0\r\n\nDISCONNECT\n\n\0\n"s;
const std::string three_found = "SEND[destination=/room/a,]hi\nSEND[a:b=c\nd\\,content-length=3,]x\0y\nDISCONNECT[]\n"s;

TEST(FrameReader, ReadsSeveralFramesOfOneSegmentWithHeartBeatsBetween) { EXPECT_EQ(read_all(three_frames), three_found); }

TEST(FrameReader, ReadsFramesCutAnywhereInTwo) {
  for (std::size_t cut = 0; cut <= three_frames.size(); ++cut) {
    FrameReader reader(roomy);
    reader.speak(Version::v1_2);
    reader.feed(three_frames.substr(0, cut));
    std::string found = read_all(reader);
    reader.feed(three_frames.substr(cut));
    EXPECT_EQ(found + read_all(reader), three_found) << "cut at " << cut;
  }
}

TEST(FrameReader, ReadsFramesOneByteAtATime) {
  FrameReader reader(roomy);
  reader.speak(Version::v1_2);
  std::string found;
  for (const char c : three_frames) {
    reader.feed(std::string_view(&c, 1));
    found += read_all(reader);
  }
  EXPECT_EQ(found, three_found);
}

TEST(FrameReader, LeavesConnectUnescapedAndUnescapesAllOthers) {
  EXPECT_EQ(read_all("CONNECT\npasscode:a\\cb\\\n\n\0"s), "CONNECT[passcode=a\\cb\\,]\n");
  EXPECT_EQ(read_all("STOMP\npasscode:a\\cb\n\n\0"s), "STOMP[passcode=a\\cb,]\n");
  EXPECT_EQ(read_all("SEND\na:\\r\\n\\c\\\\\n\n\0"s), "SEND[a=\r\n:\\,]\n");
}

TEST(FrameReader, RefusesUndefinedAndUnfinishedEscapes) {
  EXPECT_EQ(read_all("SEND\na:\\t\n\n\0"s), "!malformed\n");
  EXPECT_EQ(read_all("SEND\na:b\\\n\n\0"s), "!malformed\n");
}

TEST(FrameReader, KeepsColonsOfAValue) { EXPECT_EQ(read_all("CONNECT\nhost:a:b\n\n\0"s), "CONNECT[host=a:b,]\n"); }

TEST(FrameReader, KeepsSpacesOfHeaders) { EXPECT_EQ(read_all("SEND\n a : b \n\n\0"s), "SEND[ a = b ,]\n"); }

TEST(Frame, OfRepeatedHeadersTheFirstOneCounts) {
  const Header headers[] = {{"a", "1"}, {"a", "2"}};
  const Frame frame{"SEND", headers, {}};
  EXPECT_EQ(frame.header("a"), "1");
  EXPECT_EQ(frame.header("b"), std::nullopt);
  EXPECT_EQ(frame.header_or_empty("b"), "");
}

TEST(FrameReader, OfRepeatedContentLengthsTheFirstOneCounts) {
  EXPECT_EQ(read_all("SEND\ncontent-length:1\ncontent-length:9\n\nx\0"s), "SEND[content-length=1,content-length=9,]x\n");
}

TEST(FrameReader, RefusesHeaderLinesWithoutANameOrAColon) {
  EXPECT_EQ(read_all("SEND\nnonsense\n\n\0"s), "!malformed\n");
  EXPECT_EQ(read_all("SEND\n:value\n\n\0"s), "!malformed\n");
  EXPECT_EQ(read_all("SEND\na:b\rc\n\n\0"s), "!malformed\n");
}

TEST(FrameReader, RefusesAFrameThatEndsInItsHeaders) {
  EXPECT_EQ(read_all("CONNECT\nhost:a\0SEND\n\n\0"s), "!malformed\nSEND[]\n");
}

TEST(FrameReader, RefusesAContentLengthThatIsNoNumberOrLies) {
  for (const char* length : {"", "-1", "+1", "1x", "0x1", " 1"})
    EXPECT_EQ(read_all("SEND\ncontent-length:"s + length + "\n\nx\0"s), "!malformed\n") << length;
  EXPECT_EQ(read_all("SEND\ncontent-length:1\n\nxy\0"s), "!malformed\n");
  EXPECT_EQ(read_all("SEND\ncontent-length:99999999999999999999\n\nx\0"s), "!large\n");
}

TEST(FrameReader, GoesOnBehindABrokenFrame) {
  EXPECT_EQ(read_all("SEND\nnonsense\n\nbody\0SEND\n\nhi\0"s), "!malformed\nSEND[]hi\n");
}

TEST(FrameReader, TakesAFrameOfExactlyTheLimitAndNotOneByteMore) {
  for (const std::string& head : {"SEND\n\n"s, "SEND\ncontent-length:20\n\n"s}) {
    const std::string frame = head + std::string(20, 'x') + '\0';
    EXPECT_EQ(read_all(frame, {frame.size(), 8, 64}).substr(0, 5), "SEND[") << head;
    EXPECT_EQ(read_all(frame, {frame.size() - 1, 8, 64}), "!large\n") << head;
  }
}

TEST(FrameReader, RefusesAnAnnouncedSizeBeforeItArrives) {
  EXPECT_EQ(read_all("SEND\ncontent-length:100000\n\nfirst bytes"s), "!large\n");
  EXPECT_EQ(read_all("SEND\ncontent-length:18446744073709551615\n\nfirst bytes"s), "!large\n");
}

TEST(FrameReader, SkipsATooLargeFrameToItsEndHoweverItArrives) {
  const std::string after = "SEND\n\nhi\0"s;
  for (const std::string& large :
       {"SEND\n\n"s + std::string(5000, 'x') + '\0', "SEND\ncontent-length:5000\n\n"s + std::string(5000, '\0') + '\0'}) {
    EXPECT_EQ(read_all(large + after), "!large\nSEND[]hi\n");
    FrameReader reader(roomy);
    reader.speak(Version::v1_2);
    std::string found;
    for (const char c : large + after) {
      reader.feed(std::string_view(&c, 1));
      found += read_all(reader);
    }
    EXPECT_EQ(found, "!large\nSEND[]hi\n");
  }
}

TEST(FrameReader, TakesAsManyHeadersAsTheLimitAndNotOneMore) {
  std::string head = "SEND\n";
  for (int i = 0; i < 4; ++i) head += "a:b\n";
  EXPECT_EQ(read_all(head + "\n\0"s, {1024, 4, 64}), "SEND[a=b,a=b,a=b,a=b,]\n");
  EXPECT_EQ(read_all(head + "a:b\n\n\0"s, {1024, 4, 64}), "!large\n");
}

TEST(FrameReader, TakesAHeaderLineOfExactlyTheLimitAndNotOneByteMore) {
  for (const std::string& end : {"\n"s, "\r\n"s}) {
    const std::string frame = "SEND" + end + "a:" + std::string(8, 'b') + end + end + '\0';
    EXPECT_EQ(read_all(frame, {1024, 4, 10}), "SEND[a=bbbbbbbb,]\n");
    EXPECT_EQ(read_all(frame, {1024, 4, 9}), "!large\n");
  }
}

TEST(FrameReader, RefusesAnEndlessLineEarly) {
  FrameReader reader(roomy);
  reader.speak(Version::v1_2);
  reader.feed(std::string(300, 'x'));
  EXPECT_EQ(read_all(reader), "!large\n");
}

TEST(FrameReader, TakesANewLimitForTheFramesThatFollow) {
  const std::string frame = "SEND\n\n" + std::string(100, 'x') + '\0';
  FrameReader reader({50, 8, 64});
  reader.feed(frame);
  EXPECT_EQ(read_all(reader), "!large\n");
  reader.set_frame_limit(200);
  reader.feed(frame);
  EXPECT_EQ(read_all(reader).substr(0, 6), "SEND[]");
}

TEST(FrameReader, IsBetweenFramesOnlyWhenNothingIsUnread) {
  FrameReader reader({1024, 32, 256});
  EXPECT_TRUE(reader.is_between_frames());
  reader.feed("SEND\na:b\n\nfirst\0SEND\n"s);
  EXPECT_EQ(std::get<Frame>(reader.next()).body, "first");
  EXPECT_FALSE(reader.is_between_frames());
  EXPECT_TRUE(std::holds_alternative<NeedMore>(reader.next()));
  EXPECT_FALSE(reader.is_between_frames());
  reader.feed("c:d\n\nsecond\0"s);
  EXPECT_EQ(std::get<Frame>(reader.next()).body, "second");
  EXPECT_TRUE(reader.is_between_frames());
}

}  // namespace
}  // namespace cocotalk::stomp
