// The MESSAGE frame of an event.
#pragma once

#include <cocotalk/transport.h>

#include <string>
#include <string_view>

#include "transport-stomp/version.hpp"

namespace cocotalk::stomp {

// Whose protocol a link speaks: native-wire.md, or that of the original clients (cocotalk-wire.md, 5.3).
enum class Dialect : std::uint8_t { native, original };

// What the MESSAGE frames of a subscription look like.
struct Shape {
  Dialect dialect = Dialect::native;
  Version version = Version::v1_2;
  bool names_ack = false;  // STOMP 1.2 and not ack:auto: says what ACK and NACK are to name
};

// Appends the frame. `destination` and `subscription` are those of the SUBSCRIBE, as they were sent; one of 1.0 may have no id.
void write_message(std::string& out, const Shape& shape, const coco_event& event, std::string_view destination,
                   std::string_view subscription);

// The `ack` header of a MESSAGE. The same for every link, so that its bytes can be shared; unique on a link, as each of its
// subscriptions hears an event once.
std::string ack_id_of(std::string_view message_id, std::string_view subscription);

}  // namespace cocotalk::stomp
