// The words and numbers of native-wire.md, and what they are across the waist.
#pragma once

#include <cocotalk/gateway.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::remote {

// The `status` of an answer. A word nobody knows is COCO_INTERNAL.
coco_status status_of(std::string_view word);

// What an ERROR's `code` is, a word ("replaced", "rate") or a number: as a close code; `otherwise` when it is neither.
coco_close_code close_code_of(std::string_view code, coco_close_code otherwise);

// The same ERROR as the answer to open(): unauthorized, unless it says better.
coco_status refusal_of(std::string_view code);

// The sentence of a refusal's {"code","detail"}, for the text of an error.
std::string detail_of(std::string_view json);

// A header that is a number; 0 when absent or none.
std::uint64_t number_of(std::optional<std::string_view> text);

// How a device class is called in CONNECT.
std::string_view device_word(coco_device_class device);

// The close code of a link that ended without one (RFC 6455, 7.1.5).
inline constexpr coco_close_code close_lost = 1006;
inline constexpr coco_close_code close_protocol = 1002;

}  // namespace cocotalk::remote
