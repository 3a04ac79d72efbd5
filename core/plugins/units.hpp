// Sizes and durations as people write them: "64 KiB", "20 s".
#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::plugins {

// A whole number with an optional unit of the type (COCO_SETTING_BYTES, …_MILLIS; …_INTEGER has no units), in the base unit.
// Nothing when it is none, or does not fit 64 bits. The space before the unit is optional.
std::optional<std::int64_t> parse_number(coco_setting_type type, std::string_view text);

// The shortest exact way to write it: 65536 bytes are "64 KiB", 20000 ms are "20 s".
std::string number_text(coco_setting_type type, std::int64_t number);

}  // namespace cocotalk::plugins
