// SEND frames as messages to topics of applications (native-wire.md, last section).
#pragma once

#include <cocotalk/gateway.h>

#include <string_view>
#include <vector>

#include "transport-stomp/frame.hpp"

namespace cocotalk::stomp {

// As views into the frame. `headers` holds those of the application's own and must live as long; words that STOMP or
// native-wire.md gives a meaning do not travel.
coco_publication publication_of(const Frame& send, std::vector<coco_header>& headers);

}  // namespace cocotalk::stomp
