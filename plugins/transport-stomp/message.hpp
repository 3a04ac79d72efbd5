// The MESSAGE frame of an event.
#pragma once

#include <cocotalk/transport.h>

#include <string>
#include <string_view>

namespace cocotalk::stomp {

// Whose protocol a link speaks: native-wire.md, or that of the original clients (cocotalk-wire.md, 5.3).
enum class Dialect : std::uint8_t { native, original };

// Appends the frame. `destination` and `subscription` are those of the SUBSCRIBE, as they were sent.
void write_message(std::string& out, Dialect dialect, const coco_event& event, std::string_view destination,
                   std::string_view subscription);

}  // namespace cocotalk::stomp
