#include "core/api/transcript.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "core/domain/quote.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::weekday;
using std::chrono::year_month_day;

// A moment on the reader's clock.
struct Moment {
  explicit Moment(std::int64_t local_ms)
      : day(floor<days>(sys_time<milliseconds>(milliseconds(local_ms)))),
        date(day),
        clock(milliseconds(local_ms) - day.time_since_epoch()) {}
  int year() const { return static_cast<int>(date.year()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  unsigned day_of_month() const { return static_cast<unsigned>(date.day()); }
  int hour() const { return static_cast<int>(clock.hours().count()); }
  int minute() const { return static_cast<int>(clock.minutes().count()); }
  int second() const { return static_cast<int>(clock.seconds().count()); }
  sys_days day;
  year_month_day date;
  hh_mm_ss<milliseconds> clock;
};

template <class... A>
std::string printed(const char* format, A... values) {
  char out[128];
  const int n = std::snprintf(out, sizeof out, format, values...);
  return std::string(out, static_cast<std::size_t>(n));
}

std::string day_line(std::int64_t local_ms) {
  static constexpr const char* names[] = {"일", "월", "화", "수", "목", "금", "토"};
  const Moment at(local_ms);
  return printed("\n--------------- %d년 %u월 %u일 %s요일 ---------------\n", at.year(), at.month(), at.day_of_month(),
                 names[weekday(at.day).c_encoding()]);
}

std::string hour_of(std::int64_t local_ms) {
  const Moment at(local_ms);
  return printed("%s %d:%02d", at.hour() < 12 ? "오전" : "오후", (at.hour() + 11) % 12 + 1, at.minute());
}

std::string said(const Message& message) {
  if (message.deleted_ms != 0) return summary_of(message);
  switch (message.type) {
    case MessageType::photo: return "사진: " + message.content;
    case MessageType::video: return "동영상: " + message.content;
    case MessageType::file: return "파일: " + message.content;
    default: return message.content;
  }
}

}  // namespace

std::int64_t Transcript::day_of(std::int64_t utc_ms) const { return Moment(utc_ms + offset_ms_).day.time_since_epoch().count(); }

void Transcript::begin(std::string_view title, std::int64_t now_ms) {
  const Moment at(now_ms + offset_ms_);
  const std::int64_t minutes_ahead = offset_ms_ / 60'000, ahead = std::abs(minutes_ahead);
  text_.append(title).append("\n");
  text_ += printed("저장한 날짜 : %04d-%02u-%02u %02d:%02d:%02d (UTC%c%02d:%02d)\n", at.year(), at.month(), at.day_of_month(),
                   at.hour(), at.minute(), at.second(), minutes_ahead < 0 ? '-' : '+', static_cast<int>(ahead / 60),
                   static_cast<int>(ahead % 60));
}

void Transcript::continue_after(const Message& message) { day_ = day_of(message.sent_ms); }

void Transcript::add(const Message& message, std::string_view sender) {
  const std::int64_t local_ms = message.sent_ms + offset_ms_, day = day_of(message.sent_ms);
  if (day_ != day) text_ += day_line(local_ms);
  day_ = day;
  if (counts_as_unread(message.type)) text_.append("[").append(sender).append("] [").append(hour_of(local_ms)).append("] ");
  text_.append(said(message)).append("\n");
}

}  // namespace cocotalk::api
