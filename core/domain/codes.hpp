// One-time codes sent by e-mail: whoever repeats one reads that address's mail.
#pragma once

#include <string>

#include "core/domain/throttle.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

enum class CodePurpose { verify_address, reset_password };

// Lives on the loop. What was sent is in the store, so a restart between the mail and its answer harms nobody; how often
// somebody asked is in memory.
class Codes {
 public:
  static constexpr std::int64_t tries = 5;  // per code, wrong ones

  explicit Codes(World& world) : world_(world), to_address_(hour_ms), from_address_(hour_ms) {}

  // Sends a new code, which replaces the last one. `asker` is the network address that asks. Answers when it expires (ms, UTC).
  // BAD_REQUEST when the address is none or the mail cannot be sent; RATE.
  runtime::Task<std::int64_t> issue(CodePurpose purpose, std::string email, std::string asker);

  // Whether `code` is the one that was sent. The right one is used up by it, and the same question is answered yes again while
  // the address counts as proved (the phone repeats requests).
  runtime::Task<bool> check(CodePurpose purpose, std::string email, std::string code);

  // Whether check() said yes within the last 30 minutes.
  runtime::Task<bool> is_verified(CodePurpose purpose, std::string email);

  // What check() proved is over when `transaction` is committed, and it conflicts when that is so already.
  static void use_up(Transaction& transaction, CodePurpose purpose, const std::string& email);

 private:
  static constexpr std::int64_t hour_ms = 60 * 60'000;
  static constexpr std::int64_t asked_per_hour = 30;     // by one network address
  static constexpr std::uint32_t forgotten_at_once = 8;  // rows that say nothing any more

  runtime::Task<void> send(CodePurpose purpose, std::string email, std::string code);
  std::string make_code() const;

  World& world_;
  Windows to_address_, from_address_;
};

}  // namespace cocotalk::domain
