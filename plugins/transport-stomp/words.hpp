// The words and numbers of native-wire.md.
#pragma once

#include <cocotalk/transport.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace cocotalk::stomp {

// WebSocket close codes for a client that broke STOMP, or a limit ("protocol").
inline constexpr coco_close_code close_protocol_error = 1002, close_too_large = 1009, close_going_away = 1001,
                                 close_not_text = 1007;

// `status` of an answer: "ok", "invalid" …
std::string_view status_word(coco_status status);
// `code` of an ERROR that ends a link: "draining", "slow" …
std::string_view close_word(coco_close_code code);
// How a link ends when a refusal cannot be answered: the retry meaning is that of the status.
coco_close_code close_code_for(coco_status status);

// What a refused CONNECT is: whatever is wrong with a credential, it lets nobody in.
coco_status status_of_refused_open(coco_status status);

// "7" → 7; nothing for anything but digits, or for more than fit.
std::optional<std::uint64_t> parse_number(std::string_view text);
// "10000,0" → both; nothing when it is not two numbers of at most a day of milliseconds.
struct HeartBeat {
  std::uint32_t sends_every_ms, wants_every_ms;  // at most a day
};
std::optional<HeartBeat> parse_heart_beat(std::string_view text);
// Whether `item` is one of a comma-separated list.
bool lists(std::string_view list, std::string_view item);

}  // namespace cocotalk::stomp
