#include "core/api/transcript.hpp"

#include <gtest/gtest.h>

namespace cocotalk::api {
namespace {

using domain::Message;
using domain::MessageType;

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute;
constexpr std::int64_t tuesday = 1'700'000'000'000 / (24 * hour) * 24 * hour;  // 2023-11-14, 00:00 UTC

Message at(std::int64_t ms, std::string content, MessageType type = MessageType::chat) {
  Message out;
  out.sent_ms = ms;
  out.content = std::move(content);
  out.type = type;
  return out;
}

TEST(Transcript, BeginsWithTheRoomAndTheMoment) {
  Transcript out(9 * 60);
  out.begin("우리방", tuesday + 22 * hour + 13 * minute + 21 * second);
  EXPECT_EQ(out.take(), "우리방\n저장한 날짜 : 2023-11-15 07:13:21 (UTC+09:00)\n");
  Transcript west(-(3 * 60 + 30));
  west.begin("x", tuesday);
  EXPECT_EQ(west.take(), "x\n저장한 날짜 : 2023-11-13 20:30:00 (UTC-03:30)\n");
}

TEST(Transcript, NamesTheDayOnceAndTheHourOfEachMessage) {
  Transcript out(0);
  out.add(at(tuesday, "자정"), "밥");
  out.add(at(tuesday + 11 * hour + 59 * minute, "오전"), "밥");
  out.add(at(tuesday + 12 * hour, "정오"), "앨리스");
  out.add(at(tuesday + 25 * hour, "다음 날"), "앨리스");
  EXPECT_EQ(out.take(),
            "\n--------------- 2023년 11월 14일 화요일 ---------------\n"
            "[밥] [오전 12:00] 자정\n"
            "[밥] [오전 11:59] 오전\n"
            "[앨리스] [오후 12:00] 정오\n"
            "\n--------------- 2023년 11월 15일 수요일 ---------------\n"
            "[앨리스] [오전 1:00] 다음 날\n");
}

TEST(Transcript, APageGoesOnInTheDayOfTheOneBefore) {
  Transcript out(0);
  out.continue_after(at(tuesday, "before"));
  out.add(at(tuesday + hour, "after"), "밥");
  EXPECT_EQ(out.take(), "[밥] [오전 1:00] after\n");
}

TEST(Transcript, TheDayIsThatOfTheReadersClock) {
  Transcript out(9 * 60);
  out.add(at(tuesday + 15 * hour, "a day later in Seoul"), "밥");
  EXPECT_EQ(out.take(), "\n--------------- 2023년 11월 15일 수요일 ---------------\n[밥] [오전 12:00] a day later in Seoul\n");
}

TEST(Transcript, ComingsAndGoingsAreSaidByNobodyAndFilesByTheirAddress) {
  Transcript out(0);
  out.continue_after(at(tuesday, ""));
  out.add(at(tuesday, "밥님이 나갔습니다.", MessageType::left), "밥");
  out.add(at(tuesday, "앨리스님이 밥님을 초대했습니다.", MessageType::invite), "앨리스");
  out.add(at(tuesday, "http://h/a.jpeg", MessageType::photo), "밥");
  out.add(at(tuesday, "http://h/b.mp4", MessageType::video), "밥");
  out.add(at(tuesday, "http://h/c.pdf", MessageType::file), "밥");
  out.add(at(tuesday, "두\n줄"), "밥");
  EXPECT_EQ(out.take(),
            "밥님이 나갔습니다.\n앨리스님이 밥님을 초대했습니다.\n"
            "[밥] [오전 12:00] 사진: http://h/a.jpeg\n[밥] [오전 12:00] 동영상: http://h/b.mp4\n"
            "[밥] [오전 12:00] 파일: http://h/c.pdf\n[밥] [오전 12:00] 두\n줄\n");
}

}  // namespace
}  // namespace cocotalk::api
