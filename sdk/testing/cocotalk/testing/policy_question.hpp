// Asking a session policy in a test: sessions as letters, verdicts as letters.
//
//   decide(policy, COCO_MOBILE, "MWM")  →  admitted, ends "x-x": a phone signs in; the first and the third session end
#pragma once

#include <cocotalk/session_policy.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::testing {

// A verdict to compare. For each existing session, oldest first: 'x' ended, '-' goes on, '?' a byte that is neither 0 nor 1.
// Refused: nothing ends.
struct Ruling {
  bool admitted;
  std::string ends;
  std::string reason;  // of a refusal; 128 bytes long when the NUL is missing

  bool operator==(const Ruling&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Ruling& ruling) {
  return ruling.admitted ? out << "admitted, ends \"" << ruling.ends << '"' : out << "refused: " << ruling.reason;
}

// One sign-in and the sessions it meets: a letter each, oldest first, 'M' a phone and 'W' a web page. Owns all that the views
// of the question point to.
class Question {
 public:
  Question(coco_device_class device, std::string_view letters)
      : incoming{sizeof incoming, device, 5, 1'700'000'000'000, coco::view("127.0.0.1"), coco::view("test")},
        bytes_(letters.size() + 2 * guard_bytes, untouched) {
    for (const char letter : letters) add(letter == 'M' ? COCO_MOBILE : COCO_WEB);
    verdict.size = sizeof verdict;
    verdict.ends = bytes_.data() + guard_bytes;
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  Ruling put_to(const coco_session_policy& policy) {
    std::fill_n(verdict.ends, existing.size(), std::uint8_t{0});
    policy.decide(policy.self, &incoming, existing.empty() ? nullptr : existing.data(), existing.size(), &verdict);
    if (verdict.admit == 0) return {false, std::string(existing.size(), '-'), reason()};
    std::string ends;
    for (std::size_t i = 0; i < existing.size(); ++i) ends += mark(bytes_[guard_bytes + i]);
    return {true, ends, ""};
  }
  // Whether the bytes before and after `ends` still hold what they held.
  bool neighbours_are_untouched() const {
    for (std::size_t i = 0; i < guard_bytes; ++i)
      if (bytes_[i] != untouched || bytes_[bytes_.size() - 1 - i] != untouched) return false;
    return true;
  }

  // What is asked; a test may change it first.
  coco_sign_in incoming;
  std::vector<coco_session> existing;
  coco_verdict verdict{};

 private:
  static constexpr std::size_t guard_bytes = 16;
  static constexpr std::uint8_t untouched = 0xAB;

  void add(coco_device_class device) {
    const auto number = static_cast<std::int64_t>(existing.size());
    const std::int64_t signed_in_ms = 1'600'000'000'000 + number * 60'000;
    const std::string digits = std::to_string(number);
    ids_.push_back(std::string(32 - digits.size(), '0') + digits);
    existing.push_back({sizeof(coco_session), device, signed_in_ms, signed_in_ms + 30'000, coco::view(ids_.back()),
                        coco::view("127.0.0.1"), coco::view("test")});
  }
  static char mark(std::uint8_t byte) { return byte == 0 ? '-' : byte == 1 ? 'x' : '?'; }
  std::string reason() const { return std::string(verdict.reason, ::strnlen(verdict.reason, sizeof verdict.reason)); }

  std::deque<std::string> ids_;  // a deque: they stay where they are
  std::vector<std::uint8_t> bytes_;
};

inline Ruling decide(const coco_session_policy& policy, coco_device_class incoming, std::string_view existing) {
  return Question(incoming, existing).put_to(policy);
}

// Every row of at most `max` sessions: "", "M", "W", "MM", "MW" …
inline std::vector<std::string> all_histories(std::size_t max) {
  std::vector<std::string> all{""};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string shorter = all[i];
    if (shorter.size() == max) break;
    all.push_back(shorter + 'M');
    all.push_back(shorter + 'W');
  }
  return all;
}

// The rulings on every sign-in that can meet one of all_histories(max), in a fixed order.
inline std::vector<Ruling> rulings_on_all_questions(const coco_session_policy& policy, std::size_t max) {
  std::vector<Ruling> rulings;
  for (const std::string& existing : all_histories(max))
    for (const coco_device_class device : {COCO_MOBILE, COCO_WEB}) rulings.push_back(decide(policy, device, existing));
  return rulings;
}

}  // namespace cocotalk::testing
