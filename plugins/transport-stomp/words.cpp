#include "transport-stomp/words.hpp"

#include <charconv>

namespace cocotalk::stomp {

std::string_view status_word(coco_status status) {
  switch (status) {
    case COCO_OK: return "ok";
    case COCO_INVALID: return "invalid";
    case COCO_DENIED: return "denied";
    case COCO_NOT_FOUND: return "not-found";
    case COCO_CONFLICT: return "conflict";
    case COCO_RATE: return "rate";
    case COCO_BUSY: return "busy";
    case COCO_UNAUTHORIZED: return "unauthorized";
    case COCO_INTERNAL: return "internal";
    default: return "retry";  // RETRY, ABORTED, UNAVAILABLE
  }
}

std::string_view close_word(coco_close_code code) {
  switch (code) {
    case COCO_CLOSE_NORMAL: return "normal";
    case close_going_away:
    case COCO_CLOSE_DRAINING: return "draining";
    case COCO_CLOSE_UNAUTHORIZED: return "unauthorized";
    case COCO_CLOSE_REPLACED: return "replaced";
    case COCO_CLOSE_SIGNED_OUT: return "signed-out";
    case COCO_CLOSE_SLOW: return "slow";
    case COCO_CLOSE_RATE: return "rate";
    default: return "protocol";
  }
}

coco_close_code close_code_for(coco_status status) {
  switch (status) {
    case COCO_UNAUTHORIZED: return COCO_CLOSE_UNAUTHORIZED;
    case COCO_INVALID:
    case COCO_DENIED:
    case COCO_NOT_FOUND:
    case COCO_CONFLICT: return close_protocol_error;
    default: return COCO_CLOSE_RATE;
  }
}

coco_status status_of_refused_open(coco_status status) {
  const bool is_about_the_credential = status == COCO_INVALID || status == COCO_DENIED || status == COCO_NOT_FOUND;
  return is_about_the_credential ? COCO_UNAUTHORIZED : status;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<HeartBeat> parse_heart_beat(std::string_view text) {
  constexpr std::uint64_t day_ms = 86'400'000;
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto sends = parse_number(text.substr(0, comma)), wants = parse_number(text.substr(comma + 1));
  if (!sends || !wants || *sends > day_ms || *wants > day_ms) return std::nullopt;
  return HeartBeat{static_cast<std::uint32_t>(*sends), static_cast<std::uint32_t>(*wants)};
}

bool lists(std::string_view list, std::string_view item) {
  for (;;) {
    const std::size_t comma = list.find(',');
    std::string_view entry = list.substr(0, comma);
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    if (entry == item) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace cocotalk::stomp
