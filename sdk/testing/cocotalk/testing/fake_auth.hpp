// An auth that is fast and predictable: no argon2, tokens counted from a seed. For tests and simulators, never for people.
#pragma once

#include <cocotalk/auth.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::testing {

// Provides cocotalk.auth/1 while it lives. All slots [any], as long as the scheduler is. A verifier is "fake:" and the password.
// The n-th token of a seed is always the same text, so that a run can be repeated.
class FakeAuth {
 public:
  using Job = std::function<void()>;
  using Scheduler = std::function<void(Job)>;

  explicit FakeAuth(std::uint64_t seed = 1) : seed_(seed) {}
  FakeAuth(const FakeAuth&) = delete;
  FakeAuth& operator=(const FakeAuth&) = delete;

  const coco_auth* table() const noexcept { return &table_; }

  // Who decides when enroll() and authenticate() answer. Without one they answer before they return. A job that is dropped
  // instead of run answers COCO_ABORTED. Set it before the first call.
  void set_scheduler(Scheduler scheduler) { scheduler_ = std::move(scheduler); }
  // While busy, enroll() and authenticate() answer COCO_BUSY, as with a full queue.
  void set_busy(bool busy) noexcept { busy_ = busy; }

  static std::string verifier_of(std::string_view password) { return "fake:" + std::string(password); }

  void enroll(std::string_view password, coco::Completion&& done) {
    answer_later(std::move(done), [verifier = verifier_of(password)](coco::Completion& answer) {
      const coco_view result = coco::view(verifier);
      answer.ok(&result);
    });
  }

  void authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done) {
    answer_later(std::move(done), [matches = verifier == verifier_of(password)](coco::Completion& answer) {
      if (matches) return answer.ok();
      answer.fail(COCO_UNAUTHORIZED, "the password does not fit");
    });
  }

  void issue(coco_token_kind kind, coco_token& out) {
    const char prefix = prefix_of(kind);
    if (prefix == '\0') throw coco::Error(COCO_INVALID, "token kind " + std::to_string(kind) + " is unknown");
    const std::uint64_t number = issued_.fetch_add(1, std::memory_order_relaxed);
    const std::string text = prefix + hex(mixed(seed_)) + hex(mixed(number));
    out.text_size = static_cast<std::uint32_t>(text.size());
    text.copy(out.text, text.size());
    digest(text, out.fingerprint);
  }

  coco_status fingerprint(coco_token_kind kind, std::string_view text, std::uint8_t* out) noexcept {
    const char prefix = prefix_of(kind);
    const bool is_token = prefix != '\0' && text.size() == 1 + 32 && text.front() == prefix &&
                          text.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
    if (!is_token) return COCO_UNAUTHORIZED;
    digest(text, out);
    return COCO_OK;
  }

 private:
  template <class Answering>
  void answer_later(coco::Completion&& done, Answering answering) {
    if (busy_) return done.fail(COCO_BUSY, "all workers are busy");
    if (!scheduler_) return answering(done);
    const auto kept = std::make_shared<coco::Completion>(std::move(done));  // std::function wants to be copied
    scheduler_([kept, answering] { answering(*kept); });
  }

  static char prefix_of(coco_token_kind kind) noexcept {
    switch (kind) {
      case COCO_TOKEN_ACCESS: return 'a';
      case COCO_TOKEN_REFRESH: return 'r';
      case COCO_TOKEN_TICKET: return 't';
      default: return '\0';
    }
  }

  // splitmix64: one to one, so different numbers stay different.
  static std::uint64_t mixed(std::uint64_t x) noexcept {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }

  static std::string hex(std::uint64_t x) {
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(x >> shift) & 15];
    return out;
  }

  // Different for different texts, as far as a test can tell; the kind is the text's first letter.
  static void digest(std::string_view text, std::uint8_t* out) noexcept {
    std::uint64_t state = 0xCBF29CE484222325u;
    for (const char c : text) state = mixed(state ^ static_cast<unsigned char>(c));
    for (int i = 0; i < COCO_FINGERPRINT_BYTES; ++i) {
      if (i % 8 == 0) state = mixed(state);
      out[i] = static_cast<std::uint8_t>(state >> (8 * (i % 8)));
    }
  }

  const std::uint64_t seed_;
  std::atomic<std::uint64_t> issued_ = 0;
  std::atomic<bool> busy_ = false;
  Scheduler scheduler_;
  const coco_auth table_{sizeof table_,
                         0,
                         this,
                         COCO_BIND(coco_auth, enroll, FakeAuth),
                         COCO_BIND(coco_auth, authenticate, FakeAuth),
                         COCO_BIND(coco_auth, issue, FakeAuth),
                         COCO_BIND(coco_auth, fingerprint, FakeAuth)};
};

}  // namespace cocotalk::testing
