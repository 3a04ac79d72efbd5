// What a message is called elsewhere: in a reply to it, in a list, on a lock screen.
#pragma once

#include <string>

#include "core/domain/room.hpp"

namespace cocotalk::domain {

// Wire document 5.6: what stands for a file; what stands for a message that was taken back; else the text.
std::string summary_of(const Message& message);

// What a reply keeps of the message it answers.
struct Quote {
  MessageId message;
  AccountId sender = 0;
  std::string text;  // at most 100 characters

  Quote() = default;
  explicit Quote(const Message& answered);
};

}  // namespace cocotalk::domain
