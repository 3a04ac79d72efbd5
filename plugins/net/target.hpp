// A request's target: what it asks for, decoded and harmless.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

struct Target {
  std::string path;                   // "/" …, percent-decoded, UTF-8, without dot segments; no trailing slash
  std::vector<std::string> segments;  // of the path
  std::string_view query;             // as sent, in the target's bytes
};

// Nothing for what is no origin-form (RFC 9112, 3.2.1), breaks percent-encoding, is not UTF-8, or hides a slash, a dot segment
// or a control character behind an encoding.
std::optional<Target> parse_target(std::string_view target);

}  // namespace cocotalk::net
