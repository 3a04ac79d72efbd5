// Recorded sign-ins: one JSON object a line, in the order of time (docs/checking.md, "The log of sign-ins").
#pragma once

#include "core/host/json.hpp"

#include <cocotalk/gateway.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

struct SignIn {
  std::int64_t at_ms = 0;  // UTC
  std::int64_t account = 0;
  std::string session;  // its id
  coco_device_class device = COCO_MOBILE;
  std::string address, agent;
};

// A session begins, or ends.
struct SignInEvent {
  enum class Kind { begin, end, displaced };  // displaced: ended by the policy there was, which says nothing to another one
  Kind kind = Kind::begin;
  SignIn sign_in;  // of an end: its session and time
};

// Reads a log. What is wrong with a line is added to `complaints`, "FILE:LINE: what; what to do", at most twenty of them. Pure.
std::vector<SignInEvent> read_sign_in_log(const std::string& file, std::string_view text, std::vector<std::string>& complaints);

// Writes the log of what the application answers to operator.sign-ins, in the order of time.
std::string sign_in_log_of(const Json& answer);

std::string_view device_text(coco_device_class device);

}  // namespace cocotalk::host
