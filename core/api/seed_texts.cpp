#include "core/api/seed_texts.hpp"

#include <cmath>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace cocotalk::api {
namespace {

// SplitMix64: any numbers in a row give unrelated ones.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  // After Zipf: the first of n is said n times as often as the last.
  std::size_t ranked(std::size_t n) {
    const double u = static_cast<double>(next() >> 11) * 0x1p-53;
    const auto rank = static_cast<std::size_t>(std::pow(static_cast<double>(n) + 1, u)) - 1;
    return rank < n ? rank : n - 1;
  }

 private:
  std::uint64_t state_;
};

template <std::size_t N>
std::string_view any(Chance& chance, const std::string_view (&words)[N]) {
  return words[chance.ranked(N)];
}

constexpr std::string_view nouns[] = {
    "오늘",   "내일",   "우리",   "회의", "시간",   "점심", "저녁",   "사람",   "집",     "학교",   "회사",    "친구",   "커피",
    "주말",   "약속",   "사진",   "이번", "여행",   "영화", "버스",   "지하철", "전화",   "문제",   "일정",    "자료",   "메일",
    "발표",   "준비",   "고객",   "주문", "배포",   "서버", "코드",   "리뷰",   "테스트", "이슈",   "문서",    "계획",   "예약",
    "식당",   "치킨",   "피자",   "김밥", "라면",   "병원", "은행",   "택배",   "공항",   "호텔",   "바다",    "등산",   "운동",
    "축구",   "야구",   "게임",   "음악", "공연",   "생일", "선물",   "가족",   "엄마",   "아빠",   "동생",    "선생님", "학생",
    "시험",   "과제",   "도서관", "방학", "휴가",   "비",   "눈",     "날씨",   "우산",   "감기",   "마스크",  "회의실", "회의록",
    "보고서", "계약",   "견적",   "입금", "영수증", "환불", "쿠폰",   "할인",   "이벤트", "공지",   "투표",    "모임",   "동호회",
    "산책",   "강아지", "고양이", "화분", "청소",   "빨래", "냉장고", "노트북", "충전기", "이어폰", "비밀번호"};
constexpr std::string_view particles[] = {"",   "에", "는",   "가",   "를",   "도",   "은",
                                          "이", "을", "에서", "까지", "부터", "으로", "하고"};
constexpr std::string_view predicates[] = {"있어요",     "했어",       "가자",    "좋아요",   "알겠습니다",   "괜찮아",
                                           "몰라",       "먹자",       "볼까",    "해야 돼",  "늦을 것 같아", "확인했습니다",
                                           "부탁드려요", "감사합니다", "보내줘",  "도착했어", "기다려",       "끝났어",
                                           "시작할게요", "취소됐어요", "바꿨어",  "찾았다",   "고쳤습니다",   "올렸어요",
                                           "봤어?",      "언제 와?",   "어디야?", "뭐해?",    "진짜?",        "그럴 리가"};
constexpr std::string_view exclamations[] = {"네",   "ㅋㅋㅋ",     "응", "ㅇㅇ",    "ㅎㅎ", "오케이", "넵!", "헐",
                                             "ㅠㅠ", "안녕하세요", "👍",  "와 대박", "ㅇㅋ", "굿모닝", "😂😂"};
constexpr std::string_view english[] = {"ok",      "the",    "meeting", "to",       "and",     "deploy",  "server", "please",
                                        "check",   "Monday", "lunch",   "thanks",   "release", "is",      "review", "bug",
                                        "PR",      "today",  "Hello",   "schedule", "budget",  "report",  "API",    "weekend",
                                        "project", "coffee", "Seoul",   "ticket",   "login",   "password"};
constexpr std::string_view family_names[] = {"김", "이", "박", "최", "정", "강", "조", "윤",
                                             "장", "임", "한", "오", "서", "신", "권"};
constexpr std::string_view syllables[] = {"민", "서", "지", "현", "수", "영", "준", "은",
                                          "우", "진", "하", "윤", "재", "호", "경", "혜"};
constexpr std::string_view kinds_of_rooms[] = {"모임",    "가족방",    "회의", "동창회",    "스터디",
                                               "project", "맛집 탐방", "등산", "여행 계획", "team"};

std::string said_word(Chance& chance) {
  const std::size_t kind = chance.below(100);
  if (kind < 50) return std::string(any(chance, nouns)) + std::string(any(chance, particles));
  if (kind < 72) return std::string(any(chance, predicates));
  if (kind < 86) return std::string(any(chance, english));
  if (kind < 94) return std::string(any(chance, exclamations));
  if (kind < 97) return seed_name(chance.next());
  if (kind < 99) return std::to_string(chance.below(24)) + "시";
  return "A-" + std::to_string(chance.below(1'000'000));
}

}  // namespace

std::string seed_text(std::uint64_t n) {
  Chance chance(n);
  std::string out = said_word(chance);
  for (std::size_t words = chance.below(9); words > 0; --words) out += " " + said_word(chance);
  return out;
}

std::string seed_name(std::uint64_t n) {
  Chance chance(n);
  std::string out(any(chance, family_names));
  for (int i = 0; i < 2; ++i) out += syllables[chance.below(std::size(syllables))];
  return out;
}

std::string seed_room_name(std::uint64_t n) {
  Chance chance(n);
  std::string out(any(chance, nouns));
  return out.append(" ").append(any(chance, kinds_of_rooms)).append(" ").append(std::to_string(n));
}

}  // namespace cocotalk::api
